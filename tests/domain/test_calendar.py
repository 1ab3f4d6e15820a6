"""The working calendar: the notice of the State Council, and what counting days obeys."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import end_of_day, local_date, start_of_day
from tests.fakes.calendars import CALENDAR

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
COUNTS = st.integers(0, 120)


class TestWorkingDay:
    @pytest.mark.parametrize(
        ("day", "is_worked"),
        [
            (date(2026, 3, 2), True),
            (date(2026, 3, 7), False),
            (date(2026, 2, 17), False),
            (date(2026, 2, 14), True),
            (date(2026, 10, 10), True),
            (date(2026, 10, 11), False),
        ],
        ids=["monday", "saturday", "spring_festival", "make_up", "make_up_autumn", "sunday"],
    )
    def test_follows_the_published_notice(self, day: date, *, is_worked: bool) -> None:
        assert CALENDAR.is_working_day(day) is is_worked

    @settings(max_examples=20)
    @given(DAYS)
    def test_is_a_weekday_wherever_nothing_is_published(self, day: date) -> None:
        if day.year != 2026:
            assert CALENDAR.is_working_day(day) is (day.weekday() < 5)


class TestAddWorkingDays:
    def test_does_not_count_the_day_of_the_event(self) -> None:
        assert CALENDAR.add_working_days(date(2026, 3, 2), 1) == date(2026, 3, 3)

    def test_leaps_over_the_spring_festival_and_counts_the_make_up_days(self) -> None:
        assert CALENDAR.add_working_days(date(2026, 2, 12), 2) == date(2026, 2, 14)
        assert CALENDAR.add_working_days(date(2026, 2, 12), 3) == date(2026, 2, 24)

    def test_is_refused_for_a_negative_count(self) -> None:
        with pytest.raises(ValueError, match="-1 working days"):
            CALENDAR.add_working_days(date(2026, 3, 2), -1)

    @settings(max_examples=20)
    @given(DAYS)
    def test_of_nothing_is_the_day_itself(self, day: date) -> None:
        assert CALENDAR.add_working_days(day, 0) == day

    @settings(max_examples=20)
    @given(DAYS, st.integers(1, 120))
    def test_ends_on_a_working_day(self, day: date, count: int) -> None:
        assert CALENDAR.is_working_day(CALENDAR.add_working_days(day, count))

    @settings(max_examples=20)
    @given(DAYS, COUNTS)
    def test_is_undone_by_subtracting_from_a_working_day(self, day: date, count: int) -> None:
        worked = CALENDAR.next_working_day(day)
        there = CALENDAR.add_working_days(worked, count)
        assert CALENDAR.subtract_working_days(there, count) == worked

    @settings(max_examples=20)
    @given(DAYS, COUNTS)
    def test_undoes_subtracting_from_a_working_day(self, day: date, count: int) -> None:
        worked = CALENDAR.next_working_day(day)
        back = CALENDAR.subtract_working_days(worked, count)
        assert CALENDAR.add_working_days(back, count) == worked

    @settings(max_examples=20)
    @given(DAYS, COUNTS, COUNTS)
    def test_adds_up(self, day: date, first: int, second: int) -> None:
        in_steps = CALENDAR.add_working_days(CALENDAR.add_working_days(day, first), second)
        assert in_steps == CALENDAR.add_working_days(day, first + second)

    @settings(max_examples=20)
    @given(DAYS, COUNTS)
    def test_comes_later_with_each_further_day(self, day: date, count: int) -> None:
        end = CALENDAR.add_working_days(day, count)
        assert CALENDAR.add_working_days(day, count + 1) > end

    @settings(max_examples=20)
    @given(DAYS, st.integers(0, 40), COUNTS)
    def test_never_comes_earlier_for_a_later_start(self, day: date, later: int, count: int) -> None:
        end = CALENDAR.add_working_days(day, count)
        if count:
            assert CALENDAR.add_working_days(day + timedelta(days=later), count) >= end


class TestCountWorkingDays:
    @settings(max_examples=20)
    @given(DAYS, COUNTS)
    def test_counts_what_was_added(self, day: date, count: int) -> None:
        assert CALENDAR.count_working_days(day, CALENDAR.add_working_days(day, count)) == count

    @settings(max_examples=20)
    @given(DAYS, DAYS)
    def test_is_negative_backwards(self, one: date, other: date) -> None:
        there = CALENDAR.count_working_days(one, other)
        assert CALENDAR.count_working_days(other, one) == -there

    @settings(max_examples=20)
    @given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
    def test_adds_up_over_neighbouring_stretches(self, days: list[date]) -> None:
        first, middle, last = days
        parts = (
            CALENDAR.count_working_days(first, middle),
            CALENDAR.count_working_days(middle, last),
        )
        assert sum(parts) == CALENDAR.count_working_days(first, last)


class TestNextWorkingDay:
    @settings(max_examples=20)
    @given(DAYS)
    def test_is_the_day_itself_or_follows_free_days_only(self, day: date) -> None:
        found = CALENDAR.next_working_day(day)
        assert CALENDAR.is_working_day(found)
        between = (day + timedelta(days=number) for number in range((found - day).days))
        assert not any(CALENDAR.is_working_day(free) for free in between)


class TestProvisional:
    def test_is_what_touches_a_year_that_is_not_published(self) -> None:
        assert not CALENDAR.is_provisional(date(2026, 1, 1), date(2026, 12, 31))
        assert CALENDAR.is_provisional(date(2026, 12, 31), date(2027, 1, 1))
        assert CALENDAR.is_provisional(date(2025, 12, 31), date(2026, 1, 1))


class TestInstants:
    def test_belong_to_the_day_it_is_in_shanghai(self) -> None:
        assert local_date(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == date(2026, 3, 1)
        assert local_date(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)

    @settings(max_examples=20)
    @given(DAYS)
    def test_of_a_day_lie_between_its_start_and_its_end(self, day: date) -> None:
        assert local_date(start_of_day(day)) == local_date(end_of_day(day)) == day
        assert local_date(start_of_day(day) - timedelta(microseconds=1)) == day - timedelta(days=1)
        assert local_date(end_of_day(day) + timedelta(microseconds=1)) == day + timedelta(days=1)
