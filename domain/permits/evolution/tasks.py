"""Effects of human steps and warnings on a permit."""

from dataclasses import replace
from datetime import datetime

from domain import events as shared
from domain.actors import Actor
from domain.evolution.clocks import warning_mark
from domain.evolution.tasks import followed
from domain.permits.permit import Permit

TaskEvent = (
    shared.TaskOpened
    | shared.TaskDecided
    | shared.TasksFellAway
    | shared.TaskReassigned
    | shared.WarningRaised
)


def apply(permit: Permit, event: TaskEvent, at: datetime, actor: Actor) -> Permit:
    if isinstance(event, shared.WarningRaised):
        mark = warning_mark(event.clock_id, event.rung)
        return replace(permit, warned=(*permit.warned, mark))
    return replace(permit, tasks=followed(permit.tasks, event, at, actor))
