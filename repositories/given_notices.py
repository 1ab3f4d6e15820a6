"""One-time notices that were given, each kept under its number; no personal data."""

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.intake import NoticeGivenRow

GIVEN: Table = NoticeGivenRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def keep(session: AsyncSession, row: NoticeGivenRow) -> None:
    """Keep a notice; the same one was perhaps given before, and then stays as it is."""
    statement = insert(GIVEN).values(**row.model_dump())
    await session.execute(statement.on_conflict_do_nothing(index_elements=["notice_id"]))


async def find(session: AsyncSession, notice_id: str) -> Any | None:  # noqa: ANN401  # row
    query = select(GIVEN).where(GIVEN.c.notice_id == notice_id)
    return (await session.execute(query)).mappings().first()
