"""Business scope: entries lead to items that exist, and their departments are told (R34, R113)."""

from collections.abc import Iterator

from catalog.catalogue import Catalogue
from catalog.problems import Problem
from domain.scope import ScopeEntry


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    known = {code for departments in catalogue.departments.values() for code in departments}
    for entry in catalogue.scope.values():
        name = catalogue.origins[f"scope.{entry.code}"]
        if entry.needs_permit and not entry.items:
            text = "a permit entry 许可经营项目 leads to at least one item"
            yield Problem(name, f"scope.{entry.code}.items", "scope_without_item", text)
        for department in entry.departments:
            if department not in known:
                text = f"no scheme has a department {department}"
                yield Problem(name, f"scope.{entry.code}.tells", "department_unknown", text)
        yield from _of_items(catalogue, entry, name)


def _of_items(catalogue: Catalogue, entry: ScopeEntry, name: str) -> Iterator[Problem]:
    for code in entry.items:
        item = catalogue.items.get(code)
        if item is None:
            yield Problem(
                name, f"scope.{entry.code}.items", "item_unknown", f"there is no item {code}"
            )
        elif item.department not in entry.departments:
            text = f"{item.department} decides {code} and is not told"
            yield Problem(name, f"scope.{entry.code}.tells", "push_incomplete", text)
