"""When a legal period runs out: a pure function of ledger, limits and calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from domain.calendar import WorkingCalendar, end_of_day
from domain.clock import ClockLedger, DueDate, Limit, LimitUnit
from domain.suspensions import closed_suspensions

Stretches = tuple[tuple[date, date], ...]


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


def limits_of(ledger: ClockLedger) -> tuple[Limit, ...]:
    """Give the limits in force: with their extensions added."""
    extensions = {e.extension.kind: e.extension for e in ledger.entries if e.extension}
    return tuple(
        Limit(limit.kind, limit.count + extensions[limit.kind].count, limit.unit, limit.source)
        if limit.kind in extensions
        else limit
        for limit in ledger.limits
    )


def used_up_on(ledger: ClockLedger, limit: Limit, percent: int, calendar: WorkingCalendar) -> date:
    """Give the day on which a share of a limit's days is used up, rounded up to whole days."""
    start, stretches = ledger.started_on, closed_suspensions(ledger, None)
    share = -(-_days_of(limit, start) * percent // 100)
    if stretches:
        return _counted_day(start, share, limit, calendar, stretches)
    if limit.unit is LimitUnit.WORKING_DAYS:
        return calendar.add_working_days(start, share)
    return start + timedelta(days=share)


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


def _end_of(
    ledger: ClockLedger, limit: Limit, calendar: WorkingCalendar, stretches: Stretches
) -> date:
    """Count day by day, leaving out suspended ones."""
    if not stretches:
        return limit_end(limit, ledger.started_on, calendar)
    start = ledger.started_on
    wanted = _days_of(limit, start)
    if wanted <= 0:
        return start
    return calendar.next_working_day(_counted_day(start, wanted, limit, calendar, stretches))


def _days_of(limit: Limit, start: date) -> int:
    """Days that a limit counts, in working days or in days of the calendar."""
    if limit.unit is LimitUnit.WORKING_DAYS:
        return limit.count
    return (plus(start, limit) - start).days


def _counted_day(
    start: date, wanted: int, limit: Limit, calendar: WorkingCalendar, stretches: Stretches
) -> date:
    """Give the ``wanted``-th day that counts after ``start``; ``start`` itself for none."""
    day, every_day = start, limit.unit is not LimitUnit.WORKING_DAYS
    for day in _days_after(start) if wanted > 0 else ():
        if any(begin <= day <= end for begin, end in stretches):
            continue
        wanted -= every_day or calendar.is_working_day(day)
        if wanted == 0:
            break
    return day


def _days_after(start: date) -> Iterator[date]:
    return (start + timedelta(days=number) for number in count(1))
