"""Slots: together if at all, in few visits if not; in working time, by two, rested and unbiased."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import SHANGHAI, local_date
from domain.site_visit import Inspector, Slot
from domain.slot_search import FreeTime, OtherVisit, PlanReason, VisitPlan, Wanted, search
from domain.visit_terms import VisitTerms, WorkingHours
from tests.fakes.calendars import CALENDAR

MORNING, AFTERNOON = WorkingHours(time(9), time(12)), WorkingHours(time(14), time(17))
TERMS = VisitTerms((MORNING, AFTERNOON), 90, 30, daily_maximum=3)
MONDAY = date(2026, 3, 2)
BEFORE = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
WANTED = Wanted(("fire", "health"), BEFORE, None, 2, TERMS, CALENDAR)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """Give an instant of a day counted from Monday, by Shanghai's clock."""
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), SHANGHAI)


def free(who: str, begins: datetime, ends: datetime) -> FreeTime:
    return FreeTime(Inspector(who, who.partition("-")[0]), begins, ends)


def morning(who: str, day: int = 0) -> FreeTime:
    return free(who, at(9, day=day), at(12, day=day))


def found(wanted: Wanted, *calendar: FreeTime, others: tuple[OtherVisit, ...] = ()) -> VisitPlan:
    plan = search(wanted, calendar, others)
    assert plan is not None
    return plan


def subjects(slot: Slot) -> list[str]:
    return [inspector.subject for inspector in slot.inspectors]


class TestSearch:
    def test_gives_the_earliest_time_at_which_all_departments_can_come(self) -> None:
        plan = found(WANTED, morning("fire-1"), morning("health-1", 1), morning("fire-2", 1))
        assert [slot.starts_at for slot in plan.slots] == [at(9, day=1)]
        assert plan.reason is PlanReason.COMMON

    def test_begins_when_the_last_of_the_team_becomes_free(self) -> None:
        plan = found(WANTED, morning("fire-1"), free("health-1", at(10, 5), at(12)))
        assert (plan.slots[0].starts_at, plan.slots[0].ends_at) == (at(10, 15), at(11, 45))

    def test_stays_in_the_hours_of_working_days(self) -> None:
        all_day = [free(who, at(0), at(23, day=7)) for who in ("fire-1", "health-1")]
        late = replace(WANTED, after=at(16))
        assert found(late, *all_day).slots[0].starts_at == at(9, day=1)
        friday_evening = replace(WANTED, after=at(18, day=4))
        assert found(friday_evening, *all_day).slots[0].starts_at == at(9, day=7)

    def test_needs_two_of_a_department_that_comes_alone(self) -> None:
        alone = replace(WANTED, departments=("fire",))
        assert search(alone, [morning("fire-1"), morning("fire-1")], ()) is None
        assert subjects(found(alone, morning("fire-1"), morning("fire-2")).slots[0]) == [
            "fire-1",
            "fire-2",
        ]

    def test_leaves_the_way_from_another_visit(self) -> None:
        other = OtherVisit("fire-1", at(8, 30), at(9, 45))
        plan = found(WANTED, morning("fire-1"), morning("health-1"), others=(other,))
        assert plan.slots[0].starts_at == at(10, 15)

    def test_sends_those_with_the_fewest_visits(self) -> None:
        others = tuple(
            OtherVisit(who, at(9, day=day), at(10, 30, day=day))
            for who, days in (("fire-1", (1, 2)), ("fire-2", (1,)))
            for day in days
        )
        team = [morning(who) for who in ("fire-1", "fire-2", "fire-3", "health-1")]
        assert subjects(found(WANTED, *team, others=others).slots[0])[:2] == ["fire-3", "fire-2"]

    def test_sends_nobody_beyond_the_daily_maximum(self) -> None:
        others = tuple(OtherVisit("fire-1", at(hour), at(hour, 30)) for hour in (13, 14, 15))
        days = [morning(who, day) for who in ("fire-1", "health-1") for day in (0, 1)]
        assert found(WANTED, *days, others=others).slots[0].starts_at == at(9, day=1)

    def test_never_sends_who_is_excluded(self) -> None:
        wanted = replace(WANTED, excluded=frozenset({"fire-1"}))
        assert search(wanted, [morning("fire-1"), morning("health-1")], ()) is None
        plan = found(wanted, morning("fire-1"), morning("fire-2", 1), morning("health-1", 1))
        assert "fire-1" not in subjects(plan.slots[0])

    def test_divides_into_few_visits_when_nobody_can_come_together(self) -> None:
        wanted = replace(WANTED, departments=("fire", "health", "tobacco"))
        plan = found(
            wanted,
            *(morning(who) for who in ("fire-1", "tobacco-1")),
            *(morning(who, 1) for who in ("health-1", "health-2")),
        )
        assert plan.reason is PlanReason.NO_COMMON_SLOT
        assert [subjects(slot) for slot in plan.slots] == [
            ["fire-1", "tobacco-1"],
            ["health-1", "health-2"],
        ]

    def test_prefers_several_visits_within_the_limit_to_one_beyond_it(self) -> None:
        wanted = replace(WANTED, until=at(23, 59, day=1))
        within = [morning(f"fire-{n}") for n in (1, 2)] + [
            morning(f"health-{n}", 1) for n in (1, 2)
        ]
        together = [morning("fire-1", 3), morning("health-1", 3)]
        assert len(found(wanted, *within, *together).slots) == 2
        beyond = found(wanted, *together)
        assert (len(beyond.slots), beyond.reason) == (1, PlanReason.BEYOND_THE_LIMIT)

    @pytest.mark.parametrize("missing", ["fire", "health"])
    def test_gives_nothing_when_a_department_has_no_time(self, missing: str) -> None:
        there = [morning(f"{code}-{n}") for code in {"fire", "health"} - {missing} for n in (1, 2)]
        assert search(WANTED, there, ()) is None


DEPARTMENTS = ("fire", "health", "tobacco")
PEOPLE = [f"{code}-{number}" for code in DEPARTMENTS for number in (1, 2)]
STRETCHES = st.lists(
    st.builds(
        lambda who, day, begins, lasts: free(
            who, at(begins, day=day), at(begins, day=day) + timedelta(minutes=lasts)
        ),
        st.sampled_from(PEOPLE),
        st.integers(0, 6),
        st.integers(7, 18),
        st.integers(30, 300),
    ),
    max_size=25,
)
OTHERS = st.lists(
    st.builds(
        lambda who, day, begins: OtherVisit(who, at(begins, day=day), at(begins + 1, 30, day=day)),
        st.sampled_from(PEOPLE),
        st.integers(0, 6),
        st.integers(8, 16),
    ),
    max_size=10,
)
EXCLUDED = st.frozensets(st.sampled_from(PEOPLE), max_size=2)


@given(STRETCHES, OTHERS, EXCLUDED)
def test_every_visit_keeps_every_rule(
    calendar: list[FreeTime], others: list[OtherVisit], excluded: frozenset[str]
) -> None:
    wanted = replace(WANTED, departments=DEPARTMENTS, excluded=excluded, until=at(23, day=3))
    plan = search(wanted, calendar, others)
    for slot in plan.slots if plan else ():
        assert len(set(subjects(slot))) >= 2
        assert not set(subjects(slot)) & excluded
        assert slot.starts_at > BEFORE
        assert slot.ends_at - slot.starts_at == TERMS.duration
        assert CALENDAR.is_working_day(local_date(slot.starts_at))
        begins, ends = (i.astimezone(SHANGHAI).time() for i in (slot.starts_at, slot.ends_at))
        assert any(h.opens_at <= begins and ends <= h.closes_at for h in TERMS.hours)
        for inspector in slot.inspectors:
            _assert_is_free(inspector, slot, calendar, others)


def _assert_is_free(
    inspector: Inspector, slot: Slot, calendar: list[FreeTime], others: list[OtherVisit]
) -> None:
    own = {(v.starts_at, v.ends_at) for v in others if v.subject == inspector.subject}
    for starts_at, ends_at in own:
        assert ends_at + TERMS.travel <= slot.starts_at or slot.ends_at <= starts_at - TERMS.travel
    days = Counter(local_date(starts_at) for starts_at, _ in own)
    assert days[local_date(slot.starts_at)] < TERMS.daily_maximum
    assert any(
        each.inspector == inspector
        and each.starts_at <= slot.starts_at
        and slot.ends_at <= each.ends_at
        for each in calendar
    )


# Trying every division at every quarter of an hour takes its time.
@settings(max_examples=20)
@given(STRETCHES, OTHERS, EXCLUDED)
def test_the_plan_covers_all_departments_in_as_few_visits_as_can_be(
    calendar: list[FreeTime], others: list[OtherVisit], excluded: frozenset[str]
) -> None:
    wanted = replace(WANTED, departments=DEPARTMENTS, excluded=excluded)
    plan = search(wanted, calendar, others)
    fewest = min(
        (
            len(division)
            for division in _divisions(list(DEPARTMENTS))
            if all(
                _can_come(replace(wanted, departments=group), calendar, others)
                for group in division
            )
        ),
        default=None,
    )
    assert (len(plan.slots) if plan else None) == fewest
    if plan:
        came = [sorted({i.department for i in slot.inspectors}) for slot in plan.slots]
        assert sorted(code for group in came for code in group) == sorted(DEPARTMENTS)


@given(STRETCHES, OTHERS)
def test_no_quarter_of_an_hour_before_the_common_slot_would_have_done(
    calendar: list[FreeTime], others: list[OtherVisit]
) -> None:
    plan = search(WANTED, calendar, others)
    earliest = _earliest_by_trying(WANTED, calendar, others)
    if plan and plan.reason is PlanReason.COMMON:
        assert plan.slots[0].starts_at == earliest
    else:
        assert earliest is None


def _divisions(departments: list[str]) -> Iterator[list[tuple[str, ...]]]:
    """Give every way to divide departments into groups."""
    if not departments:
        yield []
        return
    first, *rest = departments
    for division in _divisions(rest):
        yield [(first,), *division]
        for index, group in enumerate(division):
            yield [*division[:index], (first, *group), *division[index + 1 :]]


def _can_come(wanted: Wanted, calendar: list[FreeTime], others: list[OtherVisit]) -> bool:
    return _earliest_by_trying(wanted, calendar, others) is not None


def _earliest_by_trying(
    wanted: Wanted, calendar: list[FreeTime], others: list[OtherVisit]
) -> datetime | None:
    """Try every quarter of an hour of the week's hours, written apart from the search."""
    quarters = ((day, hour, 15 * n) for day in range(7) for hour in range(9, 16) for n in range(4))
    for day, hour, minute in quarters:
        starts_at = at(hour, minute, day=day)
        slot = Slot(starts_at, starts_at + TERMS.duration, ())
        able = {
            s.inspector for s in calendar if _is_able(s.inspector, slot, wanted, calendar, others)
        }
        by_department = [
            min(sum(each.department == code for each in able), 2) for code in wanted.departments
        ]
        if all(by_department) and sum(by_department) >= 2:
            return starts_at
    return None


def _is_able(
    who: Inspector,
    slot: Slot,
    wanted: Wanted,
    calendar: list[FreeTime],
    others: list[OtherVisit],
) -> bool:
    begins, ends = (i.astimezone(SHANGHAI).time() for i in (slot.starts_at, slot.ends_at))
    in_hours = any(h.opens_at <= begins and ends <= h.closes_at for h in TERMS.hours)
    if who.subject in wanted.excluded or not in_hours or slot.starts_at <= wanted.after:
        return False
    if not CALENDAR.is_working_day(local_date(slot.starts_at)):
        return False
    try:
        _assert_is_free(who, slot, calendar, others)
    except AssertionError:
        return False
    return True
