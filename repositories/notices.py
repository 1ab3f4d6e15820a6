"""Notices: written with the events that cause them, read from people's inboxes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.recipients import Notice, Recipient
from models.notice import NoticeRow

NOTICE: Table = NoticeRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


def notice_row(stream: str, sequence: int, at: datetime, notice: Notice) -> dict[str, Any]:
    """Give the row of a notice, not sealed yet."""
    return {
        "stream": stream,
        "sequence": sequence,
        "recipient_kind": notice.recipient.kind.value,
        "recipient": notice.recipient.code,
        "template": notice.template,
        "facts": dict(notice.facts),
        "seal": "",
        "created_at": at,
    }


async def inbox(
    session: AsyncSession, recipients: Iterable[Recipient], before: int | None, limit: int
) -> list[Any]:
    """Give the newest notices to any of the recipients, older than the id ``before``."""
    wanted = [(recipient.kind.value, recipient.code) for recipient in recipients]
    query = select(NOTICE).where(tuple_(NOTICE.c.recipient_kind, NOTICE.c.recipient).in_(wanted))
    if before is not None:
        query = query.where(NOTICE.c.id < before)
    query = query.order_by(NOTICE.c.id.desc()).limit(limit)
    return list((await session.execute(query)).mappings().all())


async def of_stream(session: AsyncSession, stream: str, recipient: str | None = None) -> list[Any]:
    """Give the notices of a case in order, all or those to one subject."""
    query = select(NOTICE).where(NOTICE.c.stream == stream).order_by(NOTICE.c.id)
    if recipient is not None:
        query = query.where(NOTICE.c.recipient == recipient)
    return list((await session.execute(query)).mappings().all())


async def mark_read(
    session: AsyncSession, notice_id: int, recipients: Iterable[Recipient], at: datetime
) -> bool:
    """Mark a notice as read; False when it is not one of the recipients'."""
    wanted = [(recipient.kind.value, recipient.code) for recipient in recipients]
    statement = (
        update(NOTICE)
        .where(
            NOTICE.c.id == notice_id,
            tuple_(NOTICE.c.recipient_kind, NOTICE.c.recipient).in_(wanted),
        )
        .values(read_at=at)
        .returning(NOTICE.c.id)
    )
    return (await session.execute(statement)).first() is not None
