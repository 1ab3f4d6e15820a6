"""The doorstep visit after issuance: owed by the town, reminded of, overdue, made."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.actors import Role
from domain.calendar import SHANGHAI, end_of_day
from domain.clock import Light
from domain.commands import CompleteTask
from domain.errors import Refused
from domain.permits import events as happened
from domain.permits.alarms import next_alarm, sleeps
from domain.permits.notices import notices_of
from domain.permits.statuses import DoorstepStatus
from domain.tasks import TaskKind, TaskOutcome
from models.permit_projection import permit_task_row
from tests.fakes import catalogue as c
from tests.fakes.permits import PermitStory, told
from tests.fakes.stories import inspector, reviewer

TOWN = "subdistrict_office"
DUE = date(2026, 3, 4)
"""Two working days after Monday, 2 March."""
OFFICER = inspector(TOWN)


def issued(**more: object) -> PermitStory:
    scheme = replace(c.scheme(), doorstep_department=TOWN)
    return told(c.plain("A", "one"), scheme=scheme, doorstep_visit=c.working_days(2), **more)


def status_of(story: PermitStory) -> DoorstepStatus | None:
    return story.permit.doorstep.status if story.permit.doorstep else None


def made(story: PermitStory, by: object = OFFICER) -> tuple[happened.PermitEvent, ...]:
    task = next(t for t in story.permit.tasks if t.kind is TaskKind.DOORSTEP_VISIT)
    return story.play(CompleteTask(by, task.task_id, TaskOutcome.VISITED))  # type: ignore[arg-type]


def test_is_owed_by_the_town_from_the_turn_that_issues() -> None:
    story = issued()
    (task,) = story.permit.tasks
    assert (task.kind, task.departments, task.role) == (
        TaskKind.DOORSTEP_VISIT,
        (TOWN,),
        Role.INSPECTOR,
    )
    assert story.permit.doorstep is not None
    assert story.permit.doorstep.due_on == DUE
    assert not sleeps(story.permit)


def test_is_not_owed_where_the_scheme_has_none() -> None:
    assert told(c.plain("A", "one")).permit.doorstep is None


def test_is_reminded_of_the_working_day_before_and_overdue_when_the_last_has_passed() -> None:
    story = issued()
    story.wait(datetime(2026, 3, 3, 8, tzinfo=SHANGHAI))
    assert status_of(story) is DoorstepStatus.REMINDED
    assert next_alarm(story.permit) == end_of_day(DUE)
    story.wait_days(5)
    assert status_of(story) is DoorstepStatus.OVERDUE
    reminders = [e for e in story.log if isinstance(e, happened.DoorstepVisitReminded)]
    assert (len(reminders), next_alarm(story.permit)) == (1, None)
    overdue = next(e for e in story.log if isinstance(e, happened.DoorstepVisitOverdue))
    assert [n.recipient.code for n in notices_of(story.permit, overdue)] == [TOWN, "supervisor"]
    row = permit_task_row(story.permit, story.permit.tasks[0])
    assert (row["due_at"], row["light"]) == (end_of_day(DUE), Light.YELLOW.value)


def test_is_both_reminded_of_and_overdue_when_nobody_rang_in_time() -> None:
    story = issued()
    story.now = datetime(2026, 3, 10, tzinfo=SHANGHAI)
    story.ring()
    assert story.permit.doorstep is not None
    assert story.permit.doorstep.status is DoorstepStatus.OVERDUE
    assert story.ring() == ()


@pytest.mark.parametrize(("days", "late"), [(1, False), (9, True)])
def test_is_made_in_time_or_late(days: int, late: bool) -> None:  # noqa: FBT001  # table
    story = issued().wait_days(days)
    events = made(story)
    assert happened.DoorstepVisitMade(late=late) in events
    assert story.permit.doorstep is not None
    assert story.permit.doorstep.status is DoorstepStatus.MADE
    assert (next_alarm(story.permit), sleeps(story.permit)) == (None, True)


@pytest.mark.parametrize(
    ("by", "code"),
    [(inspector("one"), "not_your_department"), (reviewer(TOWN), "inspectors_only")],
)
def test_is_made_by_officers_of_the_town_alone(by: object, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        made(issued(), by)
    assert refusal.value.reason == code


def test_falls_away_when_the_permit_has_lapsed() -> None:
    story = issued(valid_until=date(2026, 3, 3)).wait_days(4)
    assert not any(task.is_open for task in story.permit.tasks)
    assert next_alarm(story.permit) is None
