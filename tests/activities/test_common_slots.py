"""Half-days that suit all departments of a joint visit."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from activities.common_slots import MOST_SLOTS, common_slots
from departments.protocol import InspectorSlot
from domain.case import Inspector, Slot

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
BEFORE = MONDAY - timedelta(hours=1)
HALF_DAY = timedelta(hours=3)


def free(
    department: str, inspector: str, starts_at: datetime = MONDAY, lasts: timedelta = HALF_DAY
) -> InspectorSlot:
    return InspectorSlot(inspector, department, starts_at, starts_at + lasts)


def common(
    *slots: InspectorSlot, departments: tuple[str, ...] = ("fire", "health"), minimum: int = 2
) -> tuple[Slot, ...]:
    return common_slots(slots, departments=departments, after=BEFORE, minimum_inspectors=minimum)


def test_a_slot_needs_an_inspector_of_every_department() -> None:
    assert common(free("fire", "f1"), free("fire", "f2")) == ()
    [slot] = common(free("fire", "f1"), free("health", "h1"))
    assert slot.inspectors == (Inspector("f1", "fire"), Inspector("h1", "health"))


def test_a_slot_needs_the_minimum_of_inspectors_in_all() -> None:
    assert common(free("fire", "f1"), departments=("fire",)) == ()
    assert len(common(free("fire", "f1"), free("fire", "f2"), departments=("fire",))) == 1
    assert common(free("fire", "f1"), free("health", "h1"), minimum=3) == ()


def test_one_inspector_named_twice_is_one_inspector() -> None:
    assert common(free("fire", "f1"), free("fire", "f1"), departments=("fire",)) == ()


def test_a_visit_does_not_tie_up_everybody() -> None:
    slots = [free("fire", f"f{number}") for number in range(5)]
    [slot] = common(*slots, free("health", "h1"))
    assert [inspector.subject for inspector in slot.inspectors] == ["f0", "f1", "h1"]


def test_inspectors_must_be_free_for_the_whole_slot() -> None:
    long, short = free("fire", "f1"), free("health", "h1", lasts=timedelta(hours=2))
    [slot] = common(long, short)
    assert slot.ends_at == MONDAY + timedelta(hours=2)
    afternoon = MONDAY + timedelta(hours=5)
    assert common(free("fire", "f1"), free("health", "h1", afternoon)) == ()


def test_the_same_instant_in_another_time_zone_is_the_same_slot() -> None:
    shanghai = MONDAY.astimezone(timezone(timedelta(hours=8)))
    assert len(common(free("fire", "f1"), free("health", "h1", shanghai))) == 1


def test_what_has_begun_and_who_was_not_asked_are_left_out() -> None:
    past = BEFORE - timedelta(hours=1)
    assert common(free("fire", "f1", past), free("health", "h1", past)) == ()
    [slot] = common(free("fire", "f1"), free("health", "h1"), free("tobacco", "t1"))
    assert {inspector.department for inspector in slot.inspectors} == {"fire", "health"}


@given(
    st.lists(
        st.builds(
            lambda department, number, day: free(
                department, f"{department}-{number}", MONDAY + timedelta(days=day)
            ),
            st.sampled_from(["fire", "health"]),
            st.integers(1, 4),
            st.integers(-3, 30),
        ),
        max_size=40,
    )
)
def test_every_slot_suits_all_and_the_earliest_come_first(slots: list[InspectorSlot]) -> None:
    found = common(*slots)
    assert len(found) <= MOST_SLOTS
    assert [slot.starts_at for slot in found] == sorted({slot.starts_at for slot in found})
    for slot in found:
        assert slot.starts_at > BEFORE
        assert {inspector.department for inspector in slot.inspectors} == {"fire", "health"}
        for inspector in slot.inspectors:
            own = free(inspector.department, inspector.subject, slot.starts_at)
            assert own in slots
