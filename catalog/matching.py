"""From chosen scope entries to the permits that follow and the departments that are told."""

from collections.abc import Iterable, Iterator

from catalog.catalogue import Catalogue
from domain.catalogue import Determination, Requirement
from domain.errors import ErrorKind, Refused
from domain.scope import PushTarget, ScopeEntry


def entries_named(catalogue: Catalogue, codes: Iterable[str]) -> tuple[ScopeEntry, ...]:
    """Give the entries, each once, in the order they are named.

    Raises:
        Refused: there is no such entry (invalid, ``scope.<place>``).
    """
    found = {}
    for place, code in enumerate(codes):
        entry = catalogue.scope.get(code)
        if entry is None:
            raise Refused(
                "scope_unknown",
                "There is no such entry in the scope catalogue.",
                rule="R34",
                field=f"scope.{place}",
                kind=ErrorKind.INVALID,
            )
        found[code] = entry
    return tuple(found.values())


def push_targets(
    catalogue: Catalogue,
    scheme_code: str,
    entries: Iterable[ScopeEntry],
    determinations: Iterable[Determination] = (),
) -> tuple[PushTarget, ...]:
    """Match the departments of the scheme's city that are told of the registration (R113).

    The former approving department of an abolished item is told too: it supervises (R16).
    """
    told: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    lines = (*_of_scope(catalogue, entries), *_of_abolished(catalogue, determinations))
    for department, scope_code, item_code in lines:
        if department not in catalogue.departments[scheme_code]:
            continue
        system = _system(catalogue, department, item_code)
        scope_codes, item_codes = told.setdefault((department, system), ([], []))
        scope_codes.extend([scope_code] if scope_code else [])
        item_codes.extend([item_code] if item_code else [])
    return tuple(
        PushTarget(department, system, _each_once(scope_codes), _each_once(item_codes))
        for (department, system), (scope_codes, item_codes) in told.items()
    )


def _of_scope(
    catalogue: Catalogue, entries: Iterable[ScopeEntry]
) -> Iterator[tuple[str, str, str]]:
    """Give department, entry and item of each line; a department without an item has none."""
    for entry in entries:
        owners = {code: catalogue.items[code].department for code in entry.items}
        for department in entry.departments:
            own = [code for code, owner in owners.items() if owner == department]
            yield from ((department, entry.code, code) for code in own or [""])


def _of_abolished(
    catalogue: Catalogue, determinations: Iterable[Determination]
) -> Iterator[tuple[str, str, str]]:
    for found in determinations:
        if found.requirement is Requirement.ABOLISHED:
            yield catalogue.items[found.item_code].department, "", found.item_code


def _system(catalogue: Catalogue, department: str, item_code: str) -> str:
    """Give the system of the item, or one of the department's where no item is concerned."""
    if item_code:
        return catalogue.items[item_code].system
    systems = [
        item.system
        for item in catalogue.items.values()
        # The registry needs no telling of what it has registered itself.
        if item.department == department and not item.versions[-1].brings_registration
    ]
    return systems[0] if systems else department


def _each_once(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
