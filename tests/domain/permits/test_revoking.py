"""Proceedings for revocation: notice, hearing, decision, and consequences by cause."""

from dataclasses import replace
from datetime import date

import pytest

from domain.actors import Actor, Role
from domain.calendar import end_of_day
from domain.catalogue import Bar
from domain.errors import Refused
from domain.events import TasksFellAway
from domain.party import REMEDIES
from domain.permits import events as happened
from domain.permits.alarms import next_alarm
from domain.permits.permit import Consequences
from domain.permits.revoking import consequences_of
from domain.permits.statuses import (
    CreditFact,
    PermitStage,
    PermitStatus,
    ProceedingsStatus,
    RevocationCause,
    VerificationStatus,
)
from domain.tasks import Reason, TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.permits import HEALTH, OFFICER, REASONS, PermitStory, told, years
from tests.fakes.stories import STRANGER, inspector, reviewer

HEARING_UNTIL = date(2026, 3, 9)
"""Five working days after 2 March 2026."""
BUSINESS_AND_PERSON = ("business-1", "person-1")


def with_bar() -> PermitStory:
    return told(replace(c.hygiene(), bar=Bar(years(1), years(3))))


def reviewed() -> PermitStory:
    """A permit that was given after review, without a commitment."""
    return told(c.plain("A", HEALTH))


def ripe(cause: RevocationCause = RevocationCause.FRAUD) -> PermitStory:
    """Proceedings in which nobody asked to be heard."""
    story = with_bar()
    story.propose(cause)
    return story.wait(end_of_day(HEARING_UNTIL))


class TestProposal:
    def test_tells_cause_reasons_and_hearing_period(self) -> None:
        story = told()
        story.propose("authority_error")
        assert story.log[-1] == happened.RevocationProposed(
            RevocationCause.AUTHORITY_ERROR, REASONS, HEARING_UNTIL
        )
        assert story.permit.stage is PermitStage.REVOCATION_PROPOSED
        assert story.permit.status is PermitStatus.VALID

    def test_lets_an_open_check_rest(self) -> None:
        story = told()
        story.propose("fraud")
        assert story.verification.status is VerificationStatus.INTERRUPTED
        assert any(isinstance(event, TasksFellAway) for event in story.log)
        assert next_alarm(story.permit) == end_of_day(HEARING_UNTIL)

    @pytest.mark.parametrize(
        ("more", "reason"),
        [
            ({"actor": reviewer("tax")}, "reviewers_of_the_department_only"),
            ({"actor": inspector(HEALTH)}, "reviewers_of_the_department_only"),
            ({"actor": Actor("s", Role.SUPERVISOR)}, "reviewers_of_the_department_only"),
            ({"reasons": ()}, "reasons_missing"),
            ({"reasons": (Reason("space", " "),)}, "reasons_missing"),
            ({"cause": "bad_luck"}, "cause_unknown"),
            ({"hearing_until": date(2026, 3, 6)}, "hearing_period_too_short"),
        ],
    )
    def test_is_refused_when_it_is_not_sound(self, more: dict[str, object], reason: str) -> None:
        with pytest.raises(Refused) as refused:
            told().propose(**{"cause": "fraud", **more})  # type: ignore[arg-type]
        assert refused.value.reason == reason

    def test_is_refused_while_another_is_under_way(self) -> None:
        story = told()
        story.propose("fraud")
        with pytest.raises(Refused) as refused:
            story.propose("authority_error")
        assert refused.value.reason == "revocation_under_way"

    def test_for_a_commitment_needs_one(self) -> None:
        with pytest.raises(Refused) as refused:
            reviewed().propose("false_commitment")
        assert refused.value.reason == "not_on_commitment"

    def test_may_give_more_time_than_the_item_asks_for(self) -> None:
        story = told()
        story.propose("fraud", hearing_until=date(2026, 3, 20))
        assert story.proceedings.hearing_until == date(2026, 3, 20)

    def test_says_until_when_to_ask_where_the_catalogue_does_not(self) -> None:
        story = reviewed()
        with pytest.raises(Refused) as refused:
            story.propose("fraud")
        assert refused.value.reason == "hearing_period_missing"
        story.propose("fraud", hearing_until=date(2026, 3, 9))
        assert story.proceedings.hearing_until == date(2026, 3, 9)


class TestHearing:
    def test_is_not_asked_for_so_the_decision_opens_when_the_period_has_run_out(self) -> None:
        story = ripe()
        assert happened.HearingPeriodEnded() in story.log
        assert story.revocation_task.role is Role.REVIEWER
        assert story.permit.stage is PermitStage.REVOCATION_DECISION

    def test_asked_for_keeps_the_decision_waiting(self) -> None:
        story = told()
        story.propose("fraud")
        story.ask_hearing()
        story.wait_days(90)
        assert story.permit.stage is PermitStage.HEARING
        assert not story.permit.open_tasks(TaskKind.REVOCATION)

    def test_held_opens_the_decision(self) -> None:
        story = told()
        story.propose("fraud")
        story.ask_hearing()
        story.hear()
        assert story.proceedings.status is ProceedingsStatus.AWAITS_DECISION
        assert story.proceedings.hearing is not None
        assert story.proceedings.hearing.chair == "chair-1"
        assert story.revocation_task.departments == (HEALTH,)

    def test_is_asked_for_by_the_holder_in_time_and_once(self) -> None:
        story = told()
        with pytest.raises(Refused, match="No revocation"):
            story.ask_hearing()
        story.propose("fraud")
        with pytest.raises(Refused) as stranger:
            story.ask_hearing(STRANGER)
        assert stranger.value.reason == "not_the_holder"
        story.ask_hearing(Actor("agent-1", Role.APPLICANT))
        with pytest.raises(Refused) as again:
            story.ask_hearing()
        assert again.value.reason == "hearing_requested_before"

    def test_cannot_be_asked_for_after_its_period(self) -> None:
        with pytest.raises(Refused) as refused:
            ripe().ask_hearing()
        assert refused.value.reason == "hearing_period_over"

    def test_cannot_be_recorded_when_nobody_asked(self) -> None:
        story = told()
        story.propose("fraud")
        with pytest.raises(Refused) as refused:
            story.hear()
        assert refused.value.reason == "no_hearing_requested"

    @pytest.mark.parametrize(
        ("chair", "document", "reason"),
        [
            (OFFICER.subject, "record-1", "chair_not_independent"),
            ("", "record-1", "chair_not_independent"),
            ("chair-1", "", "record_missing"),
        ],
    )
    def test_has_an_independent_chair_and_a_record(
        self, chair: str, document: str, reason: str
    ) -> None:
        story = told()
        story.propose("fraud")
        story.ask_hearing()
        with pytest.raises(Refused) as refused:
            story.hear(chair, document)
        assert refused.value.reason == reason

    def test_is_not_chaired_by_an_inspector_of_the_matter(self) -> None:
        story = told()
        story.check(TaskOutcome.FAILED, cause_of_revocation="fraud")
        story.ask_hearing()
        with pytest.raises(Refused) as refused:
            story.hear(inspector(HEALTH, 2).subject)
        assert refused.value.reason == "chair_not_independent"


class TestRevoke:
    @pytest.mark.parametrize("cause", [RevocationCause.FRAUD, RevocationCause.FALSE_COMMITMENT])
    def test_for_fraud_bars_for_years_and_protects_no_reliance(
        self, cause: RevocationCause
    ) -> None:
        story = ripe(cause)
        story.resolve(TaskOutcome.REVOKE)
        revocation = story.permit.revocation
        assert revocation is not None
        assert revocation.consequences == Consequences(
            ("行政许可法 69(2)", "行政许可法 79"), date(2029, 3, 9), False, False
        )
        assert revocation.remedies == REMEDIES

    def test_for_an_authoritys_error_owes_compensation_and_bars_nobody(self) -> None:
        story = ripe(RevocationCause.AUTHORITY_ERROR)
        story.resolve(TaskOutcome.REVOKE)
        assert story.permit.revocation is not None
        consequences = story.permit.revocation.consequences
        assert (consequences.bar_until, consequences.compensation_owed) == (None, True)
        assert not any(isinstance(event, happened.CreditFactRecorded) for event in story.log)

    def test_for_a_commitment_not_met_neither_bars_nor_compensates(self) -> None:
        story = ripe(RevocationCause.COMMITMENT_UNMET)
        story.resolve(TaskOutcome.REVOKE)
        assert story.permit.revocation is not None
        consequences = story.permit.revocation.consequences
        assert (consequences.bar_until, consequences.compensation_owed) == (None, False)

    @pytest.mark.parametrize(
        ("cause", "fact"),
        [
            (RevocationCause.FRAUD, CreditFact.OBTAINED_BY_FRAUD),
            (RevocationCause.FALSE_COMMITMENT, CreditFact.COMMITMENT_BROKEN),
            (RevocationCause.COMMITMENT_UNMET, CreditFact.COMMITMENT_BROKEN),
        ],
    )
    def test_enters_the_credit_record(self, cause: RevocationCause, fact: CreditFact) -> None:
        story = ripe(cause)
        story.resolve(TaskOutcome.REVOKE)
        assert story.log[-1] == happened.CreditFactRecorded(fact, BUSINESS_AND_PERSON)

    def test_bars_nobody_where_the_item_has_no_bar(self) -> None:
        permit = told(replace(c.hygiene(), bar=None)).permit
        assert consequences_of(permit, RevocationCause.FRAUD, c.TODAY).bar_until is None

    def test_ends_the_permit_and_everything_open(self) -> None:
        story = ripe()
        story.resolve(TaskOutcome.REVOKE)
        assert story.permit.status is PermitStatus.REVOKED
        assert story.permit.is_over
        assert story.verification.status is VerificationStatus.DISCONTINUED
        assert not any(task.is_open for task in story.permit.tasks)
        with pytest.raises(Refused) as refused:
            story.propose("fraud")
        assert refused.value.reason == "permit_ended"

    @pytest.mark.parametrize(
        "actor", [reviewer("tax"), inspector(HEALTH), Actor("x", Role.DEPARTMENT_SYSTEM, HEALTH)]
    )
    def test_is_for_a_reviewer_of_the_department(self, actor: Actor) -> None:
        with pytest.raises(Refused):
            ripe().resolve(TaskOutcome.REVOKE, actor)

    def test_keeps_to_the_cause_on_which_the_holder_was_heard(self) -> None:
        story = ripe(RevocationCause.AUTHORITY_ERROR)
        with pytest.raises(Refused) as refused:
            story.resolve(TaskOutcome.REVOKE, cause_of_revocation="fraud")
        assert refused.value.reason == "cause_not_notified"
        story.resolve(TaskOutcome.REVOKE, cause_of_revocation="authority_error")
        assert story.permit.status is PermitStatus.REVOKED

    def test_rests_on_the_reasons_of_the_notice_when_it_names_none(self) -> None:
        story = ripe()
        story.resolve(TaskOutcome.REVOKE, reasons=())
        assert story.permit.revocation is not None
        assert story.permit.revocation.reasons == REASONS


class TestSetAside:
    def test_leaves_the_permit_valid_and_takes_the_check_up_again(self) -> None:
        story = ripe()
        story.resolve(TaskOutcome.SET_ASIDE)
        assert story.permit.proceedings is None
        assert story.permit.stage is PermitStage.VERIFICATION_PENDING
        assert story.permit.open_tasks(TaskKind.VERIFICATION)
        assert not any(isinstance(event, happened.CreditFactRecorded) for event in story.log)

    def test_does_not_count_the_days_in_which_the_check_rested(self) -> None:
        story = ripe()
        before = told().wait(end_of_day(HEARING_UNTIL))
        story.resolve(TaskOutcome.SET_ASIDE)
        late, usual = next_alarm(story.permit), next_alarm(before.permit)
        assert late is not None
        assert usual is not None
        assert late > usual

    def test_leaves_a_failed_check_failed(self) -> None:
        story = told()
        story.check(TaskOutcome.FAILED, cause_of_revocation="fraud")
        story.wait_days(30)
        story.resolve(TaskOutcome.SET_ASIDE)
        assert story.verification.status is VerificationStatus.FAILED
        assert story.permit.stage is PermitStage.VALID

    def test_needs_reasons(self) -> None:
        with pytest.raises(Refused) as refused:
            ripe().resolve(TaskOutcome.SET_ASIDE, reasons=())
        assert refused.value.reason == "reasons_missing"

    def test_allows_a_new_proposal(self) -> None:
        story = ripe()
        story.resolve(TaskOutcome.SET_ASIDE)
        story.propose("authority_error")
        assert story.proceedings.cause is RevocationCause.AUTHORITY_ERROR


class TestOutcome:
    def test_must_fit_the_task(self) -> None:
        with pytest.raises(Refused) as refused:
            ripe().resolve(TaskOutcome.PASSED)
        assert refused.value.reason == "outcome_does_not_fit"
