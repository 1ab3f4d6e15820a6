"""A turn in the making: events decided so far, and the case as they leave it."""

from datetime import date, datetime

from domain import events as happened
from domain.actors import Actor, Role
from domain.calendar import local_date
from domain.case import Case
from domain.clock import Limit
from domain.due_dates import limit_end
from domain.evolve import apply
from domain.following_clocks import following
from domain.tasks import Task, TaskKind


class Draft:
    """Collects the events of one decision, so that later steps see what earlier ones did.

    It lives inside one call of ``decide`` and never leaves it.
    """

    def __init__(self, case: Case, actor: Actor, now: datetime) -> None:
        self.case = case
        self.actor = actor
        self.now = now
        self._events: list[happened.Event] = []

    def add(self, *events: happened.Event) -> None:
        """Take events into the decision, each followed by what it does to the clocks."""
        for event in events:
            self.case = apply(self.case, event, self.now, self.actor)
            self._events.append(event)
            self.add(*following(self.case, event, self.now, self.actor))

    @property
    def events(self) -> tuple[happened.Event, ...]:
        return tuple(self._events)

    @property
    def today(self) -> date:
        """The day it is in Shanghai."""
        return local_date(self.now)

    def after(self, limit: Limit) -> date:
        """The last day of a period that begins today (the day itself is not counted)."""
        return limit_end(limit, self.today, self.case.submission.calendar)

    def open_task(
        self,
        kind: TaskKind,
        item_codes: tuple[str, ...],
        departments: tuple[str, ...],
        role: Role = Role.INSPECTOR,
    ) -> None:
        """Open a human step of these departments."""
        task_id = self.next_id("t", len(self.case.tasks))
        task = Task(task_id, kind, item_codes, departments, role, opened_at=self.now)
        self.add(happened.TaskOpened(task))

    def next_id(self, prefix: str, count: int) -> str:
        """An identifier that says nothing but its place in the case."""
        return f"{self.case.case_id}.{prefix}{count + 1}"
