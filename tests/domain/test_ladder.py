"""The warning ladder: shares used up, each rung once for each instant, lights as computed."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.alarms import next_alarm
from domain.calendar import end_of_day
from domain.clock import ClockId, ClockKind, ClockLedger, Light, LimitKind, LimitUnit, WarningRung
from domain.commands import ExtendLimit, ResumeClock, Ring, SuspendClock
from domain.decide import decide
from domain.due_dates import due_dates
from domain.errors import Refused
from domain.ladder import light, rungs_due
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.clocks import ledger_of, ledgers, resumed, suspended
from tests.fakes.stories import START, SUPERVISOR, Story, story

MONDAY = date(2026, 3, 2)
LANE = ClockId(ClockKind.LANE, "A")
HALF = WarningRung("half", LimitKind.PROMISED, 0, Light.GREEN, ("handler",), percent=50)
FOUR_FIFTHS = replace(HALF, name="four_fifths", light=Light.BLUE, percent=80)
LADDER = (HALF, FOUR_FIFTHS, *c.scheme().ladder)
SCHEME = replace(c.scheme(), ladder=LADDER)


def names(ledger: ClockLedger) -> list[str]:
    return [rung.rung.name for rung in rungs_due(ledger, CALENDAR, LADDER)]


def reached(ledger: ClockLedger, name: str) -> datetime:
    return next(r.at for r in rungs_due(ledger, CALENDAR, LADDER) if r.rung.name == name)


@pytest.mark.parametrize(
    ("count", "half", "four_fifths"),
    [(10, 5, 8), (5, 3, 4), (7, 4, 6), (20, 10, 16)],
)
def test_a_share_is_reached_when_so_many_days_are_used_up(
    count: int, half: int, four_fifths: int
) -> None:
    ledger = ledger_of(MONDAY, c.working_days(count, LimitKind.PROMISED))
    assert reached(ledger, "half") == end_of_day(CALENDAR.add_working_days(MONDAY, half))
    fourth = CALENDAR.add_working_days(MONDAY, four_fifths)
    assert reached(ledger, "four_fifths") == end_of_day(fourth)


def test_a_share_counts_days_of_the_limits_own_unit() -> None:
    limit = replace(c.working_days(30, LimitKind.PROMISED), unit=LimitUnit.CALENDAR_DAYS)
    ledger = ledger_of(MONDAY, limit)
    assert reached(ledger, "half") == end_of_day(date(2026, 3, 17))


def test_a_share_of_one_day_warns_of_nothing() -> None:
    assert names(ledger_of(MONDAY, c.working_days(1, LimitKind.PROMISED))) == [
        "reminder",
        "promised",
    ]


def test_days_of_suspension_use_nothing_up() -> None:
    limit = c.working_days(10, LimitKind.PROMISED)
    told = resumed(suspended(ledger_of(MONDAY, limit), date(2026, 3, 4)), date(2026, 3, 10))
    assert reached(told, "half") == end_of_day(date(2026, 3, 16))


def test_a_milder_rung_never_takes_a_graver_light_back() -> None:
    ledger = ledger_of(MONDAY, c.working_days(20), c.working_days(5, LimitKind.PROMISED))
    late = (*LADDER, replace(FOUR_FIFTHS, name="late", limit_kind=LimitKind.STATUTORY))
    assert light(ledger, CALENDAR, late, end_of_day(date(2026, 3, 25))) is Light.YELLOW


@settings(max_examples=25)
@given(ledgers())
def test_rungs_come_in_order_and_the_last_with_the_limit(ledger: ClockLedger) -> None:
    rungs = rungs_due(ledger, CALENDAR, LADDER)
    assert list(rungs) == sorted(rungs, key=lambda rung: rung.at)
    ends = {due.kind: due.due_at for due in due_dates(ledger, CALENDAR)}
    for rung in rungs:
        assert rung.at <= max(ends.values())


# Whatever happens to a clock, each warning is told once for its instant, never before it, and
# the light shown is the light computed.

Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["wait", "sleep", "suspend", "resume", "extend"]), st.integers(1, 12)
    ),
    max_size=12,
)


def take(told: Story, step: Step) -> None:
    """One step of a clock's life; ``sleep`` is time in which nobody is there to ring."""
    act, number = step
    until = (told.now + timedelta(days=number)).date()
    try:
        match act:
            case "wait":
                told.wait_days(number)
            case "sleep":
                told.now += timedelta(days=number, hours=1)
            case "suspend":
                told.play(SuspendClock(SUPERVISOR, LANE, "testing", "行政许可法 45", "n", until))
            case "resume":
                told.play(ResumeClock(SUPERVISOR, LANE))
            case _:
                by = c.working_days(min(number, 10))
                told.play(ExtendLimit(SUPERVISOR, LANE, by, "head-1", "行政许可法 42", "why"))
    except Refused:
        return


@settings(max_examples=60)
@given(STEPS)
def test_each_warning_is_told_once_and_not_before_its_instant(steps: list[Step]) -> None:
    told = story(c.plain("A", "one"), scheme=SCHEME).accepted()
    seen: list[tuple[ClockId, str, date | None]] = []
    for step in steps:
        before = len(told.log)
        take(told, step)
        for event in told.log[before:]:
            if event.kind == "warning_raised":
                assert event.reached_on is not None
                assert event.reached_on <= (told.now + timedelta(hours=8)).date()
                seen.append((event.clock_id, event.rung, event.reached_on))
    assert len(seen) == len(set(seen))


@settings(max_examples=60)
@given(STEPS)
def test_the_light_shown_is_the_light_computed_while_the_clock_runs(steps: list[Step]) -> None:
    told = story(c.plain("A", "one"), scheme=SCHEME).accepted()
    for step in steps:
        take(told, step)
        told.ring()
        ledger = told.case.clock(LANE)
        assert ledger is not None
        if not ledger.is_suspended:
            assert told.lane("A").light is light(ledger, CALENDAR, LADDER, told.now)


@settings(max_examples=40)
@given(STEPS)
def test_ringing_twice_changes_nothing_and_the_next_alarm_lies_ahead(steps: list[Step]) -> None:
    told = story(c.plain("A", "one"), scheme=SCHEME).accepted()
    for step in steps:
        take(told, step)
    told.ring()
    assert decide(told.case, Ring(), told.now) == ()
    alarm = next_alarm(told.case)
    assert alarm is None or alarm > told.now >= START
