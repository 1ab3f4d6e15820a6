"""When applications come in over a year: more on Mondays, fewer on days off, hardly at night."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from domain.calendar import SHANGHAI, WorkingCalendar

_BY_WEEKDAY = (1.25, 1.1, 1.0, 1.0, 0.9, 0.35, 0.25)
"""Shares of an ordinary day, Monday first; online intake never closes (assumption)."""
_ON_A_HOLIDAY = 0.15
_ON_A_MAKE_UP_DAY = 0.8
_BY_HOUR = (1, 1, 1, 1, 1, 1, 2, 4, 12, 22, 20, 12, 6, 8, 18, 20, 16, 10, 5, 4, 4, 3, 2, 1)
"""Two peaks, in the morning and in the afternoon (assumption)."""


def arrivals(year: int, count: int, calendar: WorkingCalendar, chance: Random) -> list[datetime]:
    """Give so many instants of the year, in order."""
    days = list(_days_of(year))
    weights = [_weight(day, calendar) for day in days]
    chosen = chance.choices(days, weights, k=count)
    return sorted(_some_time_of(day, chance) for day in chosen)


def _days_of(year: int) -> Iterator[date]:
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return (date(year, 1, 1) + timedelta(days=number) for number in range(length))


def _weight(day: date, calendar: WorkingCalendar) -> float:
    is_weekday = day.weekday() < len(_BY_WEEKDAY) - 2
    if calendar.is_working_day(day):
        return _BY_WEEKDAY[day.weekday()] if is_weekday else _ON_A_MAKE_UP_DAY
    return _ON_A_HOLIDAY if is_weekday else _BY_WEEKDAY[day.weekday()]


def _some_time_of(day: date, chance: Random) -> datetime:
    (hour,) = chance.choices(range(24), _BY_HOUR)
    return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), SHANGHAI)
