"""Working days as the State Council published them, frozen into the domain's value.

The file says which years are published, by which notice. Their days come from the ``holidays``
library, unless the file names them: then the file wins.
"""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from catalog.entries import Day, Entry, Text, refuse_twice
from catalog.holidays_library import days_of
from catalog.reading import checked, read_yaml
from domain.calendar import PublishedYear, WorkingCalendar

CALENDAR_FILE = Path(__file__).with_name("calendar.yaml")


class CalendarYear(Entry):
    """One published year; days off are weekdays, make-up days fall on weekends.

    Without days of its own it has those of the library.
    """

    year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    notice: Text
    published_on: Day
    days_off: Annotated[tuple[Day, ...], Field(min_length=1)] | None = None
    make_up_days: tuple[Day, ...] | None = None

    @property
    def days(self) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """Days off and make-up days, the file's own before those of the library."""
        if self.days_off is not None and self.make_up_days is not None:
            return self.days_off, self.make_up_days
        return days_of(self.year) or ((), ())

    @model_validator(mode="after")
    def _lies_in_its_year(self) -> Self:
        if (self.days_off is None) != (self.make_up_days is None):
            raise ValueError("names both days_off and make_up_days, or neither")
        if self.days_off is None and days_of(self.year) is None:
            raise ValueError(f"the library does not know {self.year}: name the notice's days")
        days_off, make_up_days = self.days
        for day in (*days_off, *make_up_days):
            if day.year != self.year:
                raise ValueError(f"{day} is not in {self.year}")
        saturday = 5
        if any(day.weekday() >= saturday for day in days_off):
            raise ValueError("a day off is a weekday")
        if any(day.weekday() < saturday for day in make_up_days):
            raise ValueError("a make-up day falls on a weekend")
        return self


class CalendarFile(Entry):
    """All published years."""

    years: Annotated[tuple[CalendarYear, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        refuse_twice(str(year.year) for year in self.years)
        return self


@cache
def working_calendar() -> WorkingCalendar:
    """Give the calendar of the published years; its version changes with every notice added."""
    return load_calendar(CALENDAR_FILE)


def load_calendar(path: Path) -> WorkingCalendar:
    """Read a calendar.

    Raises:
        CatalogueError: the file is unusable; names key and problem.
    """
    years = checked(CalendarFile, read_yaml(path, name=path.name), name=path.name).years
    days_off = tuple(day for year in years for day in year.days[0])
    make_up_days = tuple(day for year in years for day in year.days[1])
    published = tuple(PublishedYear(year.year, year.notice, year.published_on) for year in years)
    content = repr((published, days_off, make_up_days))
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return WorkingCalendar(
        version=f"{max(year.year for year in years)}-{digest}",
        published=published,
        days_off=days_off,
        make_up_days=make_up_days,
    )
