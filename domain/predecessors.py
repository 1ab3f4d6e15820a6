"""What a department sees of those before it (前置部门办理信息, R66): facts and dates, no papers."""

from dataclasses import dataclass
from datetime import datetime

from domain.case import Case
from domain.clock import ClockId, ClockKind
from domain.due_dates import due_dates


@dataclass(frozen=True, slots=True)
class Predecessor:
    """One item that must precede, in this case or held already.

    ``status`` is the lane's, or ``held`` or ``missing`` when the item is not applied for here.
    """

    item_code: str
    department: str
    status: str
    light: str
    accepted_at: datetime | None
    decided_at: datetime | None
    due_at: datetime | None


def predecessors(case: Case, item_code: str) -> tuple[Predecessor, ...]:
    """Everything the item waits for, and what those wait for, nearest first, each once."""
    found: dict[str, Predecessor] = {}
    waiting = [item_code]
    while waiting:
        for code in _required_by(case, waiting.pop(0)):
            if code not in found and code != item_code:
                found[code] = _progress(case, item_code, code)
                waiting.append(code)
    return tuple(found.values())


def _required_by(case: Case, item_code: str) -> tuple[str, ...]:
    if case.lane(item_code) is None:
        return ()
    return tuple(one.item_code for one in case.item(item_code).prerequisites)


def _progress(case: Case, for_item: str, code: str) -> Predecessor:
    lane = case.lane(code)
    if lane is None:
        missing = any(debt.wants == code for debt in case.open_debts(for_item))
        return Predecessor(code, "", "missing" if missing else "held", "", None, None, None)
    clock = case.clock(ClockId(ClockKind.LANE, code))
    dues = due_dates(clock, case.submission.calendar) if clock else ()
    return Predecessor(
        item_code=code,
        department=case.item(code).department.code,
        status=lane.status.value,
        light=lane.light.value,
        accepted_at=lane.accepted_at,
        decided_at=lane.decided_at,
        due_at=min((due.due_at for due in dues), default=None),
    )
