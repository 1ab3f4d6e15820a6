"""What a clock would say if it were suspended or extended, and which limit bites."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.biting import target_of, which_bites
from domain.calendar import local_date
from domain.catalogue import Target
from domain.clock import ClockId, ClockKind, ClockLedger, LimitKind
from domain.commands import ExtendLimit, ResumeClock, SuspendClock
from domain.due_dates import due_dates
from domain.errors import Refused
from domain.what_if import Supposition, suppose
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.stories import START, SUPERVISOR, Story, story

LANE = ClockId(ClockKind.LANE, "A")
JOINT = ClockId(ClockKind.JOINT_CAP, "case")
TODAY = local_date(START)


def open_case() -> Story:
    return story(c.plain("A", "one")).accepted()


def clock(told: Story, clock_id: ClockId = LANE) -> ClockLedger:
    ledger = told.case.clock(clock_id)
    assert ledger is not None
    return ledger


def supposed(told: Story, supposition: Supposition, clock_id: ClockId = LANE) -> list[date]:
    ledger = suppose(told.case, clock(told, clock_id), supposition, told.now)
    return [due.date for due in due_dates(ledger, CALENDAR)]


@settings(max_examples=40)
@given(st.integers(1, 18), st.integers(1, 40))
def test_a_suspension_of_some_working_days_puts_the_end_off_by_as_many(
    begin: int, days: int
) -> None:
    told = open_case()
    first = CALENDAR.add_working_days(TODAY, begin)
    statutory = supposed(told, Supposition(first, days))[0]
    assert CALENDAR.count_working_days(TODAY, statutory) == 20 + days


@settings(max_examples=25)
@given(st.integers(1, 12), st.integers(1, 20))
def test_what_was_supposed_is_what_comes_when_it_is_done(begin: int, length: int) -> None:
    told = open_case()
    first = CALENDAR.add_working_days(TODAY, begin)
    expected = supposed(told, Supposition(first, length, extend_by=5))
    by = c.working_days(5)
    told.play(ExtendLimit(SUPERVISOR, LANE, by, "head-1", "行政许可法 42", "why"))
    told.now += first - TODAY
    last = CALENDAR.add_working_days(first, length - 1)
    until = max(last, first + timedelta(days=1))
    told.play(SuspendClock(SUPERVISOR, LANE, "testing", "行政许可法 45", "notice", until))
    told.now += last - first
    told.play(ResumeClock(SUPERVISOR, LANE))
    assert [due.date for due in due_dates(clock(told), CALENDAR)] == expected


def test_an_extension_moves_the_limit_named_else_the_statutory_one() -> None:
    told = open_case()
    usual = due_dates(clock(told), CALENDAR)
    statutory, promised = supposed(told, Supposition(extend_by=10))
    assert (statutory, promised) == (CALENDAR.add_working_days(TODAY, 30), usual[1].date)
    named = Supposition(extend_by=3, extend_limit=LimitKind.PROMISED)
    assert supposed(told, named) == [usual[0].date, CALENDAR.add_working_days(TODAY, 13)]
    assert supposed(told, Supposition(extend_by=15), JOINT) == [
        CALENDAR.add_working_days(TODAY, 60)
    ]


@pytest.mark.parametrize(
    ("supposition", "reason", "field"),
    [
        (Supposition(TODAY), "supposition_incomplete", "suspend_working_days"),
        (Supposition(suspend_working_days=3), "supposition_incomplete", "suspend_from"),
        (Supposition(TODAY, 3), "before_the_clock", "suspend_from"),
        (Supposition(extend_by=11), "extension_too_long", "count"),
        (Supposition(extend_by=3, extend_limit=LimitKind.CAP), "limit_unknown", "extend_limit"),
    ],
)
def test_nothing_is_supposed_that_the_law_would_refuse(
    supposition: Supposition, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        supposed(open_case(), supposition)
    assert (refusal.value.reason, refusal.value.field) == (reason, field)


def test_writes_nothing() -> None:
    told = open_case()
    before = told.case
    supposed(told, Supposition(TODAY + timedelta(days=1), 5, extend_by=5))
    assert told.case == before


def test_the_strictest_of_the_items_own_limits_bites() -> None:
    told = open_case()
    biting = which_bites(told.case, clock(told), TODAY)
    assert biting is not None
    assert biting.first.limit.kind is LimitKind.PROMISED
    assert [other.limit.kind for other in biting.others] == [LimitKind.STATUTORY, LimitKind.CAP]


def test_the_cap_on_joint_handling_bites_a_longer_limit_of_an_item() -> None:
    told = story(c.plain("A", "one", limits=(c.working_days(60),))).accepted()
    biting = which_bites(told.case, clock(told), TODAY)
    assert biting is not None
    assert (biting.first.clock_id, biting.first.limit.source) == (JOINT, "assumption")
    own = which_bites(told.case, clock(told, JOINT), TODAY)
    assert own is not None
    assert own.others == ()


def test_of_equal_dates_the_statutes_is_named() -> None:
    limits = (c.working_days(10, LimitKind.PROMISED), c.working_days(10))
    told = story(c.plain("A", "one", limits=limits)).accepted()
    biting = which_bites(told.case, clock(told), TODAY)
    assert biting is not None
    assert biting.first.limit.kind is LimitKind.STATUTORY


def test_a_target_is_shown_and_never_bites() -> None:
    scheme = replace(c.scheme(), target=Target(50, "R64"))
    told = story(c.plain("A", "one", limits=(c.working_days(15),)), scheme=scheme).accepted()
    target = target_of(told.case, clock(told))
    assert target is not None
    assert (target.count, target.date) == (7, CALENDAR.add_working_days(TODAY, 7))
    biting = which_bites(told.case, clock(told), TODAY)
    assert biting is not None
    assert biting.first.limit.count == 15
    assert target_of(told.case, clock(told, JOINT)) is None
