"""Schemes: areas of their own, phases of items that stand in force, departments for each."""

from collections.abc import Iterator

from catalog.catalogue import Catalogue
from catalog.checks.common import twice
from catalog.problems import Problem
from domain.catalogue import Scheme


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    areas = [area for own in catalogue.areas.values() for area in own]
    yield from twice("schemes", "areas", areas)
    for scheme in catalogue.schemes.values():
        yield from _of_scheme(catalogue, scheme)


def _of_scheme(catalogue: Catalogue, scheme: Scheme) -> Iterator[Problem]:
    name = f"schemes/{scheme.code}.yaml"
    if scheme.ends_on is not None and scheme.ends_on < scheme.begins_on:
        yield Problem(name, "ends_on", "date_bad", "lies before begins_on")
    yield from twice(name, "ladder", (rung.name for rung in scheme.ladder))
    for code, day in scheme.item_phases:
        yield from _of_phase(catalogue, scheme.code, code)
        if day < scheme.begins_on:
            yield Problem(name, f"item_phases.{code}", "date_bad", "lies before begins_on")


def _of_phase(catalogue: Catalogue, scheme_code: str, item_code: str) -> Iterator[Problem]:
    name, key = f"schemes/{scheme_code}.yaml", f"item_phases.{item_code}"
    item = catalogue.items.get(item_code)
    if item is None:
        yield Problem(name, key, "item_unknown", "there is no such item")
        return
    if item.department not in catalogue.departments[scheme_code]:
        text = f"{item.department} is missing, {item_code} needs it"
        yield Problem(name, "departments", "department_unknown", text)
    begins = dict(catalogue.schemes[scheme_code].item_phases)[item_code]
    if catalogue.version_in_force(scheme_code, item_code, begins) is None:
        yield Problem(name, key, "not_in_force", f"no version is in force on {begins}")
