"""Due dates counted a second time, from nothing but the ledger's entries and another calendar.

No function of the product is used, and no rule is written the same way: all days of some years are
laid out, those that do not count are struck out, and the one wanted is looked up by its number.
"""

import calendar as months
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import chinese_calendar

Stretch = tuple[date, date]
YEARS_KNOWN = range(2004, 2027)


@cache
def worked_days() -> tuple[date, ...]:
    """Every working day of the years that the other calendar knows, in order."""
    first, last = date(YEARS_KNOWN[0], 1, 1), date(YEARS_KNOWN[-1], 12, 31)
    every_day = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in every_day if chinese_calendar.is_workday(day))


def last_day(start: date, count: int, unit: str, struck_out: Iterable[Stretch]) -> date:
    """Give the last day of a period that begins on ``start``, which is not counted."""
    stretches = tuple(struck_out)
    if unit == "working_days":
        days = worked_days()
        candidates = iter(days[bisect_right(days, start) :])
        return _nth(candidates, count, stretches)
    length = count if unit == "calendar_days" else (_months_on(start, count, unit) - start).days
    following = (start + timedelta(days=number) for number in range(1, 5000))
    return _worked_from(_nth(following, length, stretches))


def _nth(days: Iterable[date], count: int, stretches: tuple[Stretch, ...]) -> date:
    left = [day for day in _up_to(days, count, stretches) if not _is_struck_out(day, stretches)]
    return left[count - 1]


def _up_to(days: Iterable[date], count: int, stretches: tuple[Stretch, ...]) -> list[date]:
    """Days enough for the count, whatever is struck out of them."""
    most = count + sum((end - begin).days + 1 for begin, end in stretches)
    return [day for _, day in zip(range(most), days, strict=False)]


def _is_struck_out(day: date, stretches: tuple[Stretch, ...]) -> bool:
    return any(begin <= day <= end for begin, end in stretches)


def _worked_from(day: date) -> date:
    days = worked_days()
    return days[bisect_left(days, day)]


def _months_on(start: date, count: int, unit: str) -> date:
    total = start.month - 1 + count * (12 if unit == "years" else 1)
    year, month = start.year + total // 12, total % 12 + 1
    return date(year, month, min(start.day, months.monthrange(year, month)[1]))
