"""Leave: whose tasks, which days, and no chain of stand-ins."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.actors import Actor
from domain.delegating import Delegation, check_delegation, check_others, may_end
from domain.errors import Refused
from tests.fakes.stories import SUPERVISOR, inspector, reviewer

TODAY = date(2026, 3, 2)
ABSENT, COLLEAGUE = reviewer("one", 1), reviewer("one", 2)
LEAVE = Delegation("one", ABSENT.subject, COLLEAGUE.subject, TODAY, TODAY + timedelta(days=7))


@pytest.mark.parametrize("actor", [ABSENT, SUPERVISOR])
def test_is_laid_down_by_the_absent_or_a_supervisor(actor: Actor) -> None:
    check_delegation(LEAVE, actor, TODAY)
    assert may_end(LEAVE, actor) is None


@pytest.mark.parametrize("actor", [COLLEAGUE, reviewer("two"), inspector("one")])
def test_is_nobody_elses_matter(actor: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        check_delegation(LEAVE, actor, TODAY)
    assert refusal.value.reason == "not_your_leave"
    assert may_end(LEAVE, actor) is not None


@pytest.mark.parametrize(
    ("wanted", "reason", "field"),
    [
        (replace(LEAVE, delegate=ABSENT.subject), "delegate_is_oneself", "delegate"),
        (replace(LEAVE, begins_on=TODAY - timedelta(days=1)), "begins_in_the_past", "begins_on"),
        (
            replace(LEAVE, begins_on=TODAY + timedelta(days=8)),
            "ends_before_it_begins",
            "ends_on",
        ),
    ],
)
def test_is_refused_for_what_is_no_leave(wanted: Delegation, reason: str, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_delegation(wanted, ABSENT, TODAY)
    assert (refusal.value.reason, refusal.value.field) == (reason, field)


def test_of_one_day_is_a_leave() -> None:
    check_delegation(replace(LEAVE, ends_on=TODAY), ABSENT, TODAY)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (replace(LEAVE, delegate="third"), "delegated_before"),
        (replace(LEAVE, principal=COLLEAGUE.subject, delegate="third"), "delegate_absent"),
        (replace(LEAVE, principal="third", delegate=ABSENT.subject), "stands_in_himself"),
    ],
)
def test_makes_no_chain_on_the_same_days(other: Delegation, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_others(LEAVE, [other])
    assert refusal.value.reason == reason


def test_may_share_the_colleague_with_somebody_else_on_leave() -> None:
    check_others(LEAVE, [replace(LEAVE, principal="third")])
