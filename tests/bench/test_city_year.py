"""A year of a city in virtual time agrees with its recount, and the recount would notice."""

from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest

from bench.arrivals import arrivals
from bench.city_year import live, simulate
from bench.clocks import costs
from bench.recount import last_day
from bench.simulated_case import simulated_city
from catalog.calendar import working_calendar
from domain.calendar import SHANGHAI

YEAR, CASES = 2025, 25
DAY_OFF = date(2025, 5, 2)


def test_every_due_date_and_warning_agrees() -> None:
    findings = simulate(YEAR, CASES, working_calendar())
    assert findings.cases == CASES
    assert findings.due_dates > 10 * CASES
    assert findings.warnings > CASES
    assert (findings.wrong_due_dates, findings.wrong_warnings) == ([], [])
    assert (findings.doubled_warnings, findings.missed_warnings) == ([], [])


def test_a_forgotten_day_off_is_noticed() -> None:
    usual = working_calendar()
    days_off = tuple(day for day in usual.days_off if day != DAY_OFF)
    city = simulated_city(DAY_OFF, replace(usual, days_off=days_off), Random(1))  # noqa: S311  # a simulation
    assert live(city, [datetime(2025, 4, 28, 10, tzinfo=SHANGHAI)]).wrong_due_dates


def test_warnings_that_are_never_raised_are_noticed() -> None:
    city = simulated_city(date(2025, 6, 30), working_calendar(), Random(1))  # noqa: S311  # a simulation
    silent = replace(city, scheme=replace(city.scheme, ladder=()))
    instants = [datetime(2025, 3, day, 10, tzinfo=SHANGHAI) for day in range(3, 8)]
    assert live(silent, instants).missed_warnings


def test_applications_come_in_over_the_year_and_seldom_on_days_off() -> None:
    calendar = working_calendar()
    instants = arrivals(YEAR, 2000, calendar, Random(1))  # noqa: S311  # a simulation
    assert instants == sorted(instants)
    assert {instant.month for instant in instants} == set(range(1, 13))
    worked = sum(calendar.is_working_day(instant.date()) for instant in instants)
    assert 0.8 < worked / len(instants) < 1


@pytest.mark.parametrize(
    ("start", "count", "unit", "struck_out", "expected"),
    [
        (date(2026, 2, 12), 5, "working_days", (), date(2026, 2, 26)),
        (date(2026, 9, 18), 10, "working_days", (), date(2026, 10, 9)),
        (date(2026, 3, 2), 5, "calendar_days", (), date(2026, 3, 9)),
        (date(2026, 1, 31), 1, "months", (), date(2026, 2, 28)),
        (
            date(2026, 3, 2),
            5,
            "working_days",
            ((date(2026, 3, 3), date(2026, 3, 5)),),
            date(2026, 3, 12),
        ),
    ],
)
def test_the_recount_knows_dates_that_were_counted_by_hand(
    start: date,
    count: int,
    unit: str,
    struck_out: tuple[tuple[date, date], ...],
    expected: date,
) -> None:
    assert last_day(start, count, unit, struck_out) == expected


def test_costs_are_told_in_microseconds() -> None:
    figures = costs(repetitions=2)
    assert {"due_dates_us", "explanation_us", "next_alarm_us"} <= set(figures)
    assert all(figure > 0 for figure in figures.values())
