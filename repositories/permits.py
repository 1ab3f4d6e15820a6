"""Permits in the read model: written by the record activity, read by the API."""

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permits.events import CreditFactRecorded, PermitEvent, PermitRevoked
from domain.permits.permit import Permit
from domain.record import Recorded
from models.permit_projection import (
    dump_grant,
    dump_permit_state,
    load_permit,
    permit_columns,
    permit_task_row,
)
from models.projection import Row
from repositories.applications import TASK
from repositories.businesses import BAR
from repositories.credit import CREDIT
from repositories.numbers import PERMIT
from repositories.record import Head


async def lock_head(session: AsyncSession, permit_id: str) -> Head | None:
    """Lock the permit until the transaction ends; None before its first turn."""
    query = (
        select(PERMIT.c.sequence, PERMIT.c.chain_head)
        .where(PERMIT.c.permit_id == permit_id)
        .with_for_update()
    )
    row = (await session.execute(query)).first()
    return Head(row.sequence, row.chain_head) if row and row.sequence else None


async def load(session: AsyncSession, permit_id: str) -> Permit | None:
    """Give the permit as recorded; None before it has begun its own life."""
    query = select(PERMIT.c.grant_state, PERMIT.c.state).where(PERMIT.c.permit_id == permit_id)
    row = (await session.execute(query)).first()
    if row is None or row.state is None:
        return None
    return load_permit(row.grant_state, row.state)


async def save(session: AsyncSession, before: Permit | None, after: Permit) -> None:
    """Write the permit's own row."""
    values = {**permit_columns(after), "state": dump_permit_state(after)}
    if before is None or before.grant is not after.grant:
        values["grant_state"] = dump_grant(after.grant)
    await session.execute(
        update(PERMIT).where(PERMIT.c.permit_id == after.permit_id).values(**values)
    )


def parts(permit: Permit) -> dict[Table, dict[str, Row]]:
    """Give the rows of the permit's tasks by key."""
    return {TASK: {task.task_id: permit_task_row(permit, task) for task in permit.tasks}}


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
