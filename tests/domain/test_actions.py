"""What may be done now: exactly what the rules would take, with the same reason why not."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as asked
from domain import review_commands as in_review
from domain.actions import AllowedAction, allowed_actions
from domain.actors import Actor, Role
from domain.dispute import DisputeAbout
from domain.errors import Refused
from domain.tasks import OUTCOMES, TaskKind, TaskOutcome
from tests.domain.test_decide import Step, perform, steps, supermarket
from tests.fakes import catalogue as c
from tests.fakes.stories import (
    APPLICANT,
    STRANGER,
    SUPERVISOR,
    Story,
    gap,
    inspector,
    pledged,
    reviewer,
    story,
    uploaded,
)

ACTORS = (APPLICANT, STRANGER, SUPERVISOR, reviewer("one"), reviewer("market_regulation"))


def actions(told: Story, actor: Actor) -> dict[tuple[str, str], AllowedAction]:
    found = allowed_actions(told.case, actor, told.now)
    return {(action.action, action.concerns): action for action in found}


def allowed(told: Story, actor: Actor) -> set[tuple[str, str]]:
    return {name for name, action in actions(told, actor).items() if action.allowed}


class TestAllowed:
    def test_lets_the_applicant_withdraw_a_case_under_review(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        assert allowed(told, APPLICANT) == {
            ("withdraw", "case-1"),
            ("raise_dispute", "A/competence"),
        }

    def test_lets_the_reviewer_decide_with_the_outcomes_of_the_task(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        task = told.task(TaskKind.REVIEW)
        action = actions(told, reviewer("one"))["complete_task", task.task_id]
        assert action.allowed
        assert set(action.outcomes) == OUTCOMES[TaskKind.REVIEW]

    @pytest.mark.parametrize(
        ("actor", "acts"),
        [
            (Actor("head", Role.HEAD_OF_AUTHORITY, "one"), {"suspend_clock", "extend_limit"}),
            (Actor("head", Role.HEAD_OF_AUTHORITY, "two"), set()),
            (Actor("governor", Role.HEAD_OF_GOVERNMENT), set()),
            (reviewer("one"), {"suspend_clock"}),
            (SUPERVISOR, {"suspend_clock", "extend_limit"}),
        ],
    )
    def test_lets_officials_move_the_clock_of_an_item(self, actor: Actor, acts: set[str]) -> None:
        told = story(c.plain("A", "one")).accepted()
        assert {name for name, concerns in allowed(told, actor) if concerns == "lane/A"} == acts

    def test_lets_the_head_of_government_extend_joint_handling(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        governor = Actor("governor", Role.HEAD_OF_GOVERNMENT)
        assert ("extend_limit", "joint_cap/case") in allowed(told, governor)

    def test_lets_the_applicant_answer_a_correction_notice(self) -> None:
        told = story(c.plain("A", "one"), papers=()).submitted()
        assert ("correct_application", "case-1") in allowed(told, APPLICANT)

    def test_lets_the_applicant_answer_a_supplement_of_that_lane_alone(self) -> None:
        told = story(c.plain("A", "one"), c.plain("B", "two")).accepted()
        told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "A.plan"),))
        assert ("provide_supplement", "A") in allowed(told, APPLICANT)
        assert ("provide_supplement", "B") not in allowed(told, APPLICANT)

    def test_lets_the_applicant_pay_a_debt_once(self) -> None:
        told = story(c.food(), papers=uploaded("B1-02.plan"), pledges=pledged("safety_rules"))
        debt = told.accepted().case.debts[0].debt_id
        assert ("pay_debt", debt) in allowed(told, APPLICANT)
        told.play(asked.PayDebt(APPLICANT, debt, uploaded("safety_rules")[0]))
        assert ("pay_debt", debt) not in allowed(told, APPLICANT)

    def test_lets_the_applicant_put_off_a_visit_until_it_begins(self) -> None:
        told = story(c.food()).accepted()
        before = told.now
        told.schedule_visit("market_regulation")
        assert ("reschedule_visit", "case-1") not in allowed(told, APPLICANT)
        told.now = before
        assert ("reschedule_visit", "case-1") in allowed(told, APPLICANT)

    def test_lets_the_applicant_report_a_rectification(self) -> None:
        told = story(c.food()).accepted().schedule_visit("market_regulation")
        told.inspect("kitchen_flow")
        assert ("report_rectification", "case-1") in allowed(told, APPLICANT)

    def test_lets_the_inspectors_record_the_visit(self) -> None:
        told = story(c.food()).accepted().schedule_visit("market_regulation")
        task = ("complete_task", told.task(TaskKind.SITE_VISIT).task_id)
        assert task in allowed(told, inspector("market_regulation"))
        assert actions(told, reviewer("market_regulation"))[task].reason == "inspectors_only"

    def test_lets_supervisors_alone_supervise(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        assert ("supervise", "case-1") in allowed(told, SUPERVISOR)
        others = (APPLICANT, STRANGER, reviewer("one"), inspector("one"))
        assert not [each for each in others if ("supervise", "case-1") in allowed(told, each)]


class TestRefused:
    def test_names_reason_message_and_rule(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        for actor in ACTORS:
            for action in actions(told, actor).values():
                said = (action.reason, action.message, action.rule)
                assert any(said) is not action.allowed
                assert action.allowed or all(said)

    def test_leaves_a_stranger_nothing(self) -> None:
        assert allowed(story(c.plain("A", "one")).accepted(), STRANGER) == set()

    @pytest.mark.parametrize("actor", ACTORS)
    def test_leaves_nobody_anything_in_a_closed_case(self, actor: Actor) -> None:
        told = story(c.plain("A", "one")).accepted()
        told.play(asked.Withdraw(APPLICANT))
        told.play(asked.CloseCase())
        assert allowed(told, actor) == set()


class TestAgreement:
    """What is shown as refused is refused in just these words when it is tried all the same."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(steps(), max_size=25), st.sampled_from(ACTORS))
    def test_what_is_refused_here_is_refused_there(self, history: list[Step], actor: Actor) -> None:
        told = supermarket()
        told.play(asked.Submit(APPLICANT))
        for act, item, outcome, number in history:
            try:
                perform(told, act, item, outcome, number)
            except Refused:
                continue
        for action in actions(told, actor).values():
            if not action.allowed and action.action in ATTEMPTS:
                assert refusal_of(told, actor, action) == action.reason


ATTEMPTS: dict[str, Callable[[Actor, str], asked.Command]] = {
    "withdraw": lambda actor, _: asked.Withdraw(actor),
    "report_rectification": lambda actor, _: asked.ReportRectification(actor),
    "reschedule_visit": lambda actor, _: asked.RescheduleVisit(actor, "reason"),
    "correct_application": lambda actor, _: asked.CorrectApplication(actor, ()),
    "provide_supplement": lambda actor, code: asked.ProvideSupplement(actor, code, ()),
    "pay_debt": lambda actor, debt: asked.PayDebt(actor, debt, uploaded("paper")[0]),
    "complete_task": lambda actor, task: asked.CompleteTask(actor, task, TaskOutcome.GRANT),
    "object_to_request": lambda actor, code: in_review.ObjectToRequest(actor, code, "reasons"),
    "answer_objection": lambda actor, code: in_review.AnswerObjection(
        actor, code, upholds=True, reasons="reasons"
    ),
    "raise_dispute": lambda actor, concerns: in_review.RaiseDispute(
        actor, DisputeAbout(concerns.split("/")[1]), concerns.split("/")[0], "reasons"
    ),
    "decide_dispute": lambda actor, code: in_review.DecideDispute(
        actor, code, sustained=True, reasons="reasons"
    ),
    "exclude_official": lambda actor, _: in_review.ExcludeOfficial(actor, actor.subject, "reasons"),
    "supervise": lambda actor, _: asked.ReassignTask(actor, "task", "somebody"),
}


def refusal_of(told: Story, actor: Actor, action: AllowedAction) -> str:
    with pytest.raises(Refused) as refusal:
        told.play(ATTEMPTS[action.action](actor, action.concerns))
    return refusal.value.reason
