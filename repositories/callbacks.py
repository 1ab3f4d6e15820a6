"""Callbacks that were taken, by department and message id."""

from datetime import datetime

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.intake import CallbackMessageRow

MESSAGE: Table = CallbackMessageRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def is_known(session: AsyncSession, department: str, message_id: str) -> bool:
    query = select(MESSAGE.c.message_id).where(
        MESSAGE.c.department == department, MESSAGE.c.message_id == message_id
    )
    return (await session.execute(query)).first() is not None


async def remember(session: AsyncSession, department: str, message_id: str, at: datetime) -> None:
    """Note a message after it was handed on; handing it on twice is harmless."""
    noted = insert(MESSAGE).values(department=department, message_id=message_id, received_at=at)
    await session.execute(noted.on_conflict_do_nothing())
