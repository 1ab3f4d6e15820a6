"""Days off and make-up days as the ``holidays`` library knows them, year by year.

The library supplies days, never the fact that a year is published: it makes up holidays of years
to come. A year without a single make-up day is one that it does not know yet.
"""

from datetime import date

import holidays

_SATURDAY = 5


def days_of(year: int) -> tuple[tuple[date, ...], tuple[date, ...]] | None:
    """Give weekdays that are free and weekend days that are worked; None when unknown."""
    known = holidays.country_holidays("CN", years=year)
    made_up = tuple(sorted(day for day in known.weekend_workdays if day.year == year))
    if not made_up:
        return None
    free = tuple(sorted(day for day in known if day.year == year and day.weekday() < _SATURDAY))
    return free, made_up
