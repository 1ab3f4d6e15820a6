"""A clock explained day by day: every day has its reason, and the sum is the due date."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clock import ClockAction, ClockLedger, Limit, LimitKind, LimitUnit
from domain.clock_explanation import DAYS_SHOWN, ClockExplanation, ExplainedDay, Why, explain
from domain.due_dates import due_dates
from domain.suspensions import closed_suspensions
from tests.fakes.calendars import CALENDAR
from tests.fakes.catalogue import working_days
from tests.fakes.clocks import entry, extension, ledger_of, ledgers, noon, resumed, suspended

MONDAY = date(2026, 3, 2)
WORKING = ledgers((LimitUnit.WORKING_DAYS,))


def explained(ledger: ClockLedger, on: date) -> ClockExplanation:
    return explain(ledger, CALENDAR, noon(on))


def day_of(found: ClockExplanation, day: date) -> ExplainedDay:
    return next(explained for explained in found.days if explained.date == day)


class TestDays:
    def test_tell_each_reason(self) -> None:
        found = explained(ledger_of(date(2026, 2, 12), working_days(4)), date(2026, 2, 12))
        reasons = [(day.date.day, day.ordinal, day.why) for day in found.days]
        assert reasons == [
            (12, None, Why.START_DAY),
            (13, 1, Why.COUNTED),
            (14, 2, Why.MAKE_UP_DAY),
            (15, None, Why.WEEKEND),
            *((number, None, Why.HOLIDAY) for number in range(16, 21)),
            (21, None, Why.WEEKEND),
            (22, None, Why.WEEKEND),
            (23, None, Why.HOLIDAY),
            (24, 3, Why.COUNTED),
            (25, 4, Why.COUNTED),
        ]

    def test_of_an_unpublished_year_count_provisionally(self) -> None:
        found = explained(ledger_of(date(2026, 12, 30), working_days(3)), date(2026, 12, 30))
        assert day_of(found, date(2026, 12, 31)).why is Why.COUNTED
        assert day_of(found, date(2027, 1, 1)) == ExplainedDay(
            date(2027, 1, 1), counted=True, ordinal=2, why=Why.PROVISIONAL
        )
        assert found.limits[0].due.provisional

    def test_of_a_suspension_do_not_count(self) -> None:
        told = suspended(ledger_of(MONDAY, working_days(3)), date(2026, 3, 3))
        found = explained(resumed(told, date(2026, 3, 4)), MONDAY)
        assert [day.why for day in found.days[:4]] == [
            Why.START_DAY,
            Why.SUSPENDED,
            Why.SUSPENDED,
            Why.COUNTED,
        ]

    def test_of_a_period_in_calendar_days_all_count(self) -> None:
        limit = Limit(LimitKind.STATUTORY, 6, LimitUnit.CALENDAR_DAYS, "assumption")
        found = explained(ledger_of(MONDAY, limit), MONDAY)
        assert found.unit is LimitUnit.CALENDAR_DAYS
        assert [day.ordinal for day in found.days] == [None, 1, 2, 3, 4, 5, 6, 7]
        assert found.limits[0].due.date == date(2026, 3, 9)

    def test_end_on_the_day_the_clock_stopped(self) -> None:
        ledger = ledger_of(MONDAY, working_days(20))
        stop = entry(ClockAction.STOP, date(2026, 3, 5))
        found = explained(replace(ledger, entries=(*ledger.entries, stop)), date(2026, 4, 1))
        assert found.days[-1].date == date(2026, 3, 5)
        assert (found.days_used, found.days_left) == (3, 17)

    def test_go_on_to_today_when_the_limit_has_passed(self) -> None:
        found = explained(ledger_of(MONDAY, working_days(3)), date(2026, 3, 9))
        assert found.days[-1].date == date(2026, 3, 9)
        assert (found.days_used, found.days_left) == (5, -2)

    def test_of_a_suspension_that_outlasts_its_notice_stay_suspended(self) -> None:
        told = suspended(ledger_of(MONDAY, working_days(3)), date(2026, 3, 3), date(2026, 3, 4))
        found = explained(told, date(2026, 3, 10))
        assert day_of(found, date(2026, 3, 10)).why is Why.SUSPENDED
        assert (found.days_used, found.days_left) == (0, 3)

    def test_are_bounded_for_a_term_of_years(self) -> None:
        term = Limit(LimitKind.STATUTORY, 5, LimitUnit.YEARS, "assumption")
        found = explained(ledger_of(MONDAY, term), date(2029, 1, 1))
        assert len(found.days) == DAYS_SHOWN
        assert found.days_used == (date(2029, 1, 1) - MONDAY).days
        assert found.limits[0].due.date == date(2031, 3, 3)


class TestSums:
    def test_name_the_extended_limit(self) -> None:
        ledger = ledger_of(MONDAY, working_days(20))
        longer = replace(ledger, entries=(*ledger.entries, extension(MONDAY, working_days(10))))
        found = explained(longer, MONDAY)
        assert found.limits[0].limit.count == 30
        assert day_of(found, found.limits[0].due.date).ordinal == 30

    def test_leave_the_days_to_the_limit_that_bites(self) -> None:
        limits = working_days(20), working_days(10, LimitKind.PROMISED)
        found = explained(ledger_of(MONDAY, *limits), date(2026, 3, 5))
        assert (found.days_used, found.days_left) == (3, 7)

    def test_of_a_clock_without_limits_leave_it_open(self) -> None:
        found = explained(ledger_of(MONDAY), date(2026, 3, 4))
        assert (found.limits, found.days_used, found.days_left) == ((), 2, None)

    def test_are_nothing_before_the_clock_has_started(self) -> None:
        found = explained(ledger_of(MONDAY, working_days(3)), date(2026, 2, 1))
        assert (found.days_used, found.days_left) == (0, 3)


class TestAgreement:
    @settings(max_examples=15)
    @given(WORKING, st.integers(0, 90))
    def test_due_dates_are_those_of_the_clock(self, ledger: ClockLedger, number: int) -> None:
        today = ledger.started_on + timedelta(days=number)
        found = explained(ledger, today)
        assert tuple(limit.due for limit in found.limits) == due_dates(ledger, CALENDAR, today)
        if closed_suspensions(ledger, today) == closed_suspensions(ledger, None):
            assert tuple(limit.due for limit in found.limits) == due_dates(ledger, CALENDAR)

    @settings(max_examples=15)
    @given(WORKING, st.integers(0, 90))
    def test_the_ordinal_of_the_due_date_is_the_limits_count(
        self, ledger: ClockLedger, number: int
    ) -> None:
        found = explained(ledger, ledger.started_on + timedelta(days=number))
        for limit in found.limits:
            if limit.due.date <= found.days[-1].date:
                assert day_of(found, limit.due.date).ordinal == limit.limit.count

    @settings(max_examples=15)
    @given(WORKING, st.integers(0, 90))
    def test_days_used_and_days_left_make_the_limit(self, ledger: ClockLedger, number: int) -> None:
        found = explained(ledger, ledger.started_on + timedelta(days=number))
        assert found.days_left is not None
        strictest = min(limit.limit.count for limit in found.limits)
        assert found.days_used + found.days_left == strictest

    @settings(max_examples=15)
    @given(ledgers(), st.integers(0, 90))
    def test_days_follow_each_other_and_ordinals_have_no_gaps(
        self, ledger: ClockLedger, number: int
    ) -> None:
        found = explained(ledger, ledger.started_on + timedelta(days=number))
        assert len(found.days) <= DAYS_SHOWN
        assert [day.date for day in found.days] == [
            ledger.started_on + timedelta(days=place) for place in range(len(found.days))
        ]
        ordinals = [day.ordinal for day in found.days if day.counted]
        assert ordinals == list(range(1, len(ordinals) + 1))
        assert all(day.ordinal is None for day in found.days if not day.counted)
