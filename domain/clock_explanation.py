"""Why a clock stands where it stands: every day from its start, counted or not, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar import WorkingCalendar, local_date
from domain.clock import ClockEntry, ClockId, ClockLedger, DueDate, Limit, LimitUnit
from domain.due_dates import due_dates, limits_of
from domain.suspensions import Suspension, closed_suspensions, suspensions_of

DAYS_SHOWN = 400
"""Bound of one answer; terms of several years are explained by their due date alone."""
_SATURDAY = 5


class Why(StrEnum):
    """Why a day counts or does not; ``PROVISIONAL`` counts until its year is published."""

    START_DAY = "start_day"
    COUNTED = "counted"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP_DAY = "make_up_day"
    SUSPENDED = "suspended"
    PROVISIONAL = "provisional"


_COUNTING = frozenset({Why.COUNTED, Why.MAKE_UP_DAY, Why.PROVISIONAL})


@dataclass(frozen=True, slots=True)
class ExplainedDay:
    """One day of a clock; ``ordinal`` is its number among the counted days, from 1."""

    date: date
    counted: bool
    ordinal: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class ExplainedLimit:
    """A limit in force, with its extension added, and when it runs out."""

    limit: Limit
    due: DueDate


@dataclass(frozen=True, slots=True)
class ExplainedSuspension:
    """A stretch that does not count, and by how many days it outlasts what was told."""

    suspension: Suspension
    days_over: int


@dataclass(frozen=True, slots=True)
class ClockExplanation:
    """A clock, day by day; the days are counted in ``unit``.

    ``days_used`` counts up to and with today, or the day the clock stopped. ``days_left``
    counts from there to the limit that bites: negative once it has passed, None without limits.
    """

    clock_id: ClockId
    unit: LimitUnit
    limits: tuple[ExplainedLimit, ...]
    entries: tuple[ClockEntry, ...]
    days: tuple[ExplainedDay, ...]
    days_used: int
    days_left: int | None
    suspensions: tuple[ExplainedSuspension, ...]


def explain(ledger: ClockLedger, calendar: WorkingCalendar, now: datetime) -> ClockExplanation:
    """Explain a clock at an instant, up to its last due date or today, whichever is later.

    A stopped clock is explained up to the day it stopped. Days are working days unless every
    limit is in other units: then each day counts, and a due date may lie some days after the
    last counted one because a period never ends on a free day.
    """
    until = _until(ledger, now)
    dues = due_dates(ledger, calendar, until)
    last_due = max((due.date for due in dues), default=until)
    every_day = tuple(_Days(ledger, calendar, until).up_to(max(last_due, until)))
    is_stopped = ledger.stopped_at is not None
    shown = tuple(day for day in every_day if not is_stopped or day.date <= until)
    return ClockExplanation(
        clock_id=ledger.clock_id,
        unit=_unit_of(ledger),
        limits=tuple(map(ExplainedLimit, limits_of(ledger), dues)),
        entries=ledger.entries,
        days=shown[:DAYS_SHOWN],
        days_used=sum(day.counted and day.date <= until for day in every_day),
        days_left=_left(every_day, min((due.date for due in dues), default=None), until),
        suspensions=tuple(
            ExplainedSuspension(each, each.days_over(until)) for each in suspensions_of(ledger)
        ),
    )


class _Days:
    """Walks a clock's days one by one."""

    def __init__(self, ledger: ClockLedger, calendar: WorkingCalendar, until: date) -> None:
        self._start = ledger.started_on
        self._calendar = calendar
        self._suspended = closed_suspensions(ledger, until)
        self._counts_free_days = _unit_of(ledger) is not LimitUnit.WORKING_DAYS

    def up_to(self, last: date) -> Iterator[ExplainedDay]:
        ordinal = 0
        for number in range((last - self._start).days + 1):
            day = self._start + timedelta(days=number)
            why = self._why(day)
            counted = why in _COUNTING
            ordinal += counted
            yield ExplainedDay(day, counted, ordinal if counted else None, why)

    def _why(self, day: date) -> Why:
        if day == self._start:
            return Why.START_DAY
        if any(begin <= day <= end for begin, end in self._suspended):
            return Why.SUSPENDED
        if self._counts_free_days:
            return Why.COUNTED
        return _why_by_calendar(self._calendar, day)


def _why_by_calendar(calendar: WorkingCalendar, day: date) -> Why:
    is_weekend = day.weekday() >= _SATURDAY
    if not calendar.is_working_day(day):
        return Why.WEEKEND if is_weekend else Why.HOLIDAY
    if is_weekend:
        return Why.MAKE_UP_DAY
    return Why.PROVISIONAL if calendar.is_provisional(day, day) else Why.COUNTED


def _until(ledger: ClockLedger, now: datetime) -> date:
    """Today, or the day the clock stopped; never before its start."""
    end = min(now, ledger.stopped_at or now)
    return max(local_date(end), ledger.started_on)


def _unit_of(ledger: ClockLedger) -> LimitUnit:
    """Working days, unless every limit is in other units; those are counted day by day."""
    units = {limit.unit for limit in ledger.limits}
    if not units or LimitUnit.WORKING_DAYS in units:
        return LimitUnit.WORKING_DAYS
    return LimitUnit.CALENDAR_DAYS


def _left(days: tuple[ExplainedDay, ...], due: date | None, until: date) -> int | None:
    if due is None:
        return None
    if due < until:
        return -sum(day.counted and due < day.date <= until for day in days)
    return sum(day.counted and until < day.date <= due for day in days)
