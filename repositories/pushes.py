"""Registrations on their way to departments: written with the turn, delivered outside the case."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.pushing import RegistrationPush
from models.push import PushAttemptRow, PushResultRow, RegistrationPushRow
from repositories.writing import Row

PUSH: Table = RegistrationPushRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
ATTEMPT: Table = PushAttemptRow.__table__  # type: ignore[attr-defined]
RESULT: Table = PushResultRow.__table__  # type: ignore[attr-defined]

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"


def push_row(push: RegistrationPush, at: datetime) -> Row:
    """Give the row of a push that waits to be delivered at once."""
    content = {
        "uscc": push.uscc,
        "name": push.name,
        "district": push.district,
        "registered_on": push.registered_on.isoformat(),
        **asdict(push.target),
    }
    return {
        "push_id": push.push_id,
        "case_id": push.case_id,
        "department": push.target.department,
        "system": push.target.system,
        "content": content,
        "created_at": at,
        "status": WAITING,
        "attempts": 0,
        "due_at": None,
        "delivered_at": None,
    }


async def take_due(
    session: AsyncSession, now: datetime, *, lease: timedelta, limit: int
) -> list[Any]:
    """Take pushes that are due and put them off by the lease, so that no one else takes them.

    Who dies with them in hand loses nothing: they are due again when the lease has run out.
    """
    due = (
        select(PUSH.c.push_id)
        .where(PUSH.c.status == WAITING, or_(PUSH.c.due_at.is_(None), PUSH.c.due_at <= now))
        .order_by(PUSH.c.due_at.nulls_first())
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(PUSH)
        .where(PUSH.c.push_id.in_(due))
        .values(due_at=now + lease, attempts=PUSH.c.attempts + 1)
        .returning(PUSH)
    )
    return list((await session.execute(taken)).mappings().all())


async def note_delivered(session: AsyncSession, push_id: str, at: datetime) -> None:
    """Note the delivery and its attempt."""
    delivered = {"status": DELIVERED, "delivered_at": at, "due_at": None}
    await session.execute(update(PUSH).where(PUSH.c.push_id == push_id).values(**delivered))
    await _note_attempt(session, push_id, at, DELIVERED, "")


async def note_failed(
    session: AsyncSession, push_id: str, at: datetime, *, reason: str, again_at: datetime
) -> None:
    """Note the failed attempt, its stable reason and when it is tried again."""
    await session.execute(
        update(PUSH)
        .where(PUSH.c.push_id == push_id, PUSH.c.status == WAITING)
        .values(due_at=again_at)
    )
    await _note_attempt(session, push_id, at, FAILED, reason)


async def of_case(session: AsyncSession, case_id: str) -> list[Any]:
    """Give the pushes of a case."""
    query = select(PUSH).where(PUSH.c.case_id == case_id).order_by(PUSH.c.push_id)
    return list((await session.execute(query)).mappings().all())


async def attempts_of(session: AsyncSession, push_ids: list[str]) -> list[Any]:
    """Give the delivery log of pushes, oldest first."""
    query = select(ATTEMPT).where(ATTEMPT.c.push_id.in_(push_ids)).order_by(ATTEMPT.c.id)
    return list((await session.execute(query)).mappings().all())


async def results_of(session: AsyncSession, push_ids: list[str]) -> list[Any]:
    """Give what departments have fed back, oldest first."""
    query = select(RESULT).where(RESULT.c.push_id.in_(push_ids)).order_by(RESULT.c.received_at)
    return list((await session.execute(query)).mappings().all())


async def department_of(session: AsyncSession, push_id: str) -> str | None:
    """Give whom a push went to; None when there is no such push."""
    query = select(PUSH.c.department).where(PUSH.c.push_id == push_id)
    return (await session.execute(query)).scalar_one_or_none()


async def take_result(session: AsyncSession, row: Row) -> bool:
    """Keep what a department found; False when the message was kept before."""
    kept = upsert(RESULT).values(**row).on_conflict_do_nothing().returning(RESULT.c.push_id)
    return (await session.execute(kept)).first() is not None


async def _note_attempt(
    session: AsyncSession, push_id: str, at: datetime, outcome: str, reason: str
) -> None:
    row = {"push_id": push_id, "at": at, "outcome": outcome, "reason": reason}
    await session.execute(insert(ATTEMPT).values(**row))
