"""The calendar agrees with an independent source and knows which years are published."""

import datetime as dt
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.calendar import load_calendar, working_calendar
from catalog.holidays_library import days_of
from catalog.problems import CatalogueError

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


YEARS_BOTH_KNOW = range(2004, 2027)
MADE_UP_FOR_2006 = date(2005, 12, 31)
"""Worked by the notice for 2006; ``chinesecalendar`` lists a notice's days of its own year only."""


@pytest.mark.parametrize("year", YEARS_BOTH_KNOW)
def test_the_library_agrees_with_an_independent_calendar(year: int) -> None:
    known = days_of(year)
    assert known is not None
    off, made_up = known
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(length)]
    worked = {day for day in days if (day in made_up if day.weekday() >= 5 else day not in off)}
    expected = {day for day in days if chinese_calendar.is_workday(day)}
    assert worked - {MADE_UP_FOR_2006} == expected


def test_what_is_typed_in_from_a_notice_is_what_the_library_knows() -> None:
    calendar = working_calendar()
    for year in calendar.published:
        off = tuple(day for day in calendar.days_off if day.year == year.year)
        made_up = tuple(day for day in calendar.make_up_days if day.year == year.year)
        assert (off, made_up) == days_of(year.year)


def test_a_year_listed_without_days_has_those_of_the_library(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(
        "years:\n  - {year: 2023, notice: 国办发明电〔2022〕16号, published_on: 2022-12-08}\n",
        encoding="utf-8",
    )
    calendar = load_calendar(path)
    assert not calendar.is_working_day(date(2023, 1, 23))
    assert calendar.is_working_day(date(2023, 1, 28))


def test_days_of_a_year_that_no_notice_has_named_are_not_made_up(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(
        "years:\n  - {year: 2029, notice: 国办发明电, published_on: 2028-11-04}\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError, match="the library does not know 2029"):
        load_calendar(path)


def test_every_day_agrees_with_an_independent_calendar() -> None:
    calendar = working_calendar()
    differing = [
        day for day in DAYS if calendar.is_working_day(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_each_year_has_its_number_of_working_days(year: int, days: int) -> None:
    calendar = working_calendar()
    assert calendar.count_working_days(date(year - 1, 12, 31), date(year, 12, 31)) == days


def test_spring_festival_and_national_day_are_stepped_over() -> None:
    calendar = working_calendar()
    assert calendar.add_working_days(date(2026, 2, 12), 5) == date(2026, 2, 26)
    assert calendar.add_working_days(date(2026, 9, 18), 10) == date(2026, 10, 9)
    assert calendar.is_working_day(date(2024, 2, 9))


def test_a_stretch_into_an_unpublished_year_is_provisional() -> None:
    calendar = working_calendar()
    assert calendar.is_provisional(date(2026, 12, 1), date(2027, 1, 5))
    assert not calendar.is_provisional(FIRST, LAST)


def test_each_year_cites_its_notice_from_before_it_began() -> None:
    for year in working_calendar().published:
        assert year.notice.startswith("国办发明电")
        assert year.published_on < date(year.year, 1, 1)


@given(st.dates(FIRST, date(2026, 6, 30)), st.integers(0, 60))
def test_counting_undoes_adding(start: date, count: int) -> None:
    calendar = working_calendar()
    assert calendar.count_working_days(start, calendar.add_working_days(start, count)) == count


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("days_off: [2026-01-03]", "a day off is a weekday"),
        ("days_off: [2025-01-01]", "is not in 2026"),
        ("days_off: ['2026-01-01']", "years.0.days_off.0"),
        ("days_off: [2026-01-01]\n    make_up_days: [2026-01-05]", "falls on a weekend"),
    ],
)
def test_a_day_that_cannot_be_is_refused(tmp_path: Path, line: str, problem: str) -> None:
    made_up = "" if "make_up_days" in line else "\n    make_up_days: []"
    path = tmp_path / "calendar.yaml"
    path.write_text(
        f"years:\n  - year: 2026\n    notice: 国办发明电\n    published_on: 2025-11-04\n"
        f"    {line}{made_up}\n",
        encoding="utf-8",
    )
    with pytest.raises(CatalogueError, match=problem):
        load_calendar(path)


def test_the_version_changes_with_the_content(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text(
        "years:\n  - {year: 2026, notice: 国办发明电, published_on: 2025-11-04,"
        " days_off: [2026-01-01], make_up_days: []}\n",
        encoding="utf-8",
    )
    assert load_calendar(path).version != working_calendar().version
    assert load_calendar(path).days_off == (dt.date(2026, 1, 1),)
