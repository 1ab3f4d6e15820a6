"""What a clock would say if it were suspended or extended; nothing is written."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from domain.calendar import WorkingCalendar, start_of_day
from domain.case import Case
from domain.clock import ClockAction, ClockEntry, ClockKind, ClockLedger, Limit, LimitKind
from domain.errors import ErrorKind, Refused
from domain.extending import check_extend, check_length
from domain.ledgers import check_running
from domain.suspending import SUSPENDABLE

_SUPPOSED = "supposed"


@dataclass(frozen=True, slots=True)
class Supposition:
    """Suspend from a day, which is the first not counted, for so many working days; extend by days.

    ``extend_by`` is in the unit of the limit that is extended: the one named, else the
    statutory limit, for joint handling the cap.
    """

    suspend_from: date | None = None
    suspend_working_days: int | None = None
    extend_by: int | None = None
    extend_limit: LimitKind | None = None

    @property
    def is_empty(self) -> bool:
        return self == Supposition()


def suppose(
    case: Case, ledger: ClockLedger, supposition: Supposition, now: datetime
) -> ClockLedger:
    """Give the ledger as it would stand.

    Raises:
        Refused: the supposition names half a suspension, or what the law would not allow.
    """
    check_running(ledger)
    if ledger.clock_id.kind not in SUSPENDABLE:
        raise _invalid("clock_runs_on", f"A clock of {ledger.clock_id.kind} runs on.", "kind")
    suspended = _suspended(ledger, supposition, case.submission.calendar)
    return _extended(case, suspended, supposition, now)


def _suspended(
    ledger: ClockLedger, supposition: Supposition, calendar: WorkingCalendar
) -> ClockLedger:
    begin, days = supposition.suspend_from, supposition.suspend_working_days
    if begin is None and days is None:
        return ledger
    if begin is None or days is None:
        missing = "suspend_from" if begin is None else "suspend_working_days"
        raise _invalid("supposition_incomplete", "Name the day and the working days.", missing)
    if begin <= ledger.started_on:
        text = f"The clock counts from the day after {ledger.started_on.isoformat()}."
        raise _invalid("before_the_clock", text, "suspend_from")
    first = calendar.next_working_day(begin)
    last = calendar.add_working_days(first, days - 1)
    return _with(
        ledger,
        replace(_entry(ClockAction.SUSPEND, begin), notice=_SUPPOSED, expected_until=last),
        _entry(ClockAction.RESUME, last),
    )


def _extended(
    case: Case, ledger: ClockLedger, supposition: Supposition, now: datetime
) -> ClockLedger:
    """Extend under the rules of the act itself: once, in time, not beyond what may be given."""
    if supposition.extend_by is None:
        return ledger
    kind = supposition.extend_limit or _usual(ledger)
    limit = next((each for each in ledger.limits if each.kind is kind), None)
    if limit is None:
        raise _invalid("limit_unknown", "This clock has no such limit.", "extend_limit")
    added = Limit(kind, supposition.extend_by, limit.unit, "行政许可法 42")
    entry = ClockEntry(ClockAction.EXTEND, now, _SUPPOSED, added.source, "", extension=added)
    check_extend(ledger, entry, case.submission.calendar)
    check_length(case, ledger.clock_id, added)
    return _with(ledger, entry)


def _usual(ledger: ClockLedger) -> LimitKind:
    is_joint = ledger.clock_id.kind is ClockKind.JOINT_CAP
    return LimitKind.CAP if is_joint else LimitKind.STATUTORY


def _entry(action: ClockAction, day: date) -> ClockEntry:
    return ClockEntry(action, start_of_day(day), _SUPPOSED, "行政许可法 45", "")


def _with(ledger: ClockLedger, *entries: ClockEntry) -> ClockLedger:
    return replace(ledger, entries=(*ledger.entries, *entries))


def _invalid(reason: str, message: str, field: str) -> Refused:
    return Refused(reason, message, rule="行政许可法 42, 45", field=field, kind=ErrorKind.INVALID)
