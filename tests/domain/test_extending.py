"""A limit is extended once, and not beyond what Art. 42 lets the approver give."""

import pytest

from domain.clock import ClockId, ClockKind, Limit, LimitKind
from domain.commands import ExtendLimit
from domain.errors import Refused
from tests.fakes import catalogue as c
from tests.fakes.stories import SUPERVISOR, Story, story

LANE = ClockId(ClockKind.LANE, "A")
JOINT = ClockId(ClockKind.JOINT_CAP, "case")


def extend(told: Story, clock_id: ClockId, by: Limit) -> None:
    told.play(
        ExtendLimit(
            SUPERVISOR,
            clock_id,
            extension=by,
            approver="head-1",
            legal_basis="行政许可法 42",
            reasons="expert opinion is awaited",
        )
    )


@pytest.mark.parametrize(
    ("clock_id", "kind", "longest"),
    [(LANE, LimitKind.STATUTORY, 10), (JOINT, LimitKind.CAP, 15)],
    ids=["20 and 10", "45 and 15"],
)
def test_by_at_most_what_the_approver_may_give(
    clock_id: ClockId, kind: LimitKind, longest: int
) -> None:
    told = story(c.plain("A", "one")).accepted()
    with pytest.raises(Refused) as refusal:
        extend(told, clock_id, c.working_days(longest + 1, kind))
    assert (refusal.value.reason, refusal.value.field) == ("extension_too_long", "count")
    extend(told, clock_id, c.working_days(longest, kind))


def test_once_only() -> None:
    told = story(c.plain("A", "one")).accepted()
    extend(told, LANE, c.working_days(5))
    with pytest.raises(Refused) as refusal:
        extend(told, LANE, c.working_days(5))
    assert refusal.value.reason == "extended_before"
