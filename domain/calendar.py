"""Working days as a value: the State Council's calendar, frozen, without any library call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept UTC+8 without summer time since 1992; cases are younger than that."""
_DAY = timedelta(days=1)
_SATURDAY = 5


def local_date(instant: datetime) -> date:
    """Give the day it is in Shanghai at an aware instant."""
    return instant.astimezone(SHANGHAI).date()


def start_of_day(day: date) -> datetime:
    """Give the first instant of a day in Shanghai."""
    return datetime.combine(day, time.min, SHANGHAI)


def end_of_day(day: date) -> datetime:
    """Give the last instant of a day in Shanghai, to the microsecond."""
    return datetime.combine(day, time.max, SHANGHAI)


def at_hour(day: date, hour: time) -> datetime:
    """Give an hour of a day in Shanghai."""
    return datetime.combine(day, hour, SHANGHAI)


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """A year whose holidays the State Council has published, with notice number and date."""

    year: int
    notice: str
    published_on: date


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days of the published years; other years count weekends only, provisionally.

    ``days_off`` are weekdays that are free, ``make_up_days`` weekend days that are worked.
    Periods of the Licensing Law count working days (行政许可法 82); the day of the event is not
    counted.
    """

    version: str
    published: tuple[PublishedYear, ...]
    days_off: tuple[date, ...]
    make_up_days: tuple[date, ...]

    def is_working_day(self, day: date) -> bool:
        if day.weekday() >= _SATURDAY:
            return day in self.make_up_days
        return day not in self.days_off

    def add_working_days(self, start: date, count: int) -> date:
        """Give the day on which the ``count``-th working day after ``start`` falls.

        ``start`` itself is not counted; a count of 0 gives ``start``.

        Raises:
            ValueError: the count is negative.
        """
        return self._step(start, count, _DAY)

    def subtract_working_days(self, end: date, count: int) -> date:
        """Give the working day that lies ``count`` working days before ``end``."""
        return self._step(end, count, -_DAY)

    def count_working_days(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and with ``end``; negative backwards."""
        if end < start:
            return -self.count_working_days(end, start)
        days = (start + _DAY * number for number in range(1, (end - start).days + 1))
        return sum(map(self._told_apart(), days))

    def next_working_day(self, day: date) -> date:
        """Give the day itself when it is worked, else the next that is."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def is_provisional(self, start: date, end: date) -> bool:
        """Whether the stretch touches a year whose holidays are not published yet."""
        known = {year.year for year in self.published}
        return any(year not in known for year in range(start.year, end.year + 1))

    def _step(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError(f"a period cannot have {count} working days")
        is_working_day = self._told_apart()
        while count:
            day += step
            count -= is_working_day(day)
        return day

    def _told_apart(self) -> Callable[[date], bool]:
        """Give ``is_working_day`` for many days: looked up in sets made once."""
        days_off, make_up_days = frozenset(self.days_off), frozenset(self.make_up_days)

        def is_working_day(day: date) -> bool:
            return day in make_up_days if day.weekday() >= _SATURDAY else day not in days_off

        return is_working_day
