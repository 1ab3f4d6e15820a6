"""A step of a permit's later life is given to an official, who alone may then complete it."""

import pytest

from domain.actors import Actor, Role
from domain.commands import ReassignTask
from domain.errors import Refused
from domain.permits.permit import Permit
from domain.tasks import TaskKind, TaskOutcome
from tests.fakes.permits import HEALTH, PermitStory, told
from tests.fakes.stories import APPLICANT, SUPERVISOR, inspector

SECOND = inspector(HEALTH, 2)


def given() -> PermitStory:
    story = told()
    (task,) = story.permit.open_tasks(TaskKind.VERIFICATION)
    story.play(ReassignTask(SUPERVISOR, task.task_id, SECOND.subject))
    return story


def refusal_of(story: PermitStory, command: ReassignTask) -> str:
    before: Permit = story.permit
    with pytest.raises(Refused) as refusal:
        story.play(command)
    assert story.permit == before
    return refusal.value.reason


def test_binds_the_colleagues() -> None:
    story = given()
    with pytest.raises(Refused) as refusal:
        story.check(TaskOutcome.PASSED)
    assert refusal.value.reason == "task_assigned_to_another"
    assert story.check(TaskOutcome.PASSED, actor=SECOND)


def test_is_a_supervisors_act_on_an_open_task() -> None:
    story = given()
    task_id = story.permit.tasks[0].task_id
    assert refusal_of(story, ReassignTask(SECOND, task_id, "x")) == "supervisors_only"
    assert refusal_of(story, ReassignTask(SUPERVISOR, "none", "x")) == "task_not_open"


def test_goes_to_nobody_who_holds_the_permit() -> None:
    story = given()
    holder = ReassignTask(SUPERVISOR, story.permit.tasks[0].task_id, APPLICANT.subject)
    assert refusal_of(story, holder) == "conflict_of_interest"


def test_of_ones_own_permit_is_nobodys_to_complete() -> None:
    story = told()
    own = Actor(APPLICANT.subject, Role.INSPECTOR, HEALTH)
    with pytest.raises(Refused) as refusal:
        story.check(TaskOutcome.PASSED, actor=own)
    assert refusal.value.reason == "conflict_of_interest"
