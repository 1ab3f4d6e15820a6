"""Parallel review: decisions, supplements, departments' own words, credit, places, withdrawal."""

from dataclasses import replace

import pytest

from domain import commands as asked
from domain import events as happened
from domain.actors import Actor, Role
from domain.automatic import is_ripe
from domain.dispatching import must_be_told_of_end, to_dispatch
from domain.errors import Refused
from domain.routes import Route
from domain.statuses import CaseEnding, DispatchStatus, LaneStatus, TaskStatus
from domain.tasks import Reason, TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.credit import FLAGGED, GOOD
from tests.fakes.stories import STRANGER, Story, committed, gap, reviewer, story, uploaded

USCC = "91442000MA0000015B"
SYSTEM = Actor("system-one", Role.DEPARTMENT_SYSTEM, "one")


def two_lanes() -> Story:
    return story(c.plain("A", "one"), c.plain("B", "two")).accepted()


def refusal_of(told: Story, command: asked.Command) -> Refused:
    before = told.case
    with pytest.raises(Refused) as refusal:
        told.play(command)
    assert told.case == before
    return refusal.value


class TestDecision:
    def test_grants_one_lane_and_leaves_the_other_open(self) -> None:
        told = two_lanes()
        told.grant("A")
        assert told.lane("A").status is LaneStatus.GRANTED
        assert told.lane("B").status is LaneStatus.IN_REVIEW

    def test_refuses_with_reasons_and_remedies(self) -> None:
        told = two_lanes()
        told.refuse("A")
        assert told.lane("A").reasons
        assert told.lane("A").remedies

    def test_is_refused_when_a_refusal_has_no_reasons(self) -> None:
        told = two_lanes()
        task = told.task(TaskKind.REVIEW, "A")
        command = asked.CompleteTask(reviewer("one"), task.task_id, TaskOutcome.REFUSE)
        assert refusal_of(told, command).reason == "reasons_missing"

    def test_is_refused_when_the_reason_stands_nowhere_in_the_notice(self) -> None:
        told = two_lanes()
        task = told.task(TaskKind.REVIEW, "A")
        command = asked.CompleteTask(
            reviewer("one"), task.task_id, TaskOutcome.REFUSE, reasons=(Reason("mood", "no"),)
        )
        assert refusal_of(told, command).reason == "reason_outside_the_notice"

    def test_is_refused_when_another_department_decides(self) -> None:
        told = two_lanes()
        task = told.task(TaskKind.REVIEW, "A")
        command = asked.CompleteTask(reviewer("two"), task.task_id, TaskOutcome.GRANT)
        assert refusal_of(told, command).reason == "not_your_department"

    def test_tells_the_second_reviewer_by_whom_it_was_decided(self) -> None:
        told = two_lanes()
        task = told.task(TaskKind.REVIEW, "A")
        told.grant("A")
        command = asked.CompleteTask(reviewer("one", 2), task.task_id, TaskOutcome.GRANT)
        refusal = refusal_of(told, command)
        assert refusal.reason == "task_already_decided"
        assert "one-reviewer-1" in refusal.message

    def test_is_not_open_yet_before_acceptance(self) -> None:
        told = story(c.shared("A", "one"), papers=())
        told.play(asked.Submit(told.case.submission.submitted_by))
        command = asked.CompleteTask(reviewer("one"), "case-1.t1", TaskOutcome.GRANT)
        assert refusal_of(told, command).reason == "not_open_yet"

    @pytest.mark.parametrize("outcome", [TaskOutcome.PASSED, TaskOutcome.SUFFICIENT])
    def test_refuses_an_outcome_of_another_kind_of_task(self, outcome: TaskOutcome) -> None:
        told = two_lanes()
        task = told.task(TaskKind.REVIEW, "A")
        command = asked.CompleteTask(reviewer("one"), task.task_id, outcome)
        assert refusal_of(told, command).reason == "outcome_does_not_fit"

    def test_is_taken_after_the_statutory_limit_has_passed(self) -> None:
        told = two_lanes().wait_days(60)
        assert told.lane("A").light == "red"
        told.grant("A")
        assert told.lane("A").status is LaneStatus.GRANTED


class TestSupplement:
    def requested(self) -> Story:
        told = two_lanes()
        told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "A.plan"),))
        return told

    def test_keeps_the_task_open_and_the_lane_waiting(self) -> None:
        told = self.requested()
        assert told.lane("A").status is LaneStatus.SUPPLEMENTING
        assert told.task(TaskKind.REVIEW, "A").is_open

    def test_blocks_a_grant_until_it_came(self) -> None:
        told = self.requested()
        with pytest.raises(Refused):
            told.grant("A")

    def test_lets_the_review_go_on_when_it_came(self) -> None:
        told = self.requested()
        command = asked.ProvideSupplement(
            told.case.submission.submitted_by, "A", uploaded("A.plan")
        )
        told.play(command)
        told.grant("A")
        assert told.lane("A").status is LaneStatus.GRANTED

    def test_lapses_when_nobody_answers(self) -> None:
        told = self.requested().wait_days(10)
        assert told.lane("A").supplement is None
        assert told.lane("A").status is LaneStatus.IN_REVIEW

    def test_allows_one_request_at_a_time(self) -> None:
        told = self.requested()
        with pytest.raises(Refused) as refusal:
            told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "A.plan"),))
        assert refusal.value.reason == "supplement_open"

    def test_refuses_papers_that_were_not_asked_for(self) -> None:
        told = self.requested()
        command = asked.ProvideSupplement(told.case.submission.submitted_by, "A", uploaded("x"))
        assert refusal_of(told, command).reason == "not_asked_for"

    def test_refuses_a_supplement_nobody_requested(self) -> None:
        told = self.requested()
        command = asked.ProvideSupplement(
            told.case.submission.submitted_by, "B", uploaded("B.plan")
        )
        assert refusal_of(told, command).reason == "nothing_requested"


class TestDispatch:
    def test_opens_the_review_when_the_system_has_the_papers(self) -> None:
        told = two_lanes()
        assert told.lane("A").dispatch is DispatchStatus.RECEIVED
        assert told.task(TaskKind.REVIEW, "A").departments == ("one",)

    def test_delays_only_its_own_lane_when_a_system_is_down(self) -> None:
        told = story(c.plain("A", "one"), c.plain("B", "two")).submitted()
        told.play(
            asked.DispatchAnswered(
                (
                    asked.DispatchAnswer("A", delay="unreachable"),
                    asked.DispatchAnswer("B", reference="r"),
                )
            )
        )
        assert told.lane("A").status is LaneStatus.ACCEPTED
        assert told.lane("B").status is LaneStatus.IN_REVIEW
        told.play(asked.DispatchAnswered((asked.DispatchAnswer("A", reference="late"),)))
        assert told.lane("A").status is LaneStatus.IN_REVIEW

    def test_opens_the_review_although_the_system_refuses_the_papers(self) -> None:
        told = story(c.plain("A", "one")).submitted()
        told.play(asked.DispatchAnswered((asked.DispatchAnswer("A", fault="rejected"),)))
        assert told.lane("A").dispatch is DispatchStatus.ACTION_REQUIRED
        assert told.task(TaskKind.REVIEW, "A").is_open

    def test_sends_nothing_for_lanes_that_were_turned_away(self) -> None:
        told = story(c.plain("A", "one"), papers=()).submitted()
        assert to_dispatch(told.case) == ()

    def test_tells_the_system_when_the_applicant_withdraws(self) -> None:
        told = two_lanes()
        told.play(asked.Withdraw(told.case.submission.submitted_by, ("A",)))
        assert must_be_told_of_end(told.case, "A")
        assert not must_be_told_of_end(told.case, "B")


class TestDepartmentAnswered:
    def report(
        self, told: Story, sequence: int, outcome: str, reasons: tuple[Reason, ...] = ()
    ) -> asked.DepartmentAnswered:
        report = asked.DepartmentReport(sequence, outcome, reasons)
        return asked.DepartmentAnswered(SYSTEM, told.lane("A").dispatch_key, report, "m")

    def test_grants_by_the_systems_own_word(self) -> None:
        told = two_lanes()
        told.play(self.report(told, 1, "granted"))
        assert told.lane("A").status is LaneStatus.GRANTED
        assert not told.case.open_tasks("A")

    def test_refuses_by_the_systems_own_word_with_its_reasons(self) -> None:
        told = two_lanes()
        told.play(self.report(told, 1, "refused", reasons=(Reason("A.space", "no"),)))
        assert told.lane("A").status is LaneStatus.REFUSED

    def test_ignores_an_older_report_that_comes_late(self) -> None:
        told = two_lanes()
        told.play(self.report(told, 2, "in_progress"))
        assert told.play(self.report(told, 1, "granted")) == ()
        assert told.lane("A").status is LaneStatus.IN_REVIEW

    def test_changes_nothing_when_delivered_twice(self) -> None:
        told = two_lanes()
        told.play(self.report(told, 1, "granted"))
        assert told.play(self.report(told, 1, "granted")) == ()

    def test_is_refused_under_an_unknown_key(self) -> None:
        told = two_lanes()
        report = asked.DepartmentReport(1, "granted")
        refusal = refusal_of(told, asked.DepartmentAnswered(SYSTEM, "other", report))
        assert refusal.reason == "dispatch_unknown"

    def test_waits_with_the_systems_word_until_nothing_blocks(self) -> None:
        told = story(c.plain("B", "two"), c.after(c.plain("A", "one"), "B")).accepted()
        told.play(self.report(told, 1, "granted"))
        assert told.lane("A").status is LaneStatus.IN_REVIEW
        told.grant("B")
        assert is_ripe(told.case, told.lane("A"))
        told.play(asked.DecideAutomatically("A"))
        assert told.lane("A").status is LaneStatus.GRANTED


class TestRegistration:
    def new_shop(self) -> Story:
        told = story(c.licence(), c.after(c.filing(), c.LICENCE))
        unregistered = replace(told.case.submission.business, uscc=None)
        return story(c.licence(), c.after(c.filing(), c.LICENCE), business=unregistered).submitted()

    def granted(self, uscc: str) -> asked.DispatchAnswered:
        report = asked.DepartmentReport(1, "granted", facts=(("uscc", uscc),))
        return asked.DispatchAnswered((asked.DispatchAnswer(c.LICENCE, "r", report=report),))

    def test_brings_the_code_to_the_other_lanes(self) -> None:
        told = self.new_shop()
        told.play(self.granted(USCC))
        assert told.case.uscc == USCC
        assert told.lane(c.LICENCE).status is LaneStatus.GRANTED
        assert is_ripe(told.case, told.lane(c.FILING))

    def test_calls_for_somebody_when_the_code_has_wrong_check_digits(self) -> None:
        told = self.new_shop()
        told.play(self.granted("91442000MA00000150"))
        assert told.case.uscc is None
        assert told.lane(c.LICENCE).dispatch is DispatchStatus.ACTION_REQUIRED

    def test_cannot_be_granted_by_hand_without_a_code(self) -> None:
        told = self.new_shop().dispatched()
        with pytest.raises(Refused) as refusal:
            told.grant(c.LICENCE)
        assert "registration_missing" in refusal.value.message


class TestAutomaticRoutes:
    def test_files_on_the_spot(self) -> None:
        told = story(c.filing()).accepted()
        told.play(asked.DecideAutomatically(c.FILING))
        assert told.lane(c.FILING).status is LaneStatus.FILED

    def committed(self) -> Story:
        told = story(c.hygiene(), papers=(), commitments=committed(c.HYGIENE)).accepted()
        told.play(asked.DecideAutomatically(c.HYGIENE))
        return told

    def test_signs_first_and_grants_when_the_credit_is_good(self) -> None:
        told = self.committed()
        assert told.lane(c.HYGIENE).status is LaneStatus.DECISION_SIGNED
        told.play(asked.CreditFetched(c.HYGIENE, GOOD))
        assert told.lane(c.HYGIENE).status is LaneStatus.GRANTED

    def test_falls_to_review_and_is_not_refused_when_a_flag_is_found(self) -> None:
        told = self.committed()
        told.play(asked.CreditFetched(c.HYGIENE, FLAGGED))
        assert told.lane(c.HYGIENE).route is Route.REVIEW
        assert told.lane(c.HYGIENE).status is LaneStatus.IN_REVIEW
        told.grant(c.HYGIENE)
        assert told.lane(c.HYGIENE).status is LaneStatus.GRANTED

    def test_is_reviewed_when_the_applicant_declines_commitment(self) -> None:
        told = story(c.hygiene(), declined_commitment=(c.HYGIENE,)).accepted()
        assert told.lane(c.HYGIENE).route is Route.REVIEW

    def test_is_decided_once(self) -> None:
        told = self.committed()
        told.play(asked.CreditFetched(c.HYGIENE, GOOD))
        assert told.play(asked.CreditFetched(c.HYGIENE, GOOD)) == ()
        assert told.play(asked.DecideAutomatically(c.HYGIENE)) == ()


class TestPlaces:
    def test_blocks_the_grant_until_a_place_is_held(self) -> None:
        told = story(c.tobacco()).accepted()
        told.play(asked.PlaceAnswered(c.TOBACCO, rank=3, has_place=False))
        with pytest.raises(Refused) as refusal:
            told.grant(c.TOBACCO)
        assert "no_place" in refusal.value.message
        told.play(asked.PlaceAnswered(c.TOBACCO, rank=1, has_place=True))
        told.grant(c.TOBACCO)
        assert told.lane(c.TOBACCO).status is LaneStatus.GRANTED

    def test_can_be_refused_because_the_places_are_taken(self) -> None:
        told = story(c.tobacco()).accepted()
        told.review(c.TOBACCO, TaskOutcome.REFUSE, reasons=(Reason("quantity_limit", "all taken"),))
        assert told.lane(c.TOBACCO).status is LaneStatus.REFUSED


class TestWithdraw:
    def test_ends_every_undecided_lane(self) -> None:
        told = two_lanes()
        told.grant("A")
        told.play(asked.Withdraw(told.case.submission.submitted_by))
        assert told.lane("A").status is LaneStatus.GRANTED
        assert told.lane("B").status is LaneStatus.WITHDRAWN
        assert all(task.status is not TaskStatus.OPEN for task in told.case.tasks)

    def test_closes_the_case_before_acceptance(self) -> None:
        told = story(c.plain("A", "one"), papers=()).submitted()
        told.play(asked.Withdraw(told.case.submission.submitted_by))
        assert told.case.ending is CaseEnding.WITHDRAWN

    def test_lets_the_other_items_go_on(self) -> None:
        told = two_lanes()
        told.play(asked.Withdraw(told.case.submission.submitted_by, ("A",)))
        told.grant("B")
        assert told.lane("B").status is LaneStatus.GRANTED

    def test_is_refused_after_the_decision(self) -> None:
        told = two_lanes()
        told.grant("A")
        command = asked.Withdraw(told.case.submission.submitted_by, ("A",))
        assert refusal_of(told, command).reason == "already_decided"

    def test_is_refused_for_an_item_that_is_not_in_the_case(self) -> None:
        told = two_lanes()
        command = asked.Withdraw(told.case.submission.submitted_by, ("X",))
        assert refusal_of(told, command).reason == "item_unknown"

    def test_is_refused_for_a_stranger(self) -> None:
        assert refusal_of(two_lanes(), asked.Withdraw(STRANGER)).reason == "not_the_applicant"


class TestWarnings:
    def test_are_raised_once_each_in_order(self) -> None:
        told = two_lanes().wait_days(60)
        told.ring()
        raised = [
            (event.clock_id.subject, event.rung)
            for event in told.log
            if isinstance(event, happened.WarningRaised) and event.clock_id.subject == "A"
        ]
        assert raised == [("A", "reminder"), ("A", "promised"), ("A", "statutory")]

    def test_stop_with_the_decision(self) -> None:
        told = two_lanes()
        told.grant("A")
        told.wait_days(60)
        assert told.lane("A").light == "green"
