"""A turn of a permit in the making: events decided so far, and the permit as they leave it."""

from datetime import date, datetime

from domain import events as shared
from domain.actors import Actor, Role
from domain.calendar import local_date
from domain.clock import Limit
from domain.due_dates import limit_end
from domain.permits import events as happened
from domain.permits.evolve import apply
from domain.permits.permit import Permit
from domain.tasks import Task, TaskKind


class PermitDraft:
    """Collects the events of one decision, so that later steps see what earlier ones did.

    It lives inside one call of ``decide`` and never leaves it.
    """

    def __init__(self, permit: Permit, actor: Actor, now: datetime) -> None:
        self.permit = permit
        self.actor = actor
        self.now = now
        self._events: list[happened.PermitEvent] = []

    def add(self, *events: happened.PermitEvent) -> None:
        for event in events:
            self.permit = apply(self.permit, event, self.now, self.actor)
            self._events.append(event)

    @property
    def events(self) -> tuple[happened.PermitEvent, ...]:
        return tuple(self._events)

    @property
    def today(self) -> date:
        """The day it is in Shanghai."""
        return local_date(self.now)

    def after(self, limit: Limit) -> date:
        """The last day of a period that begins today (the day itself is not counted)."""
        return limit_end(limit, self.today, self.permit.grant.calendar)

    def open_task(self, kind: TaskKind, role: Role, department: str = "") -> None:
        """Open a human step of the department that gave the permit, or of another."""
        item = self.permit.grant.item
        task = Task(
            task_id=f"{self.permit.permit_id}.task{len(self.permit.tasks) + 1}",
            kind=kind,
            item_codes=(item.code,),
            departments=(department or item.department.code,),
            role=role,
            opened_at=self.now,
        )
        self.add(shared.TaskOpened(task))

    def drop_tasks(self, *kinds: TaskKind) -> None:
        """Let open steps of these kinds fall away, since they have lost their object."""
        fallen = tuple(task.task_id for task in self.permit.open_tasks(*kinds))
        if fallen:
            self.add(shared.TasksFellAway(fallen))
