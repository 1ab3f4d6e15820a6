"""The end of a term, and what it leaves open."""

from datetime import date

from domain.calendar import end_of_day
from domain.permits import events as happened
from domain.permits.alarms import next_alarm
from domain.permits.statuses import PermitStage, PermitStatus, VerificationStatus
from domain.tasks import TaskOutcome
from tests.fakes.permits import PermitStory, grant_of, told

LAST_DAY = date(2026, 3, 5)


class TestLapse:
    def test_comes_at_the_end_of_the_last_day(self) -> None:
        story = told(valid_until=LAST_DAY)
        assert next_alarm(story.permit) == end_of_day(LAST_DAY)
        story.wait(end_of_day(LAST_DAY))
        assert story.log[-1] == happened.PermitLapsed()
        assert story.permit.status is PermitStatus.LAPSED
        assert story.permit.is_over

    def test_ends_an_open_check(self) -> None:
        story = told(valid_until=LAST_DAY).wait(end_of_day(LAST_DAY))
        assert story.verification.status is VerificationStatus.DISCONTINUED
        assert not any(task.is_open for task in story.permit.tasks)

    def test_never_comes_to_a_permit_without_a_term(self) -> None:
        story = told()
        story.check(TaskOutcome.PASSED)
        story.wait_days(36_500)
        assert story.permit.status is PermitStatus.VALID

    def test_lets_proceedings_go_on_to_revocation(self) -> None:
        story = told(valid_until=LAST_DAY)
        story.propose("fraud")
        story.wait_days(30)
        assert story.log.count(happened.PermitLapsed()) == 1
        assert not story.permit.is_over
        story.resolve(TaskOutcome.REVOKE)
        assert story.permit.status is PermitStatus.REVOKED
        assert story.permit.is_over

    def test_stands_when_proceedings_are_set_aside(self) -> None:
        story = told(valid_until=LAST_DAY)
        story.propose("fraud")
        story.wait_days(30)
        story.resolve(TaskOutcome.SET_ASIDE)
        assert story.permit.status is PermitStatus.LAPSED
        assert story.permit.is_over
        assert story.permit.stage is PermitStage.ENDED

    def test_waits_until_the_permit_has_begun(self) -> None:
        story = PermitStory(grant_of(valid_until=LAST_DAY))
        assert next_alarm(story.permit) is None
        assert story.ring() == ()
