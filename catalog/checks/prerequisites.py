"""Prerequisites: known, not abolished, and no item needs itself in the end (R54)."""

from collections.abc import Iterator

from catalog.catalogue import Catalogue
from catalog.checks.common import file_of, stands
from catalog.problems import Problem
from catalog.schema import ItemFile
from domain.catalogue import ReformMode

Needs = dict[str, dict[str, str]]
"""For each item the items it needs, with the key where it says so."""


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    needs = {code: _needs(item) for code, item in catalogue.items.items()}
    for code, needed in needs.items():
        name = file_of(catalogue.items[code])
        for other, key in needed.items():
            if other not in catalogue.items:
                yield Problem(name, key, "prerequisite_unknown", f"there is no item {other}")
            elif _is_abolished(catalogue.items[other]):
                text = f"{other} is abolished and may be asked for nowhere"
                yield Problem(name, key, "prerequisite_abolished", text)
            elif code == other or code in _reached(other, needs):
                text = "the item needs itself in the end"
                yield Problem(name, key, "prerequisites_in_circle", text)


def _needs(item: ItemFile) -> dict[str, str]:
    return {
        each.item_code: f"{key}.prerequisites.{each.item_code}"
        for key, version in stands(item)
        for each in version.prerequisites
    }


def _is_abolished(item: ItemFile) -> bool:
    """Whether it is abolished from its latest version on, in every area."""
    areas = {area for version in item.versions for area in version.areas}
    latest = (
        max(
            (version for version in item.versions if area in version.areas),
            key=lambda version: version.effective_from,
        )
        for area in areas
    )
    return all(version.mode is ReformMode.ABOLISHED for version in latest)


def _reached(code: str, needs: Needs) -> set[str]:
    reached: set[str] = set()
    waiting = list(needs.get(code, ()))
    while waiting:
        found = waiting.pop()
        if found not in reached:
            reached.add(found)
            waiting.extend(needs.get(found, ()))
    return reached
