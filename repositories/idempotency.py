"""Which request was answered how, by actor, route and key."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.intake import IdempotencyRow

KEYS: Table = IdempotencyRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def begin(
    session: AsyncSession, *, actor: str, route: str, key: str, body_hash: str, at: datetime
) -> Any | None:  # noqa: ANN401  # row
    """Note the request; give the earlier one with this key, or None when this is the first."""
    noted = (
        insert(KEYS)
        .values(actor=actor, route=route, key=key, body_hash=body_hash, created_at=at)
        .on_conflict_do_nothing()
        .returning(KEYS.c.key)
    )
    if (await session.execute(noted)).first():
        return None
    query = select(KEYS).where(KEYS.c.actor == actor, KEYS.c.route == route, KEYS.c.key == key)
    return (await session.execute(query)).mappings().one()


async def finish(
    session: AsyncSession,
    *,
    actor: str,
    route: str,
    key: str,
    answer: dict[str, Any],
) -> None:
    """Keep the answer for whoever repeats the request."""
    await session.execute(
        update(KEYS)
        .where(KEYS.c.actor == actor, KEYS.c.route == route, KEYS.c.key == key)
        .values(answer=answer)
    )
