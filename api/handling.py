"""Who may handle a human step now: by the rules of its case, by leave, and by recusal."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.problems import not_found
from api.resources import Resources
from domain.actors import Actor
from domain.calendar import local_date
from domain.case import Case
from domain.completing import may_complete_here
from domain.conflicts import kept_from_business
from domain.errors import Refused
from domain.permits.permit import Permit
from domain.permits.revoking import may_complete_task
from repositories import applications, delegations, inbox, permits, recusals
from repositories.inbox import Moment


def this_moment() -> Moment:
    """Leases and leave go by wall time, whatever the case's own instant is."""
    now = datetime.now(UTC)
    return Moment(now, local_date(now))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands to a step; ``acting_for`` are absent colleagues."""

    row: dict[str, Any]
    acting_for: tuple[str, ...]
    is_kept_away: bool
    """The actor may not handle any case of the business."""

    def stands_in_for(self) -> str:
        """Give the assignee when he is absent and the actor stands in for him."""
        assignee = self.row["assignee"]
        return assignee if assignee in self.acting_for else ""


@dataclass(frozen=True, slots=True)
class Handling(Standing):
    """The same with the application or permit that the step belongs to."""

    matter: Case | Permit

    def why_not(self, actor: Actor) -> Refused | None:
        """Say why the actor may not complete the step now, or None."""
        if self.is_kept_away:
            return kept_from_business(actor.subject)
        task_id = self.row["task_id"]
        if isinstance(self.matter, Case):
            return may_complete_here(self.matter, actor, task_id, self.acting_for)
        return may_complete_task(self.matter, actor, task_id, self.acting_for)


async def visible_task(resources: Resources, actor: Actor, task_id: str) -> dict[str, Any]:
    """Give the task's row; another department's task looks like one that does not exist.

    Supervisors and the head of government, who have no department, see all.

    Raises:
        Refused: ``task_unknown``.
    """
    async with resources.database.reading() as session:
        row = await inbox.task(session, task_id, this_moment())
    if row is None or actor.department not in {None, *row["departments"]}:
        raise not_found("task")
    return dict(row)


async def standing(resources: Resources, actor: Actor, task_id: str) -> Standing:
    """Give the task with what the case itself does not know of the actor: leave and recusal."""
    row = await visible_task(resources, actor, task_id)
    async with resources.database.reading() as session:
        return Standing(
            row,
            await absent_colleagues(session, actor),
            await recusals.is_kept_from(session, actor.subject, row["stream"]),
        )


async def handling(resources: Resources, actor: Actor, task_id: str) -> Handling:
    """Give the task with everything that decides who may handle it."""
    known = await standing(resources, actor, task_id)
    async with resources.database.reading() as session:
        matter = await _matter(session, known.row["stream"])
    if matter is None:
        raise not_found("task")
    return Handling(known.row, known.acting_for, known.is_kept_away, matter)


async def absent_colleagues(session: AsyncSession, actor: Actor) -> tuple[str, ...]:
    """Give those of the actor's department for whom he stands in today."""
    if actor.department is None:
        return ()
    today = this_moment().today
    return await delegations.principals_of(session, actor.subject, actor.department, today)


async def check_assignee(resources: Resources, stream: str, assignee: str) -> None:
    """Refuse an assignee who is kept from all cases of the business.

    Raises:
        Refused: ``conflict_of_interest``.
    """
    async with resources.database.reading() as session:
        if await recusals.is_kept_from(session, assignee, stream):
            raise kept_from_business(assignee)


async def _matter(session: AsyncSession, stream: str) -> Case | Permit | None:
    return await applications.load(session, stream) or await permits.load(session, stream)
