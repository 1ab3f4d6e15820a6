"""Effects of human steps on the state."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as happened
from domain.actors import Actor
from domain.case import Case
from domain.statuses import TaskStatus
from domain.tasks import Task

TaskEvent = (
    happened.TaskOpened | happened.TaskDecided | happened.TasksFellAway | happened.TaskReassigned
)


def apply(case: Case, event: TaskEvent, at: datetime, actor: Actor) -> Case:
    return replace(case, tasks=followed(case.tasks, event, at, actor))


def followed(
    tasks: tuple[Task, ...], event: TaskEvent, at: datetime, actor: Actor
) -> tuple[Task, ...]:
    """Give the steps of an application or a permit as an event leaves them."""
    match event:
        case happened.TaskOpened():
            return (*tasks, event.task)
        case happened.TaskDecided():
            return tuple(
                replace(
                    task,
                    status=TaskStatus.DECIDED,
                    outcome=event.outcome,
                    decided_by=actor.subject,
                    decided_at=at,
                )
                if task.task_id == event.task_id
                else task
                for task in tasks
            )
        case happened.TasksFellAway():
            return tuple(
                replace(task, status=TaskStatus.FALLEN_AWAY, decided_at=at)
                if task.task_id in event.task_ids
                else task
                for task in tasks
            )
        case happened.TaskReassigned():
            return tuple(
                replace(task, assignee=event.assignee, is_reserved=event.is_reserved)
                if task.task_id == event.task_id
                else task
                for task in tasks
            )
        case _:
            assert_never(event)
