"""Allowed actions say what ``decide`` would say."""

from domain.actors import Actor
from domain.errors import Refused
from domain.permits.actions import allowed_actions
from domain.tasks import TaskOutcome
from tests.fakes.permits import HEALTH, OFFICER, PermitStory, told
from tests.fakes.stories import APPLICANT, STRANGER, inspector


def allowed(story: PermitStory, actor: Actor) -> set[str]:
    actions = allowed_actions(story.permit, actor, story.now)
    assert all(action.reason and action.rule for action in actions if not action.allowed)
    return {action.action for action in actions if action.allowed}


class TestAllowedActions:
    def test_of_inspectors_while_a_check_is_owed(self) -> None:
        assert allowed(told(), inspector(HEALTH)) == {"complete_task"}
        assert allowed(told(), inspector("tax")) == set()

    def test_of_the_department_is_to_propose(self) -> None:
        assert allowed(told(), OFFICER) == {"propose_revocation"}

    def test_of_the_holder_follow_the_proceedings(self) -> None:
        story = told()
        assert allowed(story, APPLICANT) == set()
        story.check(TaskOutcome.FAILED)
        assert allowed(story, APPLICANT) == {"report_rectification"}
        story.propose("fraud")
        assert allowed(story, APPLICANT) == {"request_hearing"}
        assert allowed(story, STRANGER) == set()
        story.ask_hearing()
        assert allowed(story, OFFICER) == {"record_hearing"}

    def test_name_the_outcomes_of_a_task(self) -> None:
        story = told()
        (task,) = [
            action
            for action in allowed_actions(story.permit, inspector(HEALTH), story.now)
            if action.allowed
        ]
        assert task.outcomes == ("failed", "passed")
        assert task.concerns == "case-1.B1-04.task1"

    def test_do_not_offer_what_would_be_refused_for_lateness(self) -> None:
        story = told()
        story.propose("fraud")
        story.wait_days(30)
        assert allowed(story, APPLICANT) == set()
        try:
            story.ask_hearing()
        except Refused as refusal:
            assert refusal.reason == "hearing_period_over"
