"""The joint visit: one for all, at least two inspectors, one notice, bounded rounds."""

from datetime import timedelta

import pytest

from domain import commands as asked
from domain.actors import Actor, Role
from domain.errors import Refused
from domain.site_visit import Inspector, Slot
from domain.statuses import LaneStatus, VisitStatus
from domain.tasks import Finding, TaskKind, TaskOutcome
from domain.visit_events import RectificationOrdered
from domain.visiting import earliest_common_slot, needs_slot
from tests.fakes import catalogue as c
from tests.fakes.credit import FLAGGED
from tests.fakes.stories import START, STRANGER, Story, committed, inspector, story

TEAM = ("market_regulation", "fire_rescue")


def visited() -> Story:
    told = story(c.food(), c.fire(), declined_commitment=(c.FIRE,)).accepted()
    return told.schedule_visit(*TEAM)


def slot(hours: int, *departments: str) -> Slot:
    starts_at = START + timedelta(hours=hours)
    team = tuple(Inspector(f"{code}-inspector-1", code) for code in departments)
    return Slot(starts_at, starts_at + timedelta(hours=2), team)


class TestCallForVisit:
    def test_gathers_all_lanes_that_need_a_look_into_one_visit(self) -> None:
        told = story(c.food(), c.fire(), c.tobacco(), declined_commitment=(c.FIRE,)).accepted()
        assert told.case.visit is not None
        assert told.case.visit.item_codes == (c.FOOD, c.FIRE)
        assert told.case.visit.points == ("escape_route", "kitchen_flow")

    def test_needs_none_when_no_lane_is_looked_at_before_the_decision(self) -> None:
        assert story(c.tobacco()).accepted().case.visit is None

    def test_takes_up_a_lane_that_falls_to_review_before_the_visit(self) -> None:
        told = story(c.food(), c.fire(), commitments=committed(c.FIRE)).accepted()
        told.play(asked.DecideAutomatically(c.FIRE))
        told.play(asked.CreditFetched(c.FIRE, FLAGGED))
        assert told.case.visit is not None
        assert set(told.case.visit.item_codes) == {c.FOOD, c.FIRE}


def earliest(told: Story, *slots: Slot) -> Slot | None:
    assert told.case.visit is not None
    return earliest_common_slot(told.case, told.case.visit, slots, START)


class TestEarliestCommonSlot:
    def test_is_the_earliest_that_suits_every_department(self) -> None:
        told = story(c.food(), c.fire(), declined_commitment=(c.FIRE,)).accepted()
        slots = (slot(30, *TEAM), slot(10, "fire_rescue"), slot(20, *TEAM))
        assert earliest(told, *slots) == slots[2]

    def test_is_none_when_it_has_passed(self) -> None:
        told = story(c.food(), c.fire(), declined_commitment=(c.FIRE,)).accepted()
        assert earliest(told, slot(-1, *TEAM)) is None

    def test_is_none_when_fewer_than_two_inspectors_are_free(self) -> None:
        told = story(c.food()).accepted()
        assert earliest(told, slot(5, "market_regulation")) is None


class TestVisitRecord:
    def test_unblocks_the_decisions_when_everything_passed(self) -> None:
        told = visited()
        told.inspect()
        told.grant(c.FOOD)
        told.grant(c.FIRE)
        assert told.lane(c.FIRE).status is LaneStatus.GRANTED

    def test_blocks_the_decision_before_it(self) -> None:
        told = story(c.food()).accepted()
        with pytest.raises(Refused) as refusal:
            told.grant(c.FOOD)
        assert "site_check_outstanding" in refusal.value.message

    def test_orders_one_rectification_for_the_failed_points_only(self) -> None:
        told = visited()
        told.inspect("kitchen_flow")
        ordered = [e for e in told.log if isinstance(e, RectificationOrdered)]
        assert [event.points for event in ordered] == [("kitchen_flow",)]

    def test_lets_an_item_pass_while_its_sibling_is_rectified(self) -> None:
        told = visited()
        told.inspect("kitchen_flow")
        told.grant(c.FIRE)
        with pytest.raises(Refused) as refusal:
            told.grant(c.FOOD)
        assert "rectification_open" in refusal.value.message

    def test_fails_both_items_when_a_shared_point_fails(self) -> None:
        told = visited()
        told.inspect("escape_route")
        for code in (c.FOOD, c.FIRE):
            with pytest.raises(Refused):
                told.grant(code)

    def test_re_examines_only_what_failed(self) -> None:
        told = visited()
        told.inspect("kitchen_flow")
        told.play(asked.ReportRectification(told.case.submission.submitted_by))
        told.schedule_visit("market_regulation")
        assert told.case.visit is not None
        assert told.case.visit.points == ("kitchen_flow",)
        told.inspect()
        told.grant(c.FOOD)
        assert told.lane(c.FOOD).status is LaneStatus.GRANTED

    def test_ends_after_the_last_round(self) -> None:
        told = visited()
        for _ in range(3):
            told.inspect("kitchen_flow")
            if told.case.visit and told.case.visit.status is VisitStatus.RECTIFYING:
                told.play(asked.ReportRectification(told.case.submission.submitted_by))
                told.schedule_visit("market_regulation")
        assert told.case.visit is not None
        assert told.case.visit.failed_items == (c.FOOD,)
        with pytest.raises(Refused) as refusal:
            told.grant(c.FOOD)
        assert "site_check_failed" in refusal.value.message
        told.refuse(c.FOOD)
        assert told.lane(c.FOOD).status is LaneStatus.REFUSED

    def test_fails_when_the_rectification_is_not_reported_in_time(self) -> None:
        told = visited()
        told.inspect("kitchen_flow")
        told.wait_days(30)
        assert told.case.visit is not None
        assert told.case.visit.failed_items == (c.FOOD,)

    def test_is_refused_when_one_person_signs(self) -> None:
        told = visited()
        task = told.task(TaskKind.SITE_VISIT)
        author = inspector("market_regulation")
        command = asked.CompleteTask(
            author, task.task_id, TaskOutcome.RECORDED, inspectors=(author.subject,)
        )
        with pytest.raises(Refused) as refusal:
            told.play(command)
        assert refusal.value.reason == "too_few_inspectors"

    def test_is_refused_when_a_point_is_not_answered(self) -> None:
        told = visited()
        task = told.task(TaskKind.SITE_VISIT)
        team = tuple(inspector(code).subject for code in TEAM)
        command = asked.CompleteTask(
            inspector("fire_rescue"),
            task.task_id,
            TaskOutcome.RECORDED,
            findings=(Finding("escape_route", "fire_rescue", passed=True),),
            inspectors=team,
        )
        with pytest.raises(Refused) as refusal:
            told.play(command)
        assert refusal.value.reason == "findings_missing"

    def test_is_refused_before_the_visit_has_begun(self) -> None:
        told = visited()
        told.now -= timedelta(hours=1)
        with pytest.raises(Refused) as refusal:
            told.inspect()
        assert refusal.value.reason == "visit_not_begun"

    def test_is_refused_when_a_reviewer_records_it(self) -> None:
        told = visited()
        task = told.task(TaskKind.SITE_VISIT)
        clerk = Actor("clerk", Role.REVIEWER, "fire_rescue")
        with pytest.raises(Refused) as refusal:
            told.play(asked.CompleteTask(clerk, task.task_id, TaskOutcome.RECORDED))
        assert refusal.value.reason == "inspectors_only"


class TestNoShow:
    def test_looks_for_another_slot_the_first_time(self) -> None:
        told = visited()
        told.inspect(outcome=TaskOutcome.NO_SHOW)
        assert needs_slot(told.case)
        told.schedule_visit(*TEAM)
        told.inspect()
        assert told.case.visit is not None
        assert told.case.visit.status is VisitStatus.CONCLUDED

    def test_fails_the_site_check_when_it_happens_again(self) -> None:
        told = visited()
        told.inspect(outcome=TaskOutcome.NO_SHOW)
        told.schedule_visit(*TEAM)
        told.inspect(outcome=TaskOutcome.NO_SHOW)
        assert told.case.visit is not None
        assert set(told.case.visit.failed_items) == {c.FOOD, c.FIRE}


class TestReschedule:
    def test_lets_the_slot_go_and_drops_the_inspectors_task(self) -> None:
        told = visited()
        told.now -= timedelta(hours=2)
        told.play(asked.RescheduleVisit(told.case.submission.submitted_by, "闭店装修"))
        assert needs_slot(told.case)
        assert not any(t.is_open for t in told.case.tasks if t.kind is TaskKind.SITE_VISIT)

    @pytest.mark.parametrize(
        ("actor", "reason", "code"),
        [
            (STRANGER, "no time", "not_the_applicant"),
            (Actor("supervisor-1", Role.SUPERVISOR), " ", "reason_missing"),
        ],
    )
    def test_is_refused(self, actor: Actor, reason: str, code: str) -> None:
        told = visited()
        told.now -= timedelta(hours=2)
        with pytest.raises(Refused) as refusal:
            told.play(asked.RescheduleVisit(actor, reason))
        assert refusal.value.reason == code

    def test_is_refused_when_the_visit_has_begun(self) -> None:
        told = visited()
        with pytest.raises(Refused) as refusal:
            told.play(asked.RescheduleVisit(told.case.submission.submitted_by, "late"))
        assert refusal.value.reason == "visit_has_begun"
