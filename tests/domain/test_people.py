"""People who review: recusal, assignment, four eyes, grounds of a refusal, what went before."""

from dataclasses import replace

import pytest

from domain import commands as asked
from domain import events as happened
from domain import review_commands as in_review
from domain.actions import allowed_actions
from domain.actors import Actor, Role
from domain.catalogue import Item
from domain.errors import Refused
from domain.item_terms import RefusalGround
from domain.predecessors import predecessors
from domain.review_events import OfficialExcluded
from domain.statuses import LaneStatus
from domain.submission import Applicant
from domain.tasks import Reason, Task, TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.stories import APPLICANT, SUPERVISOR, Story, gap, reviewer, story, uploaded

FIRST, SECOND, THIRD = reviewer("one", 1), reviewer("one", 2), reviewer("one", 3)
NOT_MET = (Reason("A.space", "too small"),)


def refused(told: Story, command: asked.Command) -> Refused:
    before = told.case
    with pytest.raises(Refused) as refusal:
        told.play(command)
    assert told.case == before
    assert refusal.value.rule
    return refusal.value


def review(told: Story) -> Task:
    return told.task(TaskKind.REVIEW, "A")


def granting(task: Task, actor: Actor, acting_for: str = "") -> asked.CompleteTask:
    return asked.CompleteTask(actor, task.task_id, TaskOutcome.GRANT, acting_for=acting_for)


def refusing(task: Task, *codes: str) -> asked.CompleteTask:
    reasons = tuple(Reason(code, "words") for code in codes)
    return asked.CompleteTask(FIRST, task.task_id, TaskOutcome.REFUSE, reasons)


class TestRecusal:
    def excluded(self, item_code: str = "") -> Story:
        told = story(c.plain("A", "one"), c.plain("B", "one")).accepted()
        told.play(in_review.ExcludeOfficial(FIRST, FIRST.subject, "my brother's shop", item_code))
        return told

    def test_keeps_who_declared_it_from_deciding_and_no_colleague(self) -> None:
        told = self.excluded()
        refusal = refused(told, granting(review(told), FIRST))
        assert (refusal.reason, refusal.rule) == ("conflict_of_interest", "公务员法 76")
        told.play(granting(review(told), SECOND))
        assert told.lane("A").status is LaneStatus.GRANTED

    def test_of_one_item_leaves_the_others(self) -> None:
        told = self.excluded("B")
        told.play(granting(review(told), FIRST))
        assert told.lane("A").status is LaneStatus.GRANTED

    def test_is_shown_by_the_allowed_actions(self) -> None:
        told = self.excluded()
        shown = allowed_actions(told.case, FIRST, told.now)
        of_tasks = {one.reason for one in shown if one.action == "complete_task"}
        assert of_tasks == {"conflict_of_interest"}

    def test_keeps_a_task_from_being_given_to_somebody_in_conflict(self) -> None:
        told = self.excluded()
        command = asked.ReassignTask(SUPERVISOR, review(told).task_id, FIRST.subject)
        assert refused(told, command).reason == "conflict_of_interest"

    def test_declared_twice_is_recorded_once(self) -> None:
        told = self.excluded()
        again = in_review.ExcludeOfficial(FIRST, FIRST.subject, "the same again")
        assert told.play(again) == ()
        assert sum(isinstance(event, OfficialExcluded) for event in told.log) == 1

    def test_of_another_is_for_the_supervisor(self) -> None:
        told = self.excluded()
        by_colleague = in_review.ExcludeOfficial(FIRST, SECOND.subject, "his aunt")
        assert refused(told, by_colleague).reason == "only_oneself"
        told.play(in_review.ExcludeOfficial(SUPERVISOR, SECOND.subject, "his aunt"))
        assert refused(told, granting(review(told), SECOND)).reason == "conflict_of_interest"

    @pytest.mark.parametrize(
        ("command", "reason"),
        [
            (in_review.ExcludeOfficial(FIRST, FIRST.subject, " "), "reasons_missing"),
            (in_review.ExcludeOfficial(FIRST, FIRST.subject, "words", "Z"), "item_unknown"),
            (in_review.ExcludeOfficial(APPLICANT, FIRST.subject, "words"), "officials_only"),
        ],
    )
    def test_needs_reasons_an_item_of_the_case_and_an_official(
        self, command: in_review.ExcludeOfficial, reason: str
    ) -> None:
        assert refused(self.excluded(), command).reason == reason

    def test_holds_for_ones_own_application_without_a_word(self) -> None:
        told = story(c.plain("A", "one"))
        applicant = Applicant("applicant-1", FIRST.subject)
        told.case = replace(
            told.case, submission=replace(told.case.submission, applicant=applicant)
        )
        told.accepted()
        assert refused(told, granting(review(told), FIRST)).reason == "conflict_of_interest"
        told.play(granting(review(told), SECOND))


class TestAssignment:
    def assigned(self) -> Story:
        told = story(c.plain("A", "one")).accepted()
        told.play(asked.ReassignTask(SUPERVISOR, review(told).task_id, SECOND.subject))
        return told

    def test_binds_the_colleagues(self) -> None:
        told = self.assigned()
        refusal = refused(told, granting(review(told), FIRST))
        assert refusal.reason == "task_assigned_to_another"
        assert SECOND.subject in refusal.message
        told.play(granting(review(told), SECOND))

    def test_lets_whoever_stands_in_decide_and_says_for_whom(self) -> None:
        told = self.assigned()
        decided = told.play(granting(review(told), FIRST, acting_for=SECOND.subject))[0]
        assert isinstance(decided, happened.TaskDecided)
        assert decided.acting_for == SECOND.subject

    def test_lets_nobody_in_who_stands_in_for_somebody_else(self) -> None:
        told = self.assigned()
        command = granting(review(told), FIRST, acting_for=THIRD.subject)
        assert refused(told, command).reason == "task_assigned_to_another"

    def test_of_older_records_binds_nobody(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        given = replace(review(told), assignee=SECOND.subject)
        told.case = replace(told.case, tasks=(given,))
        told.play(granting(given, FIRST))
        assert told.lane("A").status is LaneStatus.GRANTED


def four_eyed() -> Item:
    return replace(c.plain("A", "one"), four_eyes=True, four_eyes_source="R147")


class TestFourEyes:
    def recommended(self, outcome: TaskOutcome = TaskOutcome.RECOMMEND_GRANT) -> Story:
        told = story(four_eyed()).accepted()
        reasons = NOT_MET if outcome is TaskOutcome.RECOMMEND_REFUSE else ()
        told.play(asked.CompleteTask(FIRST, review(told).task_id, outcome, reasons))
        return told

    def sign(self, told: Story, outcome: TaskOutcome, *reasons: Reason) -> asked.CompleteTask:
        task = told.task(TaskKind.SIGNING, "A")
        return asked.CompleteTask(SECOND, task.task_id, outcome, reasons)

    def test_lets_the_first_only_recommend(self) -> None:
        told = story(four_eyed()).accepted()
        assert refused(told, granting(review(told), FIRST)).reason == "outcome_does_not_fit"

    def test_decides_when_another_signs(self) -> None:
        told = self.recommended()
        assert told.lane("A").status is LaneStatus.IN_REVIEW
        told.play(self.sign(told, TaskOutcome.GRANT))
        assert told.lane("A").status is LaneStatus.GRANTED
        assert told.lane("A").decided_by == SECOND.subject

    def test_refuses_to_let_the_same_person_sign(self) -> None:
        told = self.recommended()
        task = told.task(TaskKind.SIGNING, "A")
        assert refused(told, granting(task, FIRST)).reason == "four_eyes"
        to_himself = asked.ReassignTask(SUPERVISOR, task.task_id, FIRST.subject)
        assert refused(told, to_himself).reason == "four_eyes"

    def test_takes_over_the_reasons_of_a_recommended_refusal(self) -> None:
        told = self.recommended(TaskOutcome.RECOMMEND_REFUSE)
        told.play(self.sign(told, TaskOutcome.REFUSE))
        assert told.lane("A").reasons == NOT_MET
        assert told.lane("A").remedies

    def test_lets_the_signer_refuse_what_was_recommended_only_with_reasons(self) -> None:
        told = self.recommended()
        assert refused(told, self.sign(told, TaskOutcome.REFUSE)).reason == "reasons_missing"
        told.play(self.sign(told, TaskOutcome.REFUSE, *NOT_MET))
        assert told.lane("A").status is LaneStatus.REFUSED

    def test_can_be_signed_by_the_head_of_the_authority(self) -> None:
        told = self.recommended()
        head = Actor("head-1", Role.HEAD_OF_AUTHORITY, "one")
        told.play(granting(told.task(TaskKind.SIGNING, "A"), head))
        assert told.lane("A").decided_by == "head-1"

    def test_never_refuses_for_the_reasons_of_a_recommended_grant(self) -> None:
        told = story(four_eyed()).accepted()
        outcome = TaskOutcome.RECOMMEND_GRANT
        told.play(asked.CompleteTask(FIRST, review(told).task_id, outcome, NOT_MET))
        assert refused(told, self.sign(told, TaskOutcome.REFUSE)).reason == "reasons_missing"

    def test_goes_back_with_reasons_and_begins_anew(self) -> None:
        told = self.recommended()
        assert refused(told, self.sign(told, TaskOutcome.RETURN)).reason == "reasons_missing"
        told.play(self.sign(told, TaskOutcome.RETURN, Reason("A.plan", "look at it again")))
        assert review(told).is_open
        assert told.lane("A").recommendation is None

    def test_needs_the_reasons_of_a_refusal_already_when_it_is_recommended(self) -> None:
        told = story(four_eyed()).accepted()
        command = asked.CompleteTask(FIRST, review(told).task_id, TaskOutcome.RECOMMEND_REFUSE)
        assert refused(told, command).reason == "reasons_missing"

    def test_falls_away_with_the_application(self) -> None:
        told = self.recommended()
        told.play(asked.Withdraw(APPLICANT))
        assert not any(task.is_open for task in told.case.tasks)


class TestGrounds:
    def test_are_conditions_and_own_grounds_never_papers_alone(self) -> None:
        ground = RefusalGround("barred_person", c.label("barred"), "娱乐场所条例 5")
        told = story(replace(c.plain("A", "one"), refusal_grounds=(ground,))).accepted()
        task = review(told)
        assert refused(told, refusing(task, "A.plan")).reason == "ground_missing"
        assert refused(told, refusing(task, "mood")).reason == "reason_outside_the_notice"
        told.play(refusing(task, "barred_person", "A.plan"))
        assert told.lane("A").status is LaneStatus.REFUSED

    def test_need_words_each(self) -> None:
        ground = RefusalGround("barred_person", c.label("barred"), "娱乐场所条例 5")
        told = story(replace(c.plain("A", "one"), refusal_grounds=(ground,))).accepted()
        reasons = (Reason("A.space", "words"), Reason("barred_person", " "))
        task = review(told)
        command = asked.CompleteTask(FIRST, task.task_id, TaskOutcome.REFUSE, reasons)
        assert refused(told, command).reason == "reasons_missing"

    def test_are_papers_that_were_requested_and_did_not_come(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "A.plan"),))
        assert refused(told, refusing(review(told), "A.plan")).reason == "ground_missing"
        told.wait_days(20)
        told.play(refusing(review(told), "A.plan"))
        assert told.lane("A").status is LaneStatus.REFUSED

    def test_are_checklist_points_only_when_they_failed(self) -> None:
        told = story(c.food()).accepted().schedule_visit("market_regulation")
        told.inspect("kitchen_flow")
        task = told.task(TaskKind.REVIEW, c.FOOD)
        official = reviewer("market_regulation")

        def refusal_for(code: str) -> asked.CompleteTask:
            reasons = (Reason(code, "words"),)
            return asked.CompleteTask(official, task.task_id, TaskOutcome.REFUSE, reasons)

        assert refused(told, refusal_for("escape_route")).reason == "ground_missing"
        told.play(refusal_for("kitchen_flow"))
        assert told.lane(c.FOOD).status is LaneStatus.REFUSED

    def test_are_no_want_of_places_while_one_is_held(self) -> None:
        told = story(c.tobacco()).accepted()
        told.play(asked.PlaceAnswered(c.TOBACCO, rank=1, has_place=True))
        task = told.task(TaskKind.REVIEW, c.TOBACCO)
        reasons = (Reason("quantity_limit", "all taken"),)
        command = asked.CompleteTask(reviewer("tobacco"), task.task_id, TaskOutcome.REFUSE, reasons)
        refusal = refused(told, command)
        assert (refusal.reason, refusal.rule) == ("place_is_held", "行政许可法 57")

    def test_of_a_grant_out_of_order_name_the_article(self) -> None:
        told = story(c.tobacco()).accepted()
        told.play(asked.PlaceAnswered(c.TOBACCO, rank=2, has_place=False))
        task = told.task(TaskKind.REVIEW, c.TOBACCO)
        refusal = refused(told, granting(task, reviewer("tobacco")))
        assert (refusal.reason, refusal.rule) == ("decision_blocked", "行政许可法 57")


class TestWhatWentBefore:
    def test_shows_facts_and_dates_of_every_item_that_must_precede(self) -> None:
        told = story(
            c.licence(),
            c.after(c.food(), c.LICENCE),
            c.after(c.filing(), c.FOOD),
            papers=uploaded("BL-00.plan", "B1-02.plan", "safety_rules", "B1-08.plan"),
        ).accepted()
        food, licence = predecessors(told.case, c.FILING)
        assert (food.item_code, licence.item_code) == (c.FOOD, c.LICENCE)
        assert food.department == "market_regulation"
        assert food.accepted_at == told.case.accepted_at
        assert food.due_at is not None
        assert predecessors(told.case, c.LICENCE) == ()

    def test_says_what_is_missing_or_held_outside_the_case(self) -> None:
        told = story(c.after(c.food(), c.LICENCE)).accepted()
        (licence,) = predecessors(told.case, c.FOOD)
        has_debt = bool(told.case.open_debts(c.FOOD))
        assert licence.status == ("missing" if has_debt else "held")
        assert (licence.accepted_at, licence.due_at) == (None, None)


class TestActors:
    def test_supervisors_complete_no_task_of_a_department(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        chief = Actor("supervisor-1", Role.SUPERVISOR)
        assert refused(told, granting(review(told), chief)).reason == "not_your_department"
