"""Permits in the read model: written by the record activity, read by the API."""

from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permits.events import CreditFactRecorded, PermitEvent, PermitRevoked
from domain.permits.permit import Permit, PermitGrant
from domain.record import Recorded
from domain.tasks import Task
from models.permit import BarRow
from repositories.applications import TASK, upsert_rows
from repositories.credit import CREDIT
from repositories.numbers import PERMIT

_PERMIT: TypeAdapter[Permit] = TypeAdapter(Permit)
_GRANT: TypeAdapter[PermitGrant] = TypeAdapter(PermitGrant)
BAR: Table = BarRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


class PermitHead(NamedTuple):
    """How far a permit's record goes."""

    sequence: int
    chain_head: str


async def lock_head(session: AsyncSession, permit_id: str) -> PermitHead | None:
    """Lock the permit until the transaction ends; None before its first turn."""
    query = (
        select(PERMIT.c.sequence, PERMIT.c.chain_head)
        .where(PERMIT.c.permit_id == permit_id)
        .with_for_update()
    )
    row = (await session.execute(query)).first()
    return PermitHead(row.sequence, row.chain_head) if row and row.sequence else None


async def load(session: AsyncSession, permit_id: str) -> Permit | None:
    """Give the permit as recorded; None before it has begun its own life."""
    query = select(PERMIT.c.grant_state, PERMIT.c.state).where(PERMIT.c.permit_id == permit_id)
    row = (await session.execute(query)).first()
    if row is None or row.state is None:
        return None
    return _PERMIT.validate_json(f'{{"grant":{row.grant_state},{row.state[1:]}')


async def save(session: AsyncSession, before: Permit | None, after: Permit) -> None:
    """Write the permit's row and the tasks that have changed."""
    values: dict[str, Any] = {
        "status": after.status.value,
        "stage": after.stage.value,
        "sequence": after.sequence,
        "chain_head": after.chain_head,
        "state": _PERMIT.dump_json(after, exclude={"grant"}).decode(),
    }
    if before is None or before.grant is not after.grant:
        values["grant_state"] = _GRANT.dump_json(after.grant).decode()
    await session.execute(
        update(PERMIT).where(PERMIT.c.permit_id == after.permit_id).values(**values)
    )
    known = set(before.tasks) if before else set()
    changed = [_task_row(after, task) for task in after.tasks if task not in known]
    if changed:
        await upsert_rows(session, TASK, changed)


async def note_consequences(
    session: AsyncSession, permit: Permit, recorded: tuple[Recorded[PermitEvent], ...]
) -> None:
    """Keep what others must know: bars against the business, kept and broken commitments."""
    for entry in recorded:
        if isinstance(entry.event, PermitRevoked) and entry.event.consequences.bar_until:
            await session.execute(
                insert(BAR).values(
                    business_id=permit.grant.business_id,
                    item_code=permit.grant.item.code,
                    until=entry.event.consequences.bar_until,
                    source=entry.event.consequences.basis[-1],
                )
            )
        if isinstance(entry.event, CreditFactRecorded):
            await session.execute(
                insert(CREDIT).values(
                    business_id=permit.grant.business_id,
                    stream=permit.permit_id,
                    sequence=entry.sequence,
                    kind=entry.event.fact.value,
                    subject=" ".join(entry.event.subjects),
                    at=entry.at,
                )
            )


def _task_row(permit: Permit, task: Task) -> dict[str, Any]:
    return {
        "task_id": task.task_id,
        "stream": permit.permit_id,
        "kind": task.kind.value,
        "item_codes": list(task.item_codes),
        "departments": list(task.departments),
        "role": task.role.value,
        "district": permit.grant.district,
        "status": task.status.value,
        "light": "green",
        "opened_at": task.opened_at,
        "due_at": None,
        "assignee": task.assignee,
        "decided_by": task.decided_by,
        "decided_at": task.decided_at,
        "outcome": task.outcome.value if task.outcome else None,
    }
