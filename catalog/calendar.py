"""Working days as the State Council published them, frozen into the domain's value."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from catalog.entries import Day, Entry, Text, refuse_twice
from catalog.reading import checked, read_yaml
from domain.calendar import PublishedYear, WorkingCalendar

CALENDAR_FILE = Path(__file__).with_name("calendar.yaml")


class CalendarYear(Entry):
    """One published year; days off are weekdays, make-up days fall on weekends."""

    year: Annotated[int, Field(strict=True, ge=2000, le=2100)]
    notice: Text
    published_on: Day
    days_off: Annotated[tuple[Day, ...], Field(min_length=1)]
    make_up_days: tuple[Day, ...]

    @model_validator(mode="after")
    def _lies_in_its_year(self) -> Self:
        for day in (*self.days_off, *self.make_up_days):
            if day.year != self.year:
                raise ValueError(f"{day} is not in {self.year}")
        saturday = 5
        if any(day.weekday() >= saturday for day in self.days_off):
            raise ValueError("a day off is a weekday")
        if any(day.weekday() < saturday for day in self.make_up_days):
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
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return WorkingCalendar(
        version=f"{max(year.year for year in years)}-{digest}",
        published=tuple(PublishedYear(year.year, year.notice, year.published_on) for year in years),
        days_off=tuple(day for year in years for day in year.days_off),
        make_up_days=tuple(day for year in years for day in year.make_up_days),
    )
