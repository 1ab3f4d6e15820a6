"""Periods of different units compared on the safe side, in calendar days.

Working days have no fixed length: what a count of them took at least and at most is looked up
over every day of the published years. Months have 28 to 31 days, years 365 or 366. A period may
exceed another when its longest is longer than the other's shortest.
"""

from datetime import date, timedelta
from functools import lru_cache

from catalog.calendar import working_calendar
from catalog.entries import Period
from domain.clock import LimitUnit

_IN_ONE = {
    LimitUnit.CALENDAR_DAYS: (1, 1),
    LimitUnit.MONTHS: (28, 31),
    LimitUnit.YEARS: (365, 366),
}


def may_exceed(period: Period, bound: Period) -> str | None:
    """Say why the period may be longer than the bound; None when it never is."""
    if period.unit is bound.unit:
        longer = period.count > bound.count
        return f"{period.count} against {bound.count} {bound.unit}" if longer else None
    longest, shortest = calendar_days(period)[1], calendar_days(bound)[0]
    if longest <= shortest:
        return None
    return (
        f"{period.count} {period.unit} may take {longest} calendar days, "
        f"{bound.count} {bound.unit} only {shortest}"
    )


def calendar_days(period: Period) -> tuple[int, int]:
    """Give the fewest and the most calendar days the period takes."""
    if period.unit is LimitUnit.WORKING_DAYS:
        return _of_working_days(period.count)
    fewest, most = _IN_ONE[period.unit]
    return period.count * fewest, period.count * most


@lru_cache(maxsize=256)
def _of_working_days(count: int) -> tuple[int, int]:
    calendar = working_calendar()
    years = [year.year for year in calendar.published]
    first, end = date(min(years), 1, 1), date(max(years), 12, 31)
    working = [
        day
        for number in range((end - first).days + 1)
        if calendar.is_working_day(day := first + timedelta(days=number))
    ]
    if count >= len(working):
        return count, count * 2
    # The day of the event is not counted: at the latest it is the day before the first counted
    # one, at the earliest the working day before it.
    spans = [
        (working[last] - working[last - count], working[last] - working[last - count + 1])
        for last in range(count, len(working))
    ]
    return min(short.days for _, short in spans) + 1, max(long.days for long, _ in spans)
