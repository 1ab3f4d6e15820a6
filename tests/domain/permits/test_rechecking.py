"""Sampled re-check of instant grants: the draw, who looks, and what abuse brings (R73, R74)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.actors import Actor
from domain.catalogue import Item
from domain.commands import CompleteTask
from domain.errors import Refused
from domain.item_terms import InstantApproval, InstantRule
from domain.permits import events as happened
from domain.permits.permit import Permit
from domain.permits.rechecking import is_sampled
from domain.permits.statuses import CreditFact, RevocationCause
from domain.routes import Route
from domain.tasks import Reason, TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.permits import PermitStory, grant_of
from tests.fakes.stories import inspector, reviewer

OWNER = "transport"
REVIEWER = reviewer(OWNER)
REASONS = (Reason("A.space", "the vehicle named is another firm's"),)


def instant_item(percent: int = 100) -> Item:
    rule = InstantRule("small", "form.size == '1'", c.label("small"), "R71")
    approval = InstantApproval("R71", date(2026, 1, 1), (rule,), percent, "assumption: a share")
    return replace(c.plain("A", OWNER, instant=True), instant_approval=approval)


def granted(percent: int = 100, route: Route = Route.INSTANT, number: int = 0) -> PermitStory:
    permit_id = f"case-{number}.A"
    grant = grant_of(instant_item(percent), route=route, permit_id=permit_id)
    return PermitStory(grant).begun()


def look(
    story: PermitStory,
    outcome: TaskOutcome,
    actor: Actor = REVIEWER,
    *,
    cause: str = "",
    reasons: tuple[Reason, ...] = REASONS,
) -> None:
    (task,) = story.permit.open_tasks(TaskKind.RECHECK)
    story.play(
        CompleteTask(actor, task.task_id, outcome, reasons=reasons, cause_of_revocation=cause)
    )


def rechecked(
    outcome: TaskOutcome, cause: str = "", reasons: tuple[Reason, ...] = REASONS
) -> PermitStory:
    story = granted()
    look(story, outcome, cause=cause, reasons=reasons)
    return story


class TestDraw:
    def test_falls_on_about_the_published_share(self) -> None:
        stories = (granted(10, number=number) for number in range(1000))
        drawn = sum(is_sampled(story.permit) for story in stories)
        assert 70 <= drawn <= 130

    def test_falls_on_every_grant_when_the_share_is_everything(self) -> None:
        assert all(is_sampled(granted(100, number=number).permit) for number in range(50))

    def test_gives_the_same_whenever_it_is_drawn(self) -> None:
        assert is_sampled(granted(50).permit) is is_sampled(granted(50).permit)

    @pytest.mark.parametrize("route", [Route.REVIEW, Route.COMMITMENT, Route.FILING])
    def test_concerns_only_what_rules_granted(self, route: Route) -> None:
        story = granted(route=route)
        assert not story.permit.open_tasks(TaskKind.RECHECK)

    def test_passes_over_items_without_a_published_list(self) -> None:
        permit = Permit(grant=grant_of(c.plain("A", OWNER, instant=True), route=Route.INSTANT))
        assert not is_sampled(permit)


class TestRecheck:
    def test_is_opened_for_the_department_when_the_permit_begins(self) -> None:
        (task,) = granted().permit.open_tasks(TaskKind.RECHECK)
        assert (task.departments, task.role.value) == ((OWNER,), "reviewer")

    def test_confirms_the_grant_without_any_trace_in_credit(self) -> None:
        story = rechecked(TaskOutcome.PASSED, reasons=())
        assert story.log[-1] == happened.GrantRechecked(is_confirmed=True)
        assert not story.permit.open_tasks(TaskKind.RECHECK)

    def test_notes_abuse_in_the_credit_of_firm_and_person(self) -> None:
        story = rechecked(TaskOutcome.FAILED, "fraud")
        found, credit = story.log[-2:]
        assert found == happened.GrantRechecked(
            is_confirmed=False, reasons=REASONS, cause=RevocationCause.FRAUD
        )
        assert credit == happened.CreditFactRecorded(
            CreditFact.INSTANT_APPROVAL_ABUSED, ("business-1", "person-1")
        )

    def test_blames_nobody_for_rules_that_let_too_much_through(self) -> None:
        story = rechecked(TaskOutcome.FAILED, "authority_error")
        assert not [e for e in story.log if isinstance(e, happened.CreditFactRecorded)]

    @pytest.mark.parametrize(
        ("outcome", "cause", "reasons", "expected"),
        [
            (TaskOutcome.FAILED, "", REASONS, "cause_unknown"),
            (TaskOutcome.FAILED, "false_commitment", REASONS, "not_on_commitment"),
            (TaskOutcome.FAILED, "fraud", (), "reasons_missing"),
            (TaskOutcome.PASSED, "fraud", REASONS, "cause_does_not_fit"),
            (TaskOutcome.GRANT, "", (), "outcome_does_not_fit"),
        ],
    )
    def test_refuses_a_record_that_says_too_little_or_contradicts_itself(
        self, outcome: TaskOutcome, cause: str, reasons: tuple[Reason, ...], expected: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            rechecked(outcome, cause, reasons)
        assert refused.value.reason == expected

    def test_is_done_by_a_reviewer_of_the_department(self) -> None:
        story = granted()
        for actor in (reviewer("health"), inspector(OWNER)):
            with pytest.raises(Refused):
                look(story, TaskOutcome.PASSED, actor)

    def test_loses_its_object_when_the_permit_is_revoked(self) -> None:
        story = granted()
        story.propose("fraud", actor=REVIEWER, hearing_until=date(2026, 3, 9))
        story.wait_days(10)
        story.resolve(TaskOutcome.REVOKE, REVIEWER)
        assert not story.permit.open_tasks(TaskKind.RECHECK)
