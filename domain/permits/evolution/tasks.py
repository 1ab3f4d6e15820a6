"""Effects of human steps and warnings on a permit."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as shared
from domain.actors import Actor
from domain.evolution.clocks import warning_mark
from domain.permits.permit import Permit
from domain.statuses import TaskStatus

TaskEvent = shared.TaskOpened | shared.TaskDecided | shared.TasksFellAway | shared.WarningRaised


def apply(permit: Permit, event: TaskEvent, at: datetime, actor: Actor) -> Permit:
    match event:
        case shared.TaskOpened():
            return replace(permit, tasks=(*permit.tasks, event.task))
        case shared.TaskDecided():
            return _decide(permit, event, at, actor)
        case shared.TasksFellAway():
            return _drop(permit, event, at)
        case shared.WarningRaised():
            mark = warning_mark(event.clock_id, event.rung)
            return replace(permit, warned=(*permit.warned, mark))
        case _:
            assert_never(event)


def _decide(permit: Permit, event: shared.TaskDecided, at: datetime, actor: Actor) -> Permit:
    tasks = tuple(
        replace(
            task,
            status=TaskStatus.DECIDED,
            outcome=event.outcome,
            decided_by=actor.subject,
            decided_at=at,
        )
        if task.task_id == event.task_id
        else task
        for task in permit.tasks
    )
    return replace(permit, tasks=tasks)


def _drop(permit: Permit, event: shared.TasksFellAway, at: datetime) -> Permit:
    tasks = tuple(
        replace(task, status=TaskStatus.FALLEN_AWAY, decided_at=at)
        if task.task_id in event.task_ids
        else task
        for task in permit.tasks
    )
    return replace(permit, tasks=tasks)
