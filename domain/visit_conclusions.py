"""What each department concludes from a visit: one conclusion for its own items (R77)."""

from dataclasses import dataclass

from domain.case import Case
from domain.site_visit import Visit
from domain.visits import departments_of


@dataclass(frozen=True, slots=True)
class DepartmentConclusion:
    """A department's items in the visit; ``passed`` is None while one of them is open."""

    department: str
    item_codes: tuple[str, ...]
    passed: bool | None


def conclusions(case: Case, visit: Visit) -> tuple[DepartmentConclusion, ...]:
    """Give every department's conclusion; one item that failed is a conclusion too."""
    return tuple(
        _of(case, visit, department) for department in departments_of(case, visit.item_codes)
    )


def _of(case: Case, visit: Visit, department: str) -> DepartmentConclusion:
    items = tuple(c for c in visit.item_codes if case.item(c).department.code == department)
    if set(items) & set(visit.failed_items):
        return DepartmentConclusion(department, items, passed=False)
    is_over = set(items) <= set(visit.passed_items)
    return DepartmentConclusion(department, items, passed=True if is_over else None)
