"""Delegations during leave, as the API keeps them; every change leaves an audit row."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.delegation import DelegationAuditRow, DelegationRow

DELEGATION: Table = DelegationRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
AUDIT: Table = DelegationAuditRow.__table__  # type: ignore[attr-defined]


def in_force_for(
    principal: ColumnElement[str | None], departments: ColumnElement[Any], today: date
) -> Any:  # noqa: ANN401  # a scalar subquery
    """Give the expression for the colleague who stands in for somebody today, or null."""
    return (
        select(DELEGATION.c.delegate)
        .where(
            DELEGATION.c.principal == principal,
            DELEGATION.c.department == func.any(departments),
            *_in_force(today),
        )
        .limit(1)
        .scalar_subquery()
    )


async def principals_of(
    session: AsyncSession, delegate: str, department: str, today: date
) -> tuple[str, ...]:
    """Give those of the department for whom somebody stands in today."""
    query = select(DELEGATION.c.principal).where(
        DELEGATION.c.delegate == delegate,
        DELEGATION.c.department == department,
        *_in_force(today),
    )
    return tuple((await session.execute(query)).scalars())


async def overlapping(
    session: AsyncSession, subjects: tuple[str, ...], begins_on: date, ends_on: date
) -> Sequence[Any]:
    """Give the delegations of these people that touch the days, and hold others off them.

    The lock lasts as long as the transaction: of two overlapping delegations one is refused.
    """
    for subject in sorted(subjects):
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtext(subject))))
    query = select(DELEGATION).where(
        or_(DELEGATION.c.principal.in_(subjects), DELEGATION.c.delegate.in_(subjects)),
        DELEGATION.c.ended_at.is_(None),
        DELEGATION.c.begins_on <= ends_on,
        DELEGATION.c.ends_on >= begins_on,
    )
    rows: Sequence[Any] = (await session.execute(query)).mappings().all()
    return rows


async def add(session: AsyncSession, row: dict[str, Any]) -> None:
    """Lay a delegation down."""
    await session.execute(insert(DELEGATION).values(**row))
    await _note(session, row["delegation_id"], row["created_by"], "laid_down", row["created_at"])


async def end(session: AsyncSession, delegation_id: str, by: str, at: datetime) -> bool:
    """End a delegation now; False when it had been ended before."""
    statement = (
        update(DELEGATION)
        .where(DELEGATION.c.delegation_id == delegation_id, DELEGATION.c.ended_at.is_(None))
        .values(ended_at=at)
        .returning(DELEGATION.c.delegation_id)
    )
    if (await session.execute(statement)).first() is None:
        return False
    await _note(session, delegation_id, by, "ended", at)
    return True


async def get(session: AsyncSession, delegation_id: str) -> Any | None:  # noqa: ANN401  # row
    query = select(DELEGATION).where(DELEGATION.c.delegation_id == delegation_id)
    return (await session.execute(query)).mappings().first()


async def page(
    session: AsyncSession, subject: str | None, after: tuple[datetime, str] | None, limit: int
) -> Sequence[Any]:
    """Give delegations by or to somebody, or all, newest first."""
    query: Select[Any] = select(DELEGATION)
    if subject is not None:
        of_subject = or_(DELEGATION.c.principal == subject, DELEGATION.c.delegate == subject)
        query = query.where(of_subject)
    if after is not None:
        at, delegation_id = after
        older = DELEGATION.c.created_at < at
        same = and_(DELEGATION.c.created_at == at, DELEGATION.c.delegation_id < delegation_id)
        query = query.where(or_(older, same))
    order = (DELEGATION.c.created_at.desc(), DELEGATION.c.delegation_id.desc())
    page_of = query.order_by(*order).limit(limit)
    rows: Sequence[Any] = (await session.execute(page_of)).mappings().all()
    return rows


def _in_force(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        DELEGATION.c.begins_on <= today,
        DELEGATION.c.ends_on >= today,
        DELEGATION.c.ended_at.is_(None),
    )


async def _note(
    session: AsyncSession, delegation_id: str, actor: str, action: str, at: datetime
) -> None:
    row = {"delegation_id": delegation_id, "actor": actor, "action": action, "at": at}
    await session.execute(insert(AUDIT).values(**row))
