"""Half-days in which inspectors of several departments are free together (R76)."""

from collections.abc import Iterable
from datetime import datetime

from departments.protocol import InspectorSlot
from domain.case import Inspector, Slot

MOST_SLOTS = 10
"""Enough to choose from: the earliest is taken, the others serve when it passes meanwhile."""

Span = tuple[datetime, datetime]


def common_slots(
    free: Iterable[InspectorSlot],
    *,
    departments: tuple[str, ...],
    after: datetime,
    minimum_inspectors: int,
) -> tuple[Slot, ...]:
    """Give the earliest slots after an instant in which every department can take part.

    At least the minimum of inspectors comes in all (Art. 34). No department sends more than
    that many, so that one visit does not tie up everybody.
    """
    coming = [slot for slot in free if slot.starts_at > after and slot.department in departments]
    found: list[Slot] = []
    for span in sorted({(slot.starts_at, slot.ends_at) for slot in coming}):
        team = _team(coming, span, most=minimum_inspectors)
        present = {inspector.department for inspector in team}
        if present == set(departments) and len(team) >= minimum_inspectors:
            found.append(Slot(*span, inspectors=team))
    return tuple(found[:MOST_SLOTS])


def _team(free: list[InspectorSlot], span: Span, *, most: int) -> tuple[Inspector, ...]:
    """Inspectors who are free for the whole span, at most so many of each department."""
    starts_at, ends_at = span
    by_department: dict[str, set[str]] = {}
    for slot in free:
        if slot.starts_at <= starts_at and slot.ends_at >= ends_at:
            by_department.setdefault(slot.department, set()).add(slot.inspector)
    return tuple(
        Inspector(subject, department)
        for department, subjects in sorted(by_department.items())
        for subject in sorted(subjects)[: max(most, 1)]
    )
