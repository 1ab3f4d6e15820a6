"""Claims on tasks: a lease that spares double work and decides nothing."""

from datetime import datetime

from sqlalchemy import Table, delete, insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from models.task import ClaimAuditRow, ClaimRow

CLAIM: Table = ClaimRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
AUDIT: Table = ClaimAuditRow.__table__  # type: ignore[attr-defined]


async def claim(
    session: AsyncSession, task_id: str, holder: str, *, now: datetime, until: datetime
) -> bool:
    """Lay the lease, or renew the own one; False while somebody else's runs.

    Leases that have run out are returned first, so that the audit tells when each one ended.
    """
    await return_expired(session, now)
    laid = upsert(CLAIM).values(task_id=task_id, holder=holder, until=until)
    taken = laid.on_conflict_do_update(
        index_elements=["task_id"],
        set_={"holder": holder, "until": until},
        where=(CLAIM.c.holder == holder) | (CLAIM.c.until < now),
    ).returning(CLAIM.c.task_id)
    if (await session.execute(taken)).first() is None:
        return False
    await _note(session, task_id, holder, "claimed", now)
    return True


async def current(session: AsyncSession, task_id: str) -> ClaimRow | None:
    """Give the lease on a task as it stands."""
    return await session.get(ClaimRow, task_id)


async def return_expired(session: AsyncSession, now: datetime) -> None:
    """Take back every lease that has run out."""
    expired = delete(CLAIM).where(CLAIM.c.until < now).returning(CLAIM.c.task_id, CLAIM.c.holder)
    for row in (await session.execute(expired)).all():
        await _note(session, row.task_id, row.holder, "returned", now)


async def take_back(session: AsyncSession, task_id: str, *, now: datetime) -> None:
    """End whoever's lease on a task that was given to somebody."""
    taken = delete(CLAIM).where(CLAIM.c.task_id == task_id).returning(CLAIM.c.holder)
    for holder in (await session.execute(taken)).scalars():
        await _note(session, task_id, holder, "taken_back", now)


async def release(session: AsyncSession, task_id: str, holder: str, *, now: datetime) -> bool:
    """Give the own lease back; False when there is none."""
    statement = (
        delete(CLAIM)
        .where(CLAIM.c.task_id == task_id, CLAIM.c.holder == holder)
        .returning(CLAIM.c.task_id)
    )
    if (await session.execute(statement)).first() is None:
        return False
    await _note(session, task_id, holder, "released", now)
    return True


async def _note(
    session: AsyncSession, task_id: str, holder: str, action: str, now: datetime
) -> None:
    row = {"task_id": task_id, "holder": holder, "action": action, "at": now}
    await session.execute(insert(AUDIT).values(**row))
