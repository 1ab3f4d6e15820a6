"""Receipt, completeness, the one correction, silence, and the fifth working day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain import commands as asked
from domain import events as happened
from domain.calendar import end_of_day
from domain.catalogue import Item, PaperClass, Requirement
from domain.errors import Refused
from domain.statuses import CaseEnding, CaseStatus, DebtStatus, LaneStatus
from domain.submission import Business, CurrentBar
from domain.tasks import TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.credit import FLAGGED
from tests.fakes.stories import (
    STRANGER,
    Story,
    committed,
    gap,
    pledged,
    reviewer,
    story,
    uploaded,
)


def checked_item(code: str = "B1-03", owner: str = "market_regulation") -> Item:
    return c.plain(code, owner, papers=(c.paper(f"{code}.plan", needs_person=True),))


class TestSubmit:
    def test_is_received_with_all_items_when_handed_in(self) -> None:
        told = story(c.shared("A", "one"), c.hygiene(), papers=())
        told.play(asked.Submit(told.case.submission.submitted_by))
        assert told.case.status is CaseStatus.RECEIVED
        assert [lane.item_code for lane in told.case.lanes] == ["A", c.HYGIENE]

    def test_is_accepted_in_the_same_turn_when_shared_data_need_not_be_asked(self) -> None:
        told = story(c.food(), c.hygiene(), commitments=committed(c.HYGIENE))
        told.play(asked.Submit(told.case.submission.submitted_by))
        assert told.case.status is CaseStatus.ACCEPTED

    def test_is_refused_when_handed_in_twice(self) -> None:
        told = story(c.food()).submitted()
        with pytest.raises(Refused) as refusal:
            told.play(asked.Submit(told.case.submission.submitted_by))
        assert refusal.value.reason == "already_submitted"

    def test_is_refused_when_a_stranger_hands_it_in(self) -> None:
        with pytest.raises(Refused) as refusal:
            story(c.food(), submitted_by=STRANGER).submitted()
        assert refusal.value.reason == "not_the_applicant"

    @pytest.mark.parametrize(
        ("requirement", "status"),
        [
            (Requirement.ABOLISHED, LaneStatus.NOT_REQUIRED),
            (Requirement.NOT_REQUIRED, LaneStatus.NOT_REQUIRED),
            (Requirement.OUTSIDE_SCHEME, LaneStatus.OUTSIDE_SCHEME),
            (Requirement.WRONG_AUTHORITY, LaneStatus.WRONG_AUTHORITY),
        ],
    )
    def test_turns_an_item_away_at_once_when_it_does_not_belong_here(
        self, requirement: Requirement, status: LaneStatus
    ) -> None:
        told = story(
            c.food(), c.tobacco(), determinations=(c.determined(c.TOBACCO, requirement),)
        ).submitted()
        assert told.lane(c.TOBACCO).status is status
        assert told.lane(c.FOOD).status is LaneStatus.ACCEPTED

    def test_bars_an_item_when_a_bar_is_in_force(self) -> None:
        bar = CurrentBar(c.FOOD, date(2027, 1, 1), "行政许可法 79")
        told = story(c.food(), bars=(bar,)).submitted()
        assert told.lane(c.FOOD).status is LaneStatus.BARRED
        assert told.case.ending is CaseEnding.NOTHING_ACCEPTED

    def test_does_not_bar_when_the_bar_has_ended(self) -> None:
        bar = CurrentBar(c.FOOD, date(2026, 3, 1), "行政许可法 79")
        assert story(c.food(), bars=(bar,)).submitted().lane(c.FOOD).status is LaneStatus.ACCEPTED


class TestAccept:
    def test_accepts_all_items_when_nothing_is_missing(self) -> None:
        told = story(c.food(), c.fire(), declined_commitment=(c.FIRE,)).submitted()
        assert told.case.status is CaseStatus.ACCEPTED
        assert told.case.debts == ()

    def test_asks_once_for_everything_missing_in_all_items(self) -> None:
        told = story(c.plain("A", "one"), c.plain("B", "two"), papers=()).submitted()
        assert told.case.correction is not None
        assert {g.item_code for g in told.case.correction.gaps} == {"A", "B"}
        assert sum(isinstance(event, happened.CorrectionRequested) for event in told.log) == 1

    def test_tolerates_a_deferrable_paper_when_it_is_pledged(self) -> None:
        told = story(
            c.food(), papers=uploaded("B1-02.plan"), pledges=pledged("safety_rules")
        ).submitted()
        (debt,) = told.case.debts
        assert (debt.wants, debt.due_on) == ("safety_rules", date(2026, 3, 9))

    def test_asks_for_a_deferrable_paper_when_it_is_not_pledged(self) -> None:
        told = story(c.food(), papers=uploaded("B1-02.plan")).submitted()
        assert told.case.status is CaseStatus.CORRECTING

    def test_does_not_tolerate_when_the_party_is_dishonest(self) -> None:
        told = story(
            c.food(),
            papers=uploaded("B1-02.plan"),
            pledges=pledged("safety_rules"),
            credit=FLAGGED,
        ).submitted()
        assert told.case.status is CaseStatus.CORRECTING

    def test_waits_for_a_shareable_paper_when_its_source_is_silent(self) -> None:
        shared = c.paper("id_card", PaperClass.SHAREABLE, shared_as="id_card")
        told = story(c.plain("A", "one", papers=(shared,)), papers=())
        told.play(asked.Submit(told.case.submission.submitted_by))
        told.play(asked.Accept(unreachable=("id_card",)))
        assert told.case.status is CaseStatus.ACCEPTED
        assert [debt.wants for debt in told.case.debts] == ["id_card"]

    def test_asks_for_a_shareable_paper_when_the_source_does_not_know_it(self) -> None:
        shared = c.paper("id_card", PaperClass.SHAREABLE, shared_as="id_card")
        told = story(c.plain("A", "one", papers=(shared,)), papers=()).submitted()
        assert told.case.status is CaseStatus.CORRECTING

    def test_incurs_a_debt_for_a_prerequisite_that_is_applied_for_together(self) -> None:
        told = story(c.licence(), c.after(c.food(), c.LICENCE), business=new_business()).submitted()
        (debt,) = told.case.debts
        assert (debt.item_code, debt.wants, debt.due_on) == (c.FOOD, c.LICENCE, None)

    def test_owes_nothing_for_the_licence_when_the_business_has_its_code(self) -> None:
        told = story(c.after(c.food(), c.LICENCE)).submitted()
        assert told.case.debts == ()

    def test_takes_a_signed_commitment_for_the_report_it_replaces(self) -> None:
        told = story(c.hygiene(), papers=(), commitments=committed(c.HYGIENE)).submitted()
        assert told.case.status is CaseStatus.ACCEPTED
        assert told.case.debts == ()

    def test_asks_for_the_commitment_letter_when_it_is_not_signed(self) -> None:
        told = story(c.hygiene()).submitted()
        assert told.case.correction is not None
        assert [g.code for g in told.case.correction.gaps] == ["commitment"]


def new_business() -> Business:
    told = story(c.food())
    return replace(told.case.submission.business, uscc=None)


class TestIntakeCheck:
    def test_opens_one_task_per_department_when_a_person_must_look(self) -> None:
        told = story(checked_item("A", "one"), checked_item("B", "one"), checked_item("C", "two"))
        told.submitted()
        opened = [(task.departments, task.item_codes) for task in told.case.tasks]
        assert opened == [(("one",), ("A", "B")), (("two",), ("C",))]
        assert told.case.status is CaseStatus.RECEIVED

    def test_accepts_when_the_last_department_finds_the_papers_sufficient(self) -> None:
        told = story(checked_item("A", "one"), checked_item("C", "two")).submitted()
        answer(told, "one")
        after_the_first = told.case.status
        answer(told, "two")
        assert after_the_first is CaseStatus.RECEIVED
        assert told.case.status is CaseStatus.ACCEPTED

    def test_merges_all_gaps_in_one_notice_when_all_have_answered(self) -> None:
        told = story(checked_item("A", "one"), checked_item("C", "two")).submitted()
        answer(told, "one", "A", "A.plan")
        answer(told, "two", "C", "C.plan")
        assert told.case.correction is not None
        assert [g.code for g in told.case.correction.gaps] == ["A.plan", "C.plan"]

    def test_refuses_a_demand_the_notice_does_not_know(self) -> None:
        told = story(checked_item("A", "one")).submitted()
        with pytest.raises(Refused) as refusal:
            answer(told, "one", "A", "bank_statement")
        assert refusal.value.reason == "outside_the_notice"
        assert told.case.intake_answers == ()

    def test_sends_what_is_known_on_the_fifth_day_when_a_department_is_silent(self) -> None:
        told = story(checked_item("A", "one"), checked_item("C", "two")).submitted()
        answer(told, "one", "A", "A.plan")
        told.wait_days(8)
        assert told.case.status is CaseStatus.CORRECTING
        assert not any(task.is_open for task in told.case.tasks)

    def test_is_accepted_as_of_receipt_when_nothing_was_sent_in_five_days(self) -> None:
        told = story(checked_item("A", "one")).submitted()
        received_at = told.case.received_at
        told.wait_days(8)
        assert told.case.status is CaseStatus.ACCEPTED
        assert told.case.accepted_at == received_at

    def test_cannot_send_a_late_notice_when_the_worker_was_down_on_the_fifth_day(self) -> None:
        told = story(checked_item("A", "one"), checked_item("C", "two")).submitted()
        answer(told, "one", "A", "A.plan")
        told.now = end_of_day(date(2026, 3, 9)) + timedelta(hours=2)
        told.ring()
        assert told.case.correction is None
        assert told.case.status is CaseStatus.ACCEPTED


def answer(told: Story, department: str, item_code: str = "", code: str = "") -> None:
    task = next(t for t in told.case.tasks if t.is_open and t.departments == (department,))
    assert task.kind is TaskKind.INTAKE_CHECK
    outcome = TaskOutcome.DEFICIENT if code else TaskOutcome.SUFFICIENT
    gaps = (gap(item_code, code),) if code else ()
    told.play(asked.CompleteTask(reviewer(department), task.task_id, outcome, gaps=gaps))


class TestCorrection:
    def correcting(self) -> Story:
        return story(
            c.plain("A", "one"), c.plain("B", "two"), papers=uploaded("A.plan")
        ).submitted()

    def test_accepts_all_when_what_was_asked_for_came(self) -> None:
        told = self.correcting()
        told.play(asked.CorrectApplication(told.case.submission.submitted_by, uploaded("B.plan")))
        assert {lane.status for lane in told.case.lanes} == {LaneStatus.ACCEPTED}

    def test_does_not_accept_what_still_lacks_something(self) -> None:
        told = story(c.plain("A", "one"), c.food(), papers=uploaded("A.plan")).submitted()
        told.play(
            asked.CorrectApplication(told.case.submission.submitted_by, uploaded("B1-02.plan"))
        )
        assert told.lane(c.FOOD).status is LaneStatus.NOT_ACCEPTED
        assert told.lane(c.FOOD).remedies
        assert told.lane("A").status is LaneStatus.ACCEPTED

    def test_closes_what_was_not_supplemented_and_accepts_the_rest_on_silence(self) -> None:
        told = self.correcting().wait_days(30)
        assert told.lane("A").status is LaneStatus.ACCEPTED
        assert told.lane("B").status is LaneStatus.TERMINATED

    def test_closes_the_case_when_nothing_is_left_on_silence(self) -> None:
        told = story(c.plain("A", "one"), papers=()).submitted().wait_days(30)
        assert told.case.ending is CaseEnding.NOT_SUPPLEMENTED

    def test_refuses_papers_the_notice_did_not_ask_for(self) -> None:
        told = self.correcting()
        with pytest.raises(Refused) as refusal:
            told.play(
                asked.CorrectApplication(told.case.submission.submitted_by, uploaded("A.plan"))
            )
        assert refusal.value.reason == "not_asked_for"

    def test_has_a_department_look_again_but_sends_no_second_notice(self) -> None:
        told = story(checked_item("A", "one")).submitted()
        answer(told, "one", "A", "A.plan")
        told.play(asked.CorrectApplication(told.case.submission.submitted_by, uploaded("A.plan")))
        answer(told, "one", "A", "A.plan")
        assert told.lane("A").status is LaneStatus.NOT_ACCEPTED
        assert sum(isinstance(event, happened.CorrectionRequested) for event in told.log) == 1

    def test_refuses_an_answer_by_a_stranger(self) -> None:
        told = self.correcting()
        with pytest.raises(Refused) as refusal:
            told.play(asked.CorrectApplication(STRANGER, uploaded("B.plan")))
        assert refusal.value.reason == "not_the_applicant"


class TestDebts:
    def owing(self) -> Story:
        return story(
            c.food(), papers=uploaded("B1-02.plan"), pledges=pledged("safety_rules")
        ).accepted()

    def test_is_paid_by_upload(self) -> None:
        told = self.owing()
        (debt,) = told.case.debts
        (paper,) = uploaded("safety_rules")
        told.play(asked.PayDebt(told.case.submission.submitted_by, debt.debt_id, paper))
        assert told.case.debts[0].status is DebtStatus.PAID

    def test_ends_its_own_lane_when_it_is_not_paid(self) -> None:
        told = self.owing().wait_days(8)
        assert told.case.debts[0].status is DebtStatus.LAPSED
        assert told.lane(c.FOOD).status is LaneStatus.TERMINATED
        assert any(isinstance(event, happened.DebtReminded) for event in told.log)

    def test_refuses_another_paper(self) -> None:
        told = self.owing()
        (paper,) = uploaded("B1-02.plan")
        with pytest.raises(Refused) as refusal:
            told.play(
                asked.PayDebt(told.case.submission.submitted_by, told.case.debts[0].debt_id, paper)
            )
        assert refusal.value.reason == "other_paper_wanted"

    def test_is_paid_when_the_sibling_is_granted(self) -> None:
        told = story(c.plain("A", "one"), c.after(c.plain("B", "two"), "A")).accepted()
        told.grant("A")
        assert [(d.status, d.paid_by) for d in told.case.debts] == [("paid", "sibling")]

    def test_keeps_the_decision_of_its_lane_waiting(self) -> None:
        told = story(c.plain("A", "one"), c.after(c.plain("B", "two"), "A")).accepted()
        with pytest.raises(Refused) as refusal:
            told.grant("B")
        assert refusal.value.reason == "decision_blocked"
        assert "prerequisite_missing" in refusal.value.message

    def test_ends_the_dependent_lane_without_breach_when_the_sibling_is_refused(self) -> None:
        told = story(c.plain("A", "one"), c.after(c.plain("B", "two"), "A")).accepted()
        told.refuse("A")
        assert told.lane("B").status is LaneStatus.TERMINATED
        assert told.case.debts[0].status is DebtStatus.DISSOLVED
        assert not any(isinstance(event, happened.DebtLapsed) for event in told.log)
