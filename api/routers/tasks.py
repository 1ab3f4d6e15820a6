"""Human steps: the inbox, claims, completion and reassignment."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from api.acting import act_on_stream
from api.cases import decode_place, encode_cursor
from api.dependencies import OFFICIALS, Allowed, CurrentActor, Key, ResourcesDependency
from api.idempotency import Acting
from api.problems import not_found
from api.resources import Resources
from api.schemas.acts import CompletionInput, ReassignmentInput
from api.schemas.base import Filter, Page
from api.schemas.cases import ActedAnswer, ClaimAnswer, TaskEntry
from domain import commands as asked
from domain.actors import Actor, Role
from domain.case import Gap
from domain.errors import Refused
from domain.tasks import Finding, Reason
from repositories import claims, lists
from repositories.lists import TaskFilter

router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[Depends(Allowed(*OFFICIALS))])
completers = Depends(Allowed(Role.REVIEWER, Role.INSPECTOR))
TaskId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,120}$")]
LEASE = timedelta(minutes=30)
"""How long a claim holds without being renewed (assumption)."""


@router.get("")
async def list_tasks(
    actor: CurrentActor,
    resources: ResourcesDependency,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    status: Annotated[str, Query(pattern="^(open|decided|fallen_away)$")] = "open",
    kind: Filter | None = None,
    district: Filter | None = None,
    light: Annotated[str | None, Query(pattern="^(green|blue|yellow|red)$")] = None,
    assignee: Filter | None = None,
) -> Page[TaskEntry]:
    """Give the department's tasks, oldest first; supervisors see those of all departments."""
    wanted = TaskFilter(actor.department, status, kind, district, light, assignee)
    after = decode_place(cursor) if cursor else None
    async with resources.database.reading() as session:
        rows = await lists.tasks(session, wanted, after, limit + 1)
    entries = tuple(TaskEntry.model_validate(dict(row)) for row in rows[:limit])
    last = entries[-1] if len(rows) > limit else None
    following = encode_cursor(last.opened_at.isoformat(), last.task_id) if last else None
    return Page(entries=entries, next_cursor=following)


@router.get("/{task_id}")
async def read_task(
    task_id: TaskId, actor: CurrentActor, resources: ResourcesDependency
) -> TaskEntry:
    """Give one task of the department."""
    return TaskEntry.model_validate(await _visible_task(resources, actor, task_id))


@router.post("/{task_id}/claim", dependencies=[completers])
async def claim_task(
    task_id: TaskId, actor: CurrentActor, resources: ResourcesDependency
) -> ClaimAnswer:
    """Lay a lease on the task, or renew the own one; repeating it is harmless."""
    await _visible_task(resources, actor, task_id)
    now = datetime.now(UTC)
    until = now + LEASE
    async with resources.database.transaction() as session:
        if not await claims.claim(session, task_id, actor.subject, now=now, until=until):
            raise Refused("task_claimed", "Somebody else has claimed this task.", rule="design §6")
    return ClaimAnswer(task_id=task_id, holder=actor.subject, until=until)


@router.post("/{task_id}/release", dependencies=[completers], status_code=204)
async def release_task(
    task_id: TaskId, actor: CurrentActor, resources: ResourcesDependency
) -> None:
    """Give the own lease back."""
    await _visible_task(resources, actor, task_id)
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
    """Complete the task; the first valid decision wins and the loser is told by whom."""
    row = await _visible_task(resources, actor, task_id)
    command = asked.CompleteTask(
        actor,
        task_id,
        completion.outcome,
        reasons=tuple(Reason(reason.code, reason.text) for reason in completion.reasons),
        gaps=tuple(Gap(gap.item_code, gap.code, gap.reason) for gap in completion.gaps),
        findings=tuple(
            Finding(found.point_code, found.department, passed=found.passed, note=found.note)
            for found in completion.findings
        ),
        inspectors=completion.inspectors,
        cause_of_revocation=completion.cause_of_revocation,
    )
    acting = Acting(actor, f"complete_task/{task_id}", key, completion)
    return await act_on_stream(resources, acting, row["stream"], command)


@router.post("/{task_id}/reassignment", dependencies=[Depends(Allowed(Role.SUPERVISOR))])
async def reassign_task(
    task_id: TaskId,
    reassignment: ReassignmentInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Give the task to another official of the same department; an event of the case."""
    row = await _visible_task(resources, actor, task_id)
    command = asked.ReassignTask(actor, task_id, reassignment.assignee)
    acting = Acting(actor, f"reassign_task/{task_id}", key, reassignment)
    return await act_on_stream(resources, acting, row["stream"], command)


async def _visible_task(resources: Resources, actor: Actor, task_id: str) -> dict[str, Any]:
    """Give the task's row; another department's task looks like one that does not exist."""
    async with resources.database.reading() as session:
        row = await lists.task(session, task_id)
    mine = row is not None and (
        actor.role is Role.SUPERVISOR or actor.department in row["departments"]
    )
    if row is None or not mine:
        raise not_found("task")
    return dict(row)
