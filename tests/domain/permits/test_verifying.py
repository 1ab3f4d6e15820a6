"""The check of a commitment: when it is owed, who records it, and what a failure leads to."""

from dataclasses import replace
from datetime import date

import pytest

from domain.actors import Role
from domain.calendar import end_of_day
from domain.clock import Light, LimitKind
from domain.commands import CalendarPublished
from domain.errors import Refused
from domain.events import WarningRaised
from domain.permits import commands as asked
from domain.permits import events as happened
from domain.permits.alarms import next_alarm
from domain.permits.statuses import (
    CreditFact,
    PermitStage,
    PermitStatus,
    RevocationCause,
    VerificationFailure,
    VerificationStatus,
)
from domain.tasks import Finding, TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.calendars import CALENDAR
from tests.fakes.permits import CLERK, HEALTH, INSPECTOR, POINT, PermitStory, told
from tests.fakes.stories import STRANGER, inspector, reviewer

VERIFICATION_DUE = date(2026, 4, 28)
"""40 working days after 2 March 2026, without Qingming (6 April)."""
TWO = (inspector(HEALTH).subject, inspector(HEALTH, 2).subject)


class TestBegin:
    def test_opens_the_departments_check_when_issued_on_commitment(self) -> None:
        permit = told().permit
        (task,) = permit.tasks
        assert (task.kind, task.role) == (TaskKind.VERIFICATION, Role.INSPECTOR)
        assert (task.task_id, task.departments) == ("case-1.B1-04.task1", (HEALTH,))
        assert permit.stage is PermitStage.VERIFICATION_PENDING
        assert permit.status is PermitStatus.VALID

    def test_opens_nothing_for_a_reviewed_permit(self) -> None:
        story = told(c.plain("A", "one"))
        assert story.log == [happened.PermitBegan()]
        assert next_alarm(story.permit) is None
        assert story.permit.stage is PermitStage.VALID

    def test_counts_working_days_from_the_day_of_issuance(self) -> None:
        story = told()
        opened = next(e for e in story.log if isinstance(e, happened.VerificationOpened))
        assert opened.due_on == VERIFICATION_DUE == story.permit.grant.verification_due_on

    def test_happens_once(self) -> None:
        assert told().play(asked.Begin()) == ()


class TestWarning:
    def test_is_raised_when_the_check_is_overdue(self) -> None:
        story = told().wait(end_of_day(VERIFICATION_DUE))
        (warning,) = [event for event in story.log if isinstance(event, WarningRaised)]
        assert (warning.light, warning.notify) == (Light.RED, ("head", "supervisor"))
        assert story.permit.open_tasks(TaskKind.VERIFICATION)

    def test_comes_before_and_at_the_end_of_a_promised_time(self) -> None:
        item = c.hygiene()
        assert item.verification is not None
        promised = replace(item.verification, due=c.working_days(40, LimitKind.PROMISED))
        story = told(replace(item, verification=promised)).wait(end_of_day(VERIFICATION_DUE))
        lights = [event.light for event in story.log if isinstance(event, WarningRaised)]
        assert lights == [Light.BLUE, Light.YELLOW]

    def test_is_not_raised_when_the_check_was_recorded_in_time(self) -> None:
        story = told()
        story.check(TaskOutcome.PASSED)
        assert next_alarm(story.permit) is None


class TestRecord:
    @pytest.mark.parametrize(
        ("more", "reason"),
        [
            ({"inspectors": TWO[:1]}, "too_few_inspectors"),
            ({"inspectors": (TWO[0], TWO[0])}, "too_few_inspectors"),
            ({"inspectors": ("other-1", "other-2")}, "author_has_not_signed"),
            ({"findings": ()}, "findings_missing"),
            ({"findings": (Finding(POINT, HEALTH, passed=True),) * 2}, "finding_twice"),
            ({"findings": (Finding("other", HEALTH, passed=True),)}, "finding_out_of_place"),
            ({"findings": (Finding(POINT, "tax", passed=True),)}, "finding_out_of_place"),
            ({"findings": (Finding(POINT, HEALTH, passed=False),)}, "outcome_belies_findings"),
            ({"cause_of_revocation": "fraud"}, "cause_does_not_fit"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_is_refused_when_it_is_not_sound(self, more: dict[str, object], reason: str) -> None:
        with pytest.raises(Refused) as refused:
            told().check(TaskOutcome.PASSED, INSPECTOR, **more)
        assert refused.value.reason == reason

    def test_is_made_by_inspectors_of_the_department(self) -> None:
        story = told()
        for actor, reason in (
            (reviewer(HEALTH), "inspectors_only"),
            (inspector("tax"), "not_your_department"),
        ):
            with pytest.raises(Refused) as refused:
                story.check(TaskOutcome.PASSED, actor=actor)
            assert refused.value.reason == reason

    def test_looks_at_the_checklist_where_the_item_has_one(self) -> None:
        story = told(c.hygiene(checklist=c.fire().checklist))
        assert story.permit.grant.points == ("escape_route",)


class TestPassed:
    def test_records_that_the_commitment_is_kept(self) -> None:
        story = told()
        story.check(TaskOutcome.PASSED)
        assert story.verification.status is VerificationStatus.PASSED
        assert story.log[-1] == happened.CreditFactRecorded(
            CreditFact.COMMITMENT_KEPT, ("business-1", "person-1")
        )


def failed() -> PermitStory:
    story = told()
    story.check(TaskOutcome.FAILED)
    return story


class TestFailed:
    def test_orders_rectification_by_a_date_and_leaves_the_permit_valid(self) -> None:
        story = failed()
        assert story.log[-1] == happened.PermitRectificationOrdered((POINT,), date(2026, 3, 16))
        assert story.permit.stage is PermitStage.RECTIFYING
        assert story.permit.status is PermitStatus.VALID

    def test_leads_straight_to_proceedings_when_the_inspectors_name_a_cause(self) -> None:
        story = told()
        story.check(TaskOutcome.FAILED, cause_of_revocation="false_commitment")
        assert story.proceedings.cause is RevocationCause.FALSE_COMMITMENT
        assert story.verification.status is VerificationStatus.FAILED
        assert [reason.code for reason in story.proceedings.reasons] == [POINT]

    def test_refuses_an_unknown_cause(self) -> None:
        with pytest.raises(Refused) as refused:
            told().check(TaskOutcome.FAILED, cause_of_revocation="bad_luck")
        assert (refused.value.reason, refused.value.field) == (
            "cause_unknown",
            "cause_of_revocation",
        )


class TestRectification:
    def test_reported_in_time_is_re_examined(self) -> None:
        story = failed()
        story.rectify()
        assert story.permit.open_tasks(TaskKind.REEXAMINATION)
        assert story.permit.stage is PermitStage.REEXAMINING
        story.check(TaskOutcome.PASSED)
        assert story.verification.status is VerificationStatus.PASSED
        assert story.log[-1] == happened.CreditFactRecorded(
            CreditFact.COMMITMENT_KEPT_AFTER_RECTIFICATION, ("business-1", "person-1")
        )

    def test_can_be_reported_at_a_window_but_by_no_stranger(self) -> None:
        story = failed()
        with pytest.raises(Refused) as refused:
            story.rectify(STRANGER)
        assert refused.value.reason == "not_the_holder"
        story.rectify(CLERK)
        assert story.permit.open_tasks(TaskKind.REEXAMINATION)

    def test_cannot_be_reported_when_none_is_ordered(self) -> None:
        with pytest.raises(Refused) as refused:
            told().rectify()
        assert refused.value.reason == "nothing_to_rectify"

    def test_cannot_be_reported_after_its_day(self) -> None:
        story = failed()
        story.now = end_of_day(date(2026, 3, 17))
        with pytest.raises(Refused) as refused:
            story.rectify()
        assert refused.value.reason == "rectification_overdue"

    def test_not_reported_in_time_leads_to_proceedings(self) -> None:
        story = failed().wait(end_of_day(date(2026, 3, 16)))
        failure = happened.VerificationFailed(VerificationFailure.RECTIFICATION_NOT_REPORTED)
        assert failure in story.log
        assert story.proceedings.cause is RevocationCause.COMMITMENT_UNMET
        assert story.proceedings.hearing_until == date(2026, 3, 23)

    def test_that_fails_again_leads_to_proceedings(self) -> None:
        story = failed()
        story.rectify()
        story.check(TaskOutcome.FAILED)
        assert story.proceedings.cause is RevocationCause.COMMITMENT_UNMET
        assert story.verification.status is VerificationStatus.FAILED

    def test_re_examination_looks_at_what_failed_alone(self) -> None:
        story = told(c.hygiene(checklist=c.food().checklist))
        passed = Finding("escape_route", HEALTH, passed=True)
        lacking = Finding("kitchen_flow", HEALTH, passed=False)
        story.check(TaskOutcome.FAILED, findings=(passed, lacking))
        story.rectify()
        with pytest.raises(Refused) as refused:
            story.check(TaskOutcome.PASSED, findings=(passed,))
        assert refused.value.reason == "finding_out_of_place"
        story.check(TaskOutcome.PASSED, findings=(replace(lacking, passed=True),))
        assert story.verification.status is VerificationStatus.PASSED


class TestCalendarPublished:
    def test_moves_what_is_due_but_never_to_an_earlier_day_than_was_told(self) -> None:
        story = failed()
        longer = replace(CALENDAR, version="later", days_off=(*CALENDAR.days_off, date(2026, 3, 9)))
        story.play(CalendarPublished(longer, "message-1"))
        rectification = story.verification.rectification
        assert rectification is not None
        assert rectification.due_on == date(2026, 3, 17)
        shorter = replace(CALENDAR, version="latest")
        story.play(CalendarPublished(shorter, "message-2"))
        assert story.verification.rectification == rectification

    def test_changes_nothing_twice(self) -> None:
        assert told().play(CalendarPublished(CALENDAR, "message-1")) == ()
