"""Effects of human steps on the state."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as happened
from domain.actors import Actor
from domain.case import Case
from domain.statuses import TaskStatus

TaskEvent = (
    happened.TaskOpened | happened.TaskDecided | happened.TasksFellAway | happened.TaskReassigned
)


def apply(case: Case, event: TaskEvent, at: datetime, actor: Actor) -> Case:
    match event:
        case happened.TaskOpened():
            return replace(case, tasks=(*case.tasks, event.task))
        case happened.TaskDecided():
            return case.with_task(
                event.task_id,
                status=TaskStatus.DECIDED,
                outcome=event.outcome,
                decided_by=actor.subject,
                decided_at=at,
            )
        case happened.TasksFellAway():
            for task_id in event.task_ids:
                case = case.with_task(task_id, status=TaskStatus.FALLEN_AWAY, decided_at=at)
            return case
        case happened.TaskReassigned():
            return case.with_task(event.task_id, assignee=event.assignee)
        case _:
            assert_never(event)
