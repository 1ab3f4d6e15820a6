"""Items: codes, rules and variants of each version, and entries that several items share."""

from collections.abc import Iterator

from catalog.answer_types import types_of_answers, types_of_form
from catalog.catalogue import Catalogue
from catalog.checks.common import file_of, of_expression, stands, twice
from catalog.problems import Problem
from catalog.rules import CATCH_ALL
from catalog.schema import ItemFile, ItemVersion
from domain.labels import Label

_LISTS = ("fields", "papers", "conditions", "checklist", "rules", "variants", "refusal_grounds")


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    for item in catalogue.items.values():
        yield from _of_item(catalogue, item)
    yield from _of_shared_codes(catalogue)
    yield from _of_conditions(catalogue)


def _of_item(catalogue: Catalogue, item: ItemFile) -> Iterator[Problem]:
    name = file_of(item)
    yield from twice(name, "notes", (note.code for note in item.notes))
    for key, version in stands(item):
        for part in _LISTS:
            yield from twice(
                name, f"{key}.{part}", [entry.code for entry in getattr(version, part)]
            )
        yield from _of_instant(catalogue, name, key, version)
    for number, version in enumerate(item.versions):
        yield from _of_rules(catalogue, name, f"versions.{number}", version)
        yield from _of_variants(catalogue, name, f"versions.{number}", version)
    if not any(item.code in dict(scheme.item_phases) for scheme in catalogue.schemes.values()):
        yield Problem(
            name, "code", "never_offered", "no scheme has a phase from which it is offered"
        )


def _of_rules(catalogue: Catalogue, name: str, key: str, version: ItemVersion) -> Iterator[Problem]:
    last = version.rules[-1]
    if last.when != CATCH_ALL or last.only_schemes:
        text = "the last rule must be a catch-all: true"
        yield Problem(name, f"{key}.rules.{last.code}", "no_last_rule", text)
    types = types_of_answers(catalogue.questions)
    for rule in version.rules:
        where = f"{key}.rules.{rule.code}"
        yield from of_expression(name, f"{where}.when", rule.when, types)
        for scheme in rule.only_schemes:
            if scheme not in catalogue.schemes:
                text = f"there is no scheme {scheme}"
                yield Problem(name, f"{where}.only_schemes", "scheme_unknown", text)


def _of_variants(
    catalogue: Catalogue, name: str, key: str, version: ItemVersion
) -> Iterator[Problem]:
    types = types_of_answers(catalogue.questions)
    for variant in version.variants:
        yield from of_expression(name, f"{key}.variants.{variant.code}.when", variant.when, types)


def _of_instant(
    catalogue: Catalogue, name: str, key: str, version: ItemVersion
) -> Iterator[Problem]:
    if version.instant is None:
        return
    types = types_of_form(version.fields, catalogue.questions)
    for rule in version.instant.rules:
        yield from of_expression(name, f"{key}.instant.rules.{rule.code}.when", rule.when, types)


def _of_shared_codes(catalogue: Catalogue) -> Iterator[Problem]:
    """Equal codes of two items are one field, paper or point of a case, so they must be equal."""
    first: dict[tuple[str, str], tuple[str, object]] = {}
    for item in catalogue.items.values():
        for key, version in stands(item):
            for part in ("fields", "papers", "checklist"):
                for entry in getattr(version, part):
                    owner, same = first.setdefault((part, entry.code), (item.code, entry))
                    if same != entry and owner != item.code:
                        text = f"{entry.code} differs from that of {owner}"
                        where = f"{key}.{part}.{entry.code}"
                        yield Problem(file_of(item), where, "shared_code_differs", text)


def _of_conditions(catalogue: Catalogue) -> Iterator[Problem]:
    """Equal codes of conditions of two items say the same."""
    first: dict[str, tuple[str, Label]] = {}
    for item in catalogue.items.values():
        for key, version in stands(item):
            for each in version.conditions:
                says = Label(each.label_zh, each.label_en)
                owner, same = first.setdefault(each.code, (item.code, says))
                if same != says and owner != item.code:
                    text = f"{each.code} says something else than that of {owner}"
                    where = f"{key}.conditions.{each.code}"
                    yield Problem(file_of(item), where, "shared_code_differs", text)
