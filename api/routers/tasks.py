"""Human steps: one task, claims, completion and reassignment; the inbox stands beside it."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.acting import act_on_stream
from api.dependencies import OFFICIALS, Allowed, CurrentActor, Key, ResourcesDependency
from api.handling import check_assignee, handling, standing, visible_task
from api.idempotency import Acting
from api.photos import checked_findings
from api.schemas.acts import CompletionInput, ReassignmentInput
from api.schemas.cases import ActedAnswer, ClaimAnswer
from api.schemas.people import TaskAnswer
from api.task_views import task_answer
from domain import commands as asked
from domain.actors import Role
from domain.case import Gap
from domain.conflicts import kept_from_business
from domain.errors import Refused
from domain.tasks import Reason
from repositories import claims

router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[Depends(Allowed(*OFFICIALS))])
completers = Depends(Allowed(Role.REVIEWER, Role.INSPECTOR, Role.HEAD_OF_AUTHORITY))
TaskId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,120}$")]
LEASE = timedelta(minutes=30)
"""How long a claim holds without being renewed (assumption)."""


@router.get("/{task_id}")
async def read_task(
    task_id: TaskId, actor: CurrentActor, resources: ResourcesDependency
) -> TaskAnswer:
    """Give one task: how it can end, why the caller may not, and what went before (R66)."""
    return task_answer(await handling(resources, actor, task_id), actor)


@router.post("/{task_id}/claim", dependencies=[completers])
async def claim_task(
    task_id: TaskId, actor: CurrentActor, resources: ResourcesDependency
) -> ClaimAnswer:
    """Lay a lease on a task that one may complete, or renew the own one; repeating is harmless."""
    refusal = (await handling(resources, actor, task_id)).why_not(actor)
    if refusal:
        raise refusal
    now = datetime.now(UTC)
    until = now + LEASE
    async with resources.database.transaction() as session:
        if not await claims.claim(session, task_id, actor.subject, now=now, until=until):
            held = await claims.current(session, task_id)
            by = f"{held.holder} until {held.until.isoformat(timespec='seconds')}" if held else ""
            raise Refused("task_claimed", f"The task is claimed by {by}.", rule="design §6")
    return ClaimAnswer(task_id=task_id, holder=actor.subject, until=until)


@router.post("/{task_id}/release", dependencies=[completers], status_code=204)
async def release_task(
    task_id: TaskId, actor: CurrentActor, resources: ResourcesDependency
) -> None:
    """Give the own lease back."""
    await visible_task(resources, actor, task_id)
    async with resources.database.transaction() as session:
        if not await claims.release(session, task_id, actor.subject, now=datetime.now(UTC)):
            raise Refused("task_not_claimed", "You have not claimed this task.", rule="design §6")


@router.post("/{task_id}/completion", dependencies=[completers])
async def complete_task(
    task_id: TaskId,
    completion: CompletionInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Complete the task; the first valid decision wins and the loser is told by whom and when."""
    handled = await standing(resources, actor, task_id)
    if handled.is_kept_away:
        raise kept_from_business(actor.subject)
    command = asked.CompleteTask(
        actor,
        task_id,
        completion.outcome,
        reasons=tuple(Reason(reason.code, reason.text) for reason in completion.reasons),
        gaps=tuple(Gap(g.item_code, g.code, g.reason, g.wants) for g in completion.gaps),
        findings=await checked_findings(resources, handled.row["stream"], completion.findings),
        inspectors=completion.inspectors,
        cause_of_revocation=completion.cause_of_revocation,
        acting_for=handled.stands_in_for(),
        absent_departments=completion.absent_departments,
        hearing_record=completion.hearing_record or "",
    )
    acting = Acting(actor, f"complete_task/{task_id}", key, completion)
    return await act_on_stream(resources, acting, handled.row["stream"], command)


@router.post("/{task_id}/reassignment", dependencies=[Depends(Allowed(Role.SUPERVISOR))])
async def reassign_task(
    task_id: TaskId,
    reassignment: ReassignmentInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Give the task to another official of the department, who alone may then complete it."""
    row = await visible_task(resources, actor, task_id)
    await check_assignee(resources, row["stream"], reassignment.assignee)
    command = asked.ReassignTask(actor, task_id, reassignment.assignee)
    acting = Acting(actor, f"reassign_task/{task_id}", key, reassignment)
    answer = await act_on_stream(resources, acting, row["stream"], command)
    async with resources.database.transaction() as session:
        await claims.take_back(session, task_id, now=datetime.now(UTC))
    return answer
