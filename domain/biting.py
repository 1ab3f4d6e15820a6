"""Which of all limits of a case bites an item: the strictest of its own and the case's clocks."""

from dataclasses import dataclass
from datetime import date

from domain.case import Case
from domain.catalogue import Target
from domain.clock import ClockId, ClockKind, ClockLedger, DueDate, Limit, LimitKind, LimitUnit
from domain.due_dates import due_dates, limit_end, limits_of

_OF_THE_WHOLE_CASE = frozenset({ClockKind.JOINT_CAP, ClockKind.SINGLE_WINDOW})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One limit in force with the clock it belongs to and when it runs out."""

    clock_id: ClockId
    limit: Limit
    due: DueDate


@dataclass(frozen=True, slots=True)
class Biting:
    """The limit that runs out first, and those it was compared with, by due date."""

    first: Candidate
    others: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TargetDate:
    """A target for redesign (R64) with the day it would end on: an aim that nobody breaches."""

    count: int
    unit: LimitUnit
    source: str
    date: date


def which_bites(case: Case, ledger: ClockLedger, today: date) -> Biting | None:
    """Compare the limits of a clock; an item's also with those of the case it is handled in.

    Of equal dates the statute's comes first. None for a clock without limits.
    """
    found = [
        Candidate(each.clock_id, limit, due)
        for each in (ledger, *_handled_in(case, ledger))
        for limit, due in zip(
            limits_of(each), due_dates(each, case.submission.calendar, today), strict=True
        )
    ]
    if not found:
        return None
    order = tuple(LimitKind)
    first, *others = sorted(found, key=lambda each: (each.due.date, order.index(each.limit.kind)))
    return Biting(first, tuple(others))


def target_of(case: Case, ledger: ClockLedger) -> TargetDate | None:
    """Give the target of the scheme for an item of complex business; None where there is none."""
    target, statutory = case.slice.scheme.target, _statutory(ledger)
    if target is None or statutory is None or case.submission.simple:
        return None
    aimed = _cut(statutory, target)
    ends = limit_end(aimed, ledger.started_on, case.submission.calendar)
    return TargetDate(aimed.count, aimed.unit, target.source, ends)


def _handled_in(case: Case, ledger: ClockLedger) -> tuple[ClockLedger, ...]:
    if ledger.clock_id.kind is not ClockKind.LANE:
        return ()
    shared = (each for each in case.clocks if each.clock_id.kind in _OF_THE_WHOLE_CASE)
    return tuple(each for each in shared if each.stopped_at is None)


def _statutory(ledger: ClockLedger) -> Limit | None:
    if ledger.clock_id.kind is not ClockKind.LANE:
        return None
    return next((each for each in ledger.limits if each.kind is LimitKind.STATUTORY), None)


def _cut(limit: Limit, target: Target) -> Limit:
    """Cut a limit by the target's share, in the applicant's favour where days do not divide."""
    count = max(1, limit.count * (100 - target.percent) // 100)
    return Limit(limit.kind, count, limit.unit, target.source)
