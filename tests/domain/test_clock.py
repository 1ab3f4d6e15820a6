"""Legal periods: units, suspensions, extensions, warning rungs, and what a clock refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import end_of_day, start_of_day
from domain.clock import ClockAction, ClockEntry, ClockLedger, Light, Limit, LimitKind, LimitUnit
from domain.due_dates import due_dates, limit_end, plus, strictest
from domain.errors import Refused
from domain.extending import check_extend
from domain.ladder import light, rungs_due
from domain.suspending import check_resume, check_suspend
from domain.suspensions import is_counted, suspensions
from tests.fakes.calendars import CALENDAR
from tests.fakes.catalogue import scheme, working_days
from tests.fakes.clocks import entry, extension, ledger_of, ledgers, noon, resumed, suspended

MONDAY = date(2026, 3, 2)
LADDER = scheme().ladder


def days(count: int, unit: LimitUnit = LimitUnit.WORKING_DAYS) -> Limit:
    return Limit(LimitKind.STATUTORY, count, unit, "assumption")


def due(ledger: ClockLedger, today: date | None = None) -> date:
    return due_dates(ledger, CALENDAR, today)[0].date


class TestLimitEnd:
    @pytest.mark.parametrize(
        ("limit", "start", "end"),
        [
            (days(5), MONDAY, date(2026, 3, 9)),
            (days(20), date(2026, 2, 12), date(2026, 3, 18)),
            (days(5, LimitUnit.CALENDAR_DAYS), MONDAY, date(2026, 3, 9)),
            (days(60, LimitUnit.CALENDAR_DAYS), MONDAY, date(2026, 5, 6)),
            (days(1, LimitUnit.MONTHS), date(2026, 1, 31), date(2026, 2, 28)),
            (days(6, LimitUnit.MONTHS), MONDAY, date(2026, 9, 2)),
            (days(1, LimitUnit.YEARS), date(2024, 2, 29), date(2025, 2, 28)),
        ],
        ids=["week", "festival", "moved_on", "may_holidays", "short_month", "half_year", "leap"],
    )
    def test_counts_in_the_limits_own_unit(self, limit: Limit, start: date, end: date) -> None:
        assert limit_end(limit, start, CALENDAR) == end

    @settings(max_examples=15)
    @given(
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.integers(0, 90),
        st.sampled_from(LimitUnit),
    )
    def test_never_ends_on_a_free_day(self, start: date, count: int, unit: LimitUnit) -> None:
        end = limit_end(days(count, unit), start, CALENDAR)
        assert end >= start
        assert CALENDAR.is_working_day(end) or end == start

    @settings(max_examples=15)
    @given(
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.integers(0, 48),
        st.sampled_from((LimitUnit.MONTHS, LimitUnit.YEARS, LimitUnit.CALENDAR_DAYS)),
    )
    def test_comes_later_with_a_longer_period(
        self, start: date, count: int, unit: LimitUnit
    ) -> None:
        assert plus(start, days(count + 1, unit)) > plus(start, days(count, unit))


class TestDueDates:
    def test_keep_the_limits_apart_and_name_the_one_that_bites(self) -> None:
        ledger = ledger_of(MONDAY, working_days(20), working_days(10, LimitKind.PROMISED))
        statutory, promised = due_dates(ledger, CALENDAR)
        assert (statutory.date, statutory.bites) == (date(2026, 3, 30), False)
        assert (promised.date, promised.bites) == (date(2026, 3, 16), True)
        assert strictest(ledger, CALENDAR) == promised

    def test_end_with_the_day_in_shanghai(self) -> None:
        found = due_dates(ledger_of(MONDAY, days(5)), CALENDAR)[0]
        assert found.due_at == end_of_day(found.date)

    def test_are_provisional_when_they_cross_an_unpublished_year(self) -> None:
        found = due_dates(ledger_of(date(2026, 12, 28), days(5)), CALENDAR)[0]
        assert found.provisional

    def test_of_a_clock_without_limits_are_none(self) -> None:
        assert strictest(ledger_of(MONDAY), CALENDAR) is None

    def test_count_from_the_day_it_is_in_shanghai(self) -> None:
        late = replace(entry(ClockAction.START, MONDAY), at=noon(MONDAY) + timedelta(hours=5))
        ledger = replace(ledger_of(MONDAY, days(1)), entries=(late,))
        assert due(ledger) == date(2026, 3, 3)


class TestSuspension:
    def test_puts_off_the_end_by_the_days_that_do_not_count(self) -> None:
        told = suspended(ledger_of(MONDAY, days(5)), date(2026, 3, 3), until=date(2026, 3, 30))
        assert due(resumed(told, date(2026, 3, 5))) == date(2026, 3, 12)

    def test_is_expected_to_end_as_its_notice_says(self) -> None:
        told = suspended(ledger_of(MONDAY, days(5)), date(2026, 3, 3), until=date(2026, 3, 5))
        assert due(told) == date(2026, 3, 12)

    def test_lasts_until_today_when_it_outlasts_its_notice(self) -> None:
        told = suspended(ledger_of(MONDAY, days(5)), date(2026, 3, 3), until=date(2026, 3, 5))
        assert due(told, date(2026, 3, 10)) == date(2026, 3, 17)

    def test_forgets_the_notice_of_an_earlier_one_that_has_ended(self) -> None:
        told = suspended(ledger_of(MONDAY, days(5)), date(2026, 3, 3), until=date(2026, 6, 30))
        again = suspended(resumed(told, date(2026, 3, 4)), date(2026, 3, 9), date(2026, 3, 10))
        assert due(again) == date(2026, 3, 13)

    def test_runs_on_when_the_last_of_several_procedures_has_ended(self) -> None:
        told = suspended(ledger_of(MONDAY, days(5)), date(2026, 3, 3))
        told = suspended(told, date(2026, 3, 5))
        told = resumed(told, date(2026, 3, 6))
        assert told.is_suspended
        told = resumed(told, date(2026, 3, 10))
        assert not told.is_suspended
        assert suspensions(told) == ((date(2026, 3, 3), date(2026, 3, 10)),)

    def test_does_not_count_a_day_of_which_a_part_was_suspended(self) -> None:
        told = resumed(suspended(ledger_of(MONDAY, days(5)), date(2026, 3, 3)), date(2026, 3, 3))
        assert not is_counted(told, date(2026, 3, 3))
        assert is_counted(told, date(2026, 3, 4))
        assert not is_counted(told, MONDAY)

    @settings(max_examples=15)
    @given(ledgers())
    def test_merges_into_stretches_that_do_not_overlap(self, ledger: ClockLedger) -> None:
        stretches = suspensions(ledger)
        assert all(begin <= end for begin, end in stretches)
        ends = [end for _, end in stretches]
        assert all(end <= begin for end, (begin, _) in zip(ends, stretches[1:], strict=False))
        assert (ends[-1:] == [date.max]) is ledger.is_suspended

    @settings(max_examples=15)
    @given(ledgers())
    def test_never_brings_a_due_date_forward(self, ledger: ClockLedger) -> None:
        without = replace(ledger, entries=ledger.entries[:1])
        pairs = zip(due_dates(ledger, CALENDAR), due_dates(without, CALENDAR), strict=True)
        assert all(later.date >= earlier.date for later, earlier in pairs)

    @settings(max_examples=15)
    @given(ledgers(), st.integers(0, 60))
    def test_only_puts_off_further_while_it_lasts(self, ledger: ClockLedger, number: int) -> None:
        today = ledger.started_on + timedelta(days=number)
        early = due_dates(ledger, CALENDAR, today)
        late = due_dates(ledger, CALENDAR, today + timedelta(days=1))
        assert all(a.date <= b.date for a, b in zip(early, late, strict=True))

    @settings(max_examples=15)
    @given(ledgers(), st.permutations(range(6)))
    def test_does_not_depend_on_the_order_of_the_limits(
        self, ledger: ClockLedger, order: list[int]
    ) -> None:
        limits = tuple(ledger.limits[i] for i in order if i < len(ledger.limits))
        mixed = replace(ledger, limits=limits)
        found = {(d.kind, d.date, d.bites) for d in due_dates(mixed, CALENDAR)}
        assert found == {(d.kind, d.date, d.bites) for d in due_dates(ledger, CALENDAR)}


class TestCheckSuspend:
    def test_needs_a_written_notice(self) -> None:
        told = replace(entry(ClockAction.SUSPEND, MONDAY), expected_until=date(2026, 3, 9))
        assert reason_of(check_suspend, ledger_of(MONDAY, days(5)), told) == "notice_missing"

    def test_needs_a_time_that_ends_after_today(self) -> None:
        told = replace(entry(ClockAction.SUSPEND, MONDAY), notice="n", expected_until=MONDAY)
        assert reason_of(check_suspend, ledger_of(MONDAY, days(5)), told) == "until_in_the_past"

    def test_is_refused_once_the_clock_has_stopped(self) -> None:
        ledger = entered(ledger_of(MONDAY, days(5)), entry(ClockAction.STOP, MONDAY))
        told = suspended(ledger, MONDAY).entries[-1]
        assert reason_of(check_suspend, ledger, told) == "clock_stopped"

    def test_is_passed_by_a_notice_with_the_time_needed(self) -> None:
        ledger = ledger_of(MONDAY, days(5))
        check_suspend(ledger, suspended(ledger, MONDAY).entries[-1])


class TestCheckResume:
    def test_is_refused_for_a_clock_that_runs(self) -> None:
        told = entry(ClockAction.RESUME, MONDAY)
        assert reason_of(check_resume, ledger_of(MONDAY, days(5)), told) == "not_suspended"

    def test_is_passed_by_a_suspended_clock(self) -> None:
        ledger = suspended(ledger_of(MONDAY, days(5)), MONDAY)
        check_resume(ledger, entry(ClockAction.RESUME, date(2026, 3, 4)))


class TestExtension:
    def test_adds_to_its_own_limit_only(self) -> None:
        ledger = ledger_of(MONDAY, working_days(20), working_days(10, LimitKind.PROMISED))
        statutory, promised = due_dates(entered(ledger, extension(MONDAY, days(10))), CALENDAR)
        assert statutory.date == CALENDAR.add_working_days(MONDAY, 30)
        assert promised.date == CALENDAR.add_working_days(MONDAY, 10)

    @pytest.mark.parametrize(
        "strange",
        [
            working_days(10, LimitKind.CAP),
            days(10, LimitUnit.MONTHS),
            days(0),
            days(-5),
        ],
        ids=["another_kind", "another_unit", "nothing", "shortened"],
    )
    def test_is_refused_for_what_is_no_extension_of_a_limit(self, strange: Limit) -> None:
        assert refused_extension(MONDAY, strange) == "limit_unknown"

    def test_is_refused_without_saying_how_long(self) -> None:
        told = entry(ClockAction.EXTEND, MONDAY)
        assert refused(ledger_of(MONDAY, days(20)), told) == "limit_unknown"

    def test_is_granted_once(self) -> None:
        ledger = entered(ledger_of(MONDAY, days(20)), extension(MONDAY, days(10)))
        assert refused(ledger, extension(MONDAY, days(10))) == "extended_before"

    def test_comes_too_late_after_the_last_day(self) -> None:
        last = CALENDAR.add_working_days(MONDAY, 20)
        assert refused_extension(last + timedelta(days=1), days(10)) == "limit_has_run_out"
        check_extend(ledger_of(MONDAY, days(20)), extension(last, days(10)), CALENDAR)


class TestRungs:
    LEDGER = ledger_of(MONDAY, working_days(20), working_days(10, LimitKind.PROMISED))
    PROMISED_ON, STATUTORY_ON = date(2026, 3, 16), date(2026, 3, 30)

    def test_are_reached_before_the_promised_and_at_each_limit(self) -> None:
        assert [(rung.rung.name, rung.at) for rung in rungs_due(self.LEDGER, CALENDAR, LADDER)] == [
            ("reminder", start_of_day(date(2026, 3, 13))),
            ("promised", end_of_day(self.PROMISED_ON)),
            ("statutory", end_of_day(self.STATUTORY_ON)),
        ]

    def test_on_the_statute_also_watch_a_cap(self) -> None:
        ledger = ledger_of(MONDAY, working_days(45, LimitKind.CAP))
        assert [rung.rung.name for rung in rungs_due(ledger, CALENDAR, LADDER)] == ["statutory"]

    def test_on_the_promise_also_watch_the_schemes_own_limit(self) -> None:
        ledger = ledger_of(MONDAY, working_days(5, LimitKind.SCHEME))
        assert {rung.rung.name for rung in rungs_due(ledger, CALENDAR, LADDER)} == {
            "reminder",
            "promised",
        }

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (start_of_day(date(2026, 3, 13)) - timedelta(seconds=1), Light.GREEN),
            (start_of_day(date(2026, 3, 13)), Light.BLUE),
            (end_of_day(PROMISED_ON), Light.YELLOW),
            (end_of_day(STATUTORY_ON) - timedelta(seconds=1), Light.YELLOW),
            (end_of_day(STATUTORY_ON), Light.RED),
        ],
        ids=["before", "reminder", "promised", "last_second", "statutory"],
    )
    def test_set_the_light_when_they_are_reached(self, now: datetime, expected: Light) -> None:
        assert light(self.LEDGER, CALENDAR, LADDER, now) is expected

    def test_stop_with_the_clock(self) -> None:
        ledger = entered(self.LEDGER, entry(ClockAction.STOP, self.PROMISED_ON))
        assert rungs_due(ledger, CALENDAR, LADDER) == ()
        assert light(ledger, CALENDAR, LADDER, end_of_day(self.STATUTORY_ON)) is Light.BLUE

    def test_are_not_due_while_the_clock_is_suspended(self) -> None:
        assert rungs_due(suspended(self.LEDGER, date(2026, 3, 3)), CALENDAR, LADDER) == ()


def entered(ledger: ClockLedger, told: ClockEntry) -> ClockLedger:
    return replace(ledger, entries=(*ledger.entries, told))


def reason_of(
    check: Callable[[ClockLedger, ClockEntry], None], ledger: ClockLedger, told: ClockEntry
) -> str:
    with pytest.raises(Refused) as refusal:
        check(ledger, told)
    return refusal.value.reason


def refused(ledger: ClockLedger, told: ClockEntry) -> str:
    with pytest.raises(Refused) as refusal:
        check_extend(ledger, told, CALENDAR)
    return refusal.value.reason


def refused_extension(on: date, by: Limit) -> str:
    return refused(ledger_of(MONDAY, days(20)), extension(on, by))


Overlap = tuple[int, int]
OVERLAPS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 30)), max_size=5)


def overlapped(pairs: list[Overlap]) -> ClockLedger:
    """A clock with suspensions entered one after the other, whenever each took place."""
    ledger = ledger_of(MONDAY, days(20))
    for begin, length in pairs:
        start = MONDAY + timedelta(days=begin)
        ledger = resumed(suspended(ledger, start), start + timedelta(days=length))
    return ledger


class TestOverlaps:
    @settings(max_examples=60)
    @given(OVERLAPS, st.randoms(use_true_random=False))
    def test_the_order_in_which_they_are_entered_does_not_matter(
        self, pairs: list[Overlap], chance: Random
    ) -> None:
        mixed = list(pairs)
        chance.shuffle(mixed)
        assert due(overlapped(mixed)) == due(overlapped(pairs))

    @settings(max_examples=60)
    @given(OVERLAPS)
    def test_the_end_is_put_off_by_the_working_days_of_their_union(
        self, pairs: list[Overlap]
    ) -> None:
        end = due(overlapped(pairs))
        rested = {
            MONDAY + timedelta(days=begin + number)
            for begin, length in pairs
            for number in range(length + 1)
        }
        span = (MONDAY + timedelta(days=n) for n in range(1, (end - MONDAY).days + 1))
        counted = [day for day in span if day not in rested and CALENDAR.is_working_day(day)]
        assert len(counted) == 20
