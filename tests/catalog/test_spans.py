"""Periods of different units are compared on the safe side."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.calendar import working_calendar
from catalog.entries import Period
from catalog.spans import calendar_days, may_exceed
from domain.clock import LimitUnit

WORKING, DAYS = LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS
MONTHS, YEARS = LimitUnit.MONTHS, LimitUnit.YEARS


def period(count: int, unit: LimitUnit) -> Period:
    return Period(count=count, unit=unit, source="R1")


@pytest.mark.parametrize(
    ("own", "bound", "exceeds"),
    [
        ((10, WORKING), (10, WORKING), False),
        ((11, WORKING), (10, WORKING), True),
        ((15, DAYS), (20, WORKING), False),
        ((20, DAYS), (10, WORKING), True),
        ((5, WORKING), (15, DAYS), False),
        ((20, WORKING), (30, DAYS), True),
        ((1, MONTHS), (30, DAYS), True),
        ((28, DAYS), (1, MONTHS), False),
        ((12, MONTHS), (1, YEARS), True),
        ((11, MONTHS), (1, YEARS), False),
    ],
)
def test_a_period_may_exceed_another(
    own: tuple[int, LimitUnit], bound: tuple[int, LimitUnit], *, exceeds: bool
) -> None:
    why = may_exceed(period(*own), period(*bound))
    assert (why is not None) == exceeds


@given(st.dates(date(2024, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_working_days_never_take_fewer_or_more_calendar_days(start: date, count: int) -> None:
    fewest, most = calendar_days(period(count, WORKING))
    due = working_calendar().add_working_days(start, count)
    assert timedelta(days=fewest) <= due - start <= timedelta(days=most)
