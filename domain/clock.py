"""Legal periods: limits, an append-only ledger per clock, due dates and warning rungs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import count

from domain.calendar import WorkingCalendar, end_of_day, local_date, start_of_day
from domain.errors import ErrorKind, Refused


class ClockKind(StrEnum):
    """What a clock measures."""

    ACCEPTANCE = "acceptance"
    LANE = "lane"
    JOINT_CAP = "joint_cap"
    SINGLE_WINDOW = "single_window"
    DEBT = "debt"
    CORRECTION = "correction"
    SUPPLEMENT = "supplement"
    VISIT = "visit"
    RECTIFICATION = "rectification"
    HEARING = "hearing"
    SERVICE = "service"
    VERIFICATION = "verification"
    PERMIT_TERM = "permit_term"


class LimitUnit(StrEnum):
    """Units differ by statute; a bare number of days is never enough (domain-facts §1)."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"


class LimitKind(StrEnum):
    """Limits are kept apart; the strictest bites (design §5)."""

    STATUTORY = "statutory"
    PROMISED = "promised"
    SCHEME = "scheme"
    CAP = "cap"


class Light(StrEnum):
    """Supervision lights (domain-facts §11)."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class ClockAction(StrEnum):
    """Entries of a ledger."""

    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Limit:
    """A period with its unit and the source it comes from."""

    kind: LimitKind
    count: int
    unit: LimitUnit
    source: str


@dataclass(frozen=True, slots=True)
class WarningRung:
    """One rung of the warning ladder; ``working_days_before`` 0 means when the limit has passed.

    A rung on the promised limit also watches the scheme's own limits.
    """

    name: str
    limit_kind: LimitKind
    working_days_before: int
    light: Light
    notify: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockId:
    """A clock of a case: what it measures, and for what."""

    kind: ClockKind
    subject: str


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One entry of a ledger with its instant, cause, legal basis and author.

    ``notice`` and ``expected_until`` belong to a suspension (Art. 45 asks for written notice of
    the time needed), ``extension`` to an extension.
    """

    action: ClockAction
    at: datetime
    cause: str
    legal_basis: str
    actor: str
    notice: str = ""
    expected_until: date | None = None
    extension: Limit | None = None


@dataclass(frozen=True, slots=True)
class ClockLedger:
    """All that happened to one clock; nothing stores remaining days."""

    clock_id: ClockId
    limits: tuple[Limit, ...]
    entries: tuple[ClockEntry, ...]

    def first(self, action: ClockAction) -> ClockEntry | None:
        return next((entry for entry in self.entries if entry.action is action), None)

    @property
    def started_on(self) -> date:
        """Day of the event that started it; not counted."""
        return local_date(self.entries[0].at)

    @property
    def stopped_at(self) -> datetime | None:
        stop = self.first(ClockAction.STOP)
        return stop.at if stop else None

    @property
    def is_suspended(self) -> bool:
        moves = [e.action for e in self.entries if e.action in _PAUSES]
        return bool(moves) and moves.count(ClockAction.SUSPEND) > moves.count(ClockAction.RESUME)


_PAUSES = frozenset({ClockAction.SUSPEND, ClockAction.RESUME})


@dataclass(frozen=True, slots=True)
class DueDate:
    """When a limit runs out: the end of ``date`` in Shanghai.

    ``bites`` marks the strictest; ``provisional`` that a year not yet published is crossed.
    """

    kind: LimitKind
    date: date
    due_at: datetime
    source: str
    provisional: bool
    bites: bool


@dataclass(frozen=True, slots=True)
class RungInstant:
    """A rung with the instant at which it is reached."""

    rung: WarningRung
    at: datetime


def limit_end(limit: Limit, start: date, calendar: WorkingCalendar) -> date:
    """Give the last day of a period that begins on ``start`` (not counted).

    Periods in other units than working days move on when their last day is not worked.
    """
    if limit.unit is LimitUnit.WORKING_DAYS:
        return calendar.add_working_days(start, limit.count)
    return calendar.next_working_day(plus(start, limit))


def due_dates(
    ledger: ClockLedger, calendar: WorkingCalendar, today: date | None = None
) -> tuple[DueDate, ...]:
    """Compute every limit's due date from the ledger alone; days of suspension do not count.

    ``today`` matters only to a suspension that outlasts its notice: it lasts until today.
    """
    stretches = closed_suspensions(ledger, today)
    ends = [(limit, _end_of(ledger, limit, calendar, stretches)) for limit in limits_of(ledger)]
    earliest = min((end for _, end in ends), default=None)
    return tuple(
        DueDate(
            kind=limit.kind,
            date=end,
            due_at=end_of_day(end),
            source=limit.source,
            provisional=calendar.is_provisional(ledger.started_on, end),
            bites=end == earliest,
        )
        for limit, end in ends
    )


def strictest(ledger: ClockLedger, calendar: WorkingCalendar) -> DueDate | None:
    """Give the due date that bites; None for a clock without limits."""
    return min(due_dates(ledger, calendar), key=lambda due: due.date, default=None)


def rungs_due(
    ledger: ClockLedger, calendar: WorkingCalendar, ladder: tuple[WarningRung, ...]
) -> tuple[RungInstant, ...]:
    """Give the rungs of a running clock by instant; a stopped or suspended one has none."""
    if ledger.stopped_at is not None or ledger.is_suspended:
        return ()
    dues = due_dates(ledger, calendar)
    reached = (
        RungInstant(rung, _rung_at(rung, min(ends), calendar))
        for rung in ladder
        if (ends := [due.date for due in dues if due.kind in _watched(rung.limit_kind)])
    )
    return tuple(sorted(reached, key=lambda rung: rung.at))


def light(
    ledger: ClockLedger, calendar: WorkingCalendar, ladder: tuple[WarningRung, ...], now: datetime
) -> Light:
    """Give the light of the highest rung reached; green before the first."""
    until = min(now, ledger.stopped_at or now)
    running = ClockLedger(ledger.clock_id, ledger.limits, _before(ledger, until))
    lights = [rung.rung.light for rung in rungs_due(running, calendar, ladder) if rung.at <= until]
    return lights[-1] if lights else Light.GREEN


def check_suspend(ledger: ClockLedger, entry: ClockEntry) -> None:
    """Refuse a suspension without written notice of the time needed (行政许可法 45)."""
    _check_running(ledger)
    if not entry.notice or entry.expected_until is None:
        raise Refused(
            "notice_missing",
            "A suspension needs a written notice with the time needed.",
            rule="行政许可法 45",
            field="notice_document_id",
            kind=ErrorKind.INVALID,
        )
    if entry.expected_until <= local_date(entry.at):
        raise Refused(
            "until_in_the_past",
            "The time needed ends after today.",
            rule="行政许可法 45",
            field="until",
            kind=ErrorKind.INVALID,
        )


def check_resume(ledger: ClockLedger, entry: ClockEntry) -> None:
    """Refuse to resume a clock that is not suspended."""
    _check_running(ledger)
    if not ledger.is_suspended:
        on = local_date(entry.at).isoformat()
        raise Refused("not_suspended", f"The clock ran on {on}.", rule="行政许可法 45")


def check_extend(ledger: ClockLedger, entry: ClockEntry, calendar: WorkingCalendar) -> None:
    """Refuse a second extension of a limit, or one that comes after expiry (Art. 42)."""
    _check_running(ledger)
    extension = entry.extension
    known = {(limit.kind, limit.unit) for limit in ledger.limits}
    if extension is None or (extension.kind, extension.unit) not in known or extension.count < 1:
        raise Refused(
            "limit_unknown",
            "This clock has no such limit to extend.",
            rule="行政许可法 42",
            field="extension",
            kind=ErrorKind.INVALID,
        )
    if any(e.extension and e.extension.kind is extension.kind for e in ledger.entries):
        raise Refused("extended_before", "A limit is extended once.", rule="行政许可法 42")
    due = next(d for d in due_dates(ledger, calendar) if d.kind is extension.kind)
    if entry.at > due.due_at:
        raise Refused(
            "limit_has_run_out",
            f"The limit ran out on {due.date.isoformat()}.",
            rule="行政许可法 42",
        )


def is_counted(ledger: ClockLedger, day: date) -> bool:
    """Whether a day counts: after the start, and at no moment of it suspended."""
    return day > ledger.started_on and not any(
        begin <= day <= end for begin, end in suspensions(ledger)
    )


def suspensions(ledger: ClockLedger) -> tuple[tuple[date, date], ...]:
    """Give the suspended stretches, first and last day, overlapping ones merged.

    A clock may be suspended for several procedures at once; it runs on when the last has ended.
    """
    merged: list[tuple[date, date]] = []
    depth, begin = 0, date.min
    for entry in sorted(ledger.entries, key=lambda e: e.at):
        if entry.action is ClockAction.SUSPEND:
            begin = local_date(entry.at) if depth == 0 else begin
            depth += 1
        elif entry.action is ClockAction.RESUME and depth:
            depth -= 1
            if depth == 0:
                merged.append((begin, local_date(entry.at)))
    return (*merged, (begin, date.max)) if depth else tuple(merged)


def closed_suspensions(ledger: ClockLedger, today: date | None) -> tuple[tuple[date, date], ...]:
    """Give the stretches, the open one ended as its notices say, but not before ``today``."""
    stretches = suspensions(ledger)
    if not stretches or stretches[-1][1] != date.max:
        return stretches
    begin = stretches[-1][0]
    told = (e.expected_until for e in ledger.entries if local_date(e.at) >= begin)
    end = max(begin, today or begin, *(until for until in told if until is not None))
    return (*stretches[:-1], (begin, end))


def limits_of(ledger: ClockLedger) -> tuple[Limit, ...]:
    """Give the limits in force: with their extensions added."""
    extensions = {e.extension.kind: e.extension for e in ledger.entries if e.extension}
    return tuple(
        Limit(limit.kind, limit.count + extensions[limit.kind].count, limit.unit, limit.source)
        if limit.kind in extensions
        else limit
        for limit in ledger.limits
    )


def _end_of(
    ledger: ClockLedger,
    limit: Limit,
    calendar: WorkingCalendar,
    stretches: tuple[tuple[date, date], ...],
) -> date:
    """Count day by day, leaving out suspended ones."""
    if not stretches:
        return limit_end(limit, ledger.started_on, calendar)
    wanted = limit.count
    if limit.unit is not LimitUnit.WORKING_DAYS:
        wanted = (plus(ledger.started_on, limit) - ledger.started_on).days
    for day in _days_after(ledger.started_on):
        if wanted <= 0:
            return ledger.started_on
        if any(begin <= day <= end for begin, end in stretches):
            continue
        wanted -= limit.unit is not LimitUnit.WORKING_DAYS or calendar.is_working_day(day)
        if wanted == 0:
            return calendar.next_working_day(day)
    raise AssertionError


def _days_after(start: date) -> Iterator[date]:
    return (start + timedelta(days=number) for number in count(1))


def plus(start: date, limit: Limit) -> date:
    """Give the same day after a period that is not counted in working days."""
    if limit.unit is LimitUnit.CALENDAR_DAYS:
        return start + timedelta(days=limit.count)
    months = limit.count * (12 if limit.unit is LimitUnit.YEARS else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day, start.day))
        except ValueError:
            continue
    raise AssertionError


def _rung_at(rung: WarningRung, due: date, calendar: WorkingCalendar) -> datetime:
    if rung.working_days_before == 0:
        return end_of_day(due)
    return start_of_day(calendar.subtract_working_days(due, rung.working_days_before))


def _watched(kind: LimitKind) -> frozenset[LimitKind]:
    if kind is LimitKind.PROMISED:
        return frozenset({LimitKind.PROMISED, LimitKind.SCHEME})
    if kind is LimitKind.STATUTORY:
        return frozenset({LimitKind.STATUTORY, LimitKind.CAP})
    return frozenset({kind})


def _before(ledger: ClockLedger, until: datetime) -> tuple[ClockEntry, ...]:
    return tuple(
        entry
        for entry in ledger.entries
        if entry.at <= until and entry.action is not ClockAction.STOP
    )


def _check_running(ledger: ClockLedger) -> None:
    if ledger.stopped_at is not None:
        raise Refused("clock_stopped", "This clock has stopped.", rule="design §5")
