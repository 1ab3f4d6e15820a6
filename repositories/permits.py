"""Permits in the read model: written by the record activity, read by the API."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.permits.events import CreditFactRecorded, PermitEvent, PermitRevoked
from domain.permits.permit import Consequences, Permit
from domain.record import Recorded
from models.permit_projection import (
    dump_grant,
    dump_permit_state,
    load_permit,
    permit_columns,
    permit_task_row,
)
from repositories.applications import TASK
from repositories.businesses import BAR
from repositories.credit import CREDIT
from repositories.numbers import PERMIT
from repositories.record import Head
from repositories.writing import OwnRow, Parts, Rows


async def head(session: AsyncSession, permit_id: str) -> Head | None:
    """Give how far the permit's record goes; None before its first turn."""
    query = select(PERMIT.c.sequence, PERMIT.c.chain_head).where(PERMIT.c.permit_id == permit_id)
    row = (await session.execute(query)).first()
    return Head(row.sequence, row.chain_head) if row and row.sequence else None


async def load_all(session: AsyncSession, permit_ids: tuple[str, ...]) -> list[Permit]:
    """Give those of the permits that have begun."""
    query = select(PERMIT.c.grant_state, PERMIT.c.state).where(
        PERMIT.c.permit_id.in_(permit_ids), PERMIT.c.state.is_not(None)
    )
    rows = await session.execute(query)
    return [load_permit(row.grant_state, row.state) for row in rows]


async def load(session: AsyncSession, permit_id: str) -> Permit | None:
    """Give the permit as recorded; None before it has begun its own life."""
    query = select(PERMIT.c.grant_state, PERMIT.c.state).where(PERMIT.c.permit_id == permit_id)
    row = (await session.execute(query)).first()
    if row is None or row.state is None:
        return None
    return load_permit(row.grant_state, row.state)


def own_row(before: Permit | None, after: Permit) -> OwnRow:
    """Give what changes of the permit's own row, which was made when it was numbered."""
    row = {
        "permit_id": after.permit_id,
        **permit_columns(after),
        "state": dump_permit_state(after),
    }
    if before is None or before.grant is not after.grant:
        row["grant_state"] = dump_grant(after.grant)
    return OwnRow(PERMIT, row, is_new=False)


def begun_row(permit: Permit) -> Rows:
    """Give the permit's own row as it stands after its first turn."""
    return {PERMIT: [own_row(None, permit).values]}


def parts(permit: Permit) -> Parts:
    """Give the rows of the permit's tasks by key."""
    return {TASK: {task.task_id: permit_task_row(permit, task) for task in permit.tasks}}


def consequences(permit: Permit, recorded: tuple[Recorded[PermitEvent], ...]) -> Rows:
    """Give what others must know: bars against the business, kept and broken commitments."""
    rows: Rows = {}
    for entry in recorded:
        match entry.event:
            case PermitRevoked(consequences=Consequences(bar_until=date() as until, basis=basis)):
                bar = {
                    "business_id": permit.grant.business_id,
                    "item_code": permit.grant.item.code,
                    "until": until,
                    "source": basis[-1],
                }
                rows.setdefault(BAR, []).append(bar)
            case CreditFactRecorded(fact=fact, subjects=subjects):
                fact_row = {
                    "business_id": permit.grant.business_id,
                    "stream": permit.permit_id,
                    "sequence": entry.sequence,
                    "kind": fact.value,
                    "subject": " ".join(subjects),
                    "at": entry.at,
                }
                rows.setdefault(CREDIT, []).append(fact_row)
            case _:
                continue
    return rows
