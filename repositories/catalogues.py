"""Published versions of the catalogue: which is in force on a day, and the list of all."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import RowMapping, Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from models.application import ApplicationRow, LaneRow
from models.catalogue import CatalogueVersionRow
from repositories.record import CHANNEL

VERSION: Table = CatalogueVersionRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
APPLICATION: Table = ApplicationRow.__table__  # type: ignore[attr-defined]
LANE: Table = LaneRow.__table__  # type: ignore[attr-defined]

STREAM = "catalogue"
"""What listeners are told has grown when a version is published."""
_HEAD = (
    VERSION.c.id,
    VERSION.c.version,
    VERSION.c.effective_from,
    VERSION.c.published_by,
    VERSION.c.published_at,
)


async def in_force(session: AsyncSession, on: date) -> RowMapping | None:
    """Give id, version and day, without the files, of what is in force; None: nothing published.

    Of two that begin on one day the one published later holds.
    """
    query = (
        select(*_HEAD)
        .where(VERSION.c.effective_from <= on)
        .order_by(VERSION.c.effective_from.desc(), VERSION.c.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).mappings().first()


async def files(session: AsyncSession, publication: int) -> dict[str, str]:
    """Give the texts of a publication's files."""
    query = select(VERSION.c.files).where(VERSION.c.id == publication)
    return dict((await session.execute(query)).scalar_one())


async def published(session: AsyncSession) -> tuple[RowMapping, ...]:
    """Give all publications, the latest first."""
    query = select(*_HEAD).order_by(VERSION.c.effective_from.desc(), VERSION.c.id.desc())
    return tuple((await session.execute(query)).mappings())


async def publish(
    session: AsyncSession,
    *,
    version: str,
    effective_from: date,
    texts: Mapping[str, str],
    by: str,
    at: datetime,
) -> None:
    """Add a publication and tell every process; the same one again changes nothing."""
    current = await in_force(session, effective_from)
    if current and (current["version"], current["effective_from"]) == (version, effective_from):
        return
    values = {
        "version": version,
        "effective_from": effective_from,
        "files": dict(texts),
        "published_by": by,
        "published_at": at,
    }
    await session.execute(insert(VERSION).values(**values))
    told = {"channel": CHANNEL, "message": STREAM}
    await session.execute(text("SELECT pg_notify(:channel, :message)"), told)


async def received_cases(session: AsyncSession) -> tuple[str, ...]:
    """Give the cases that are received and not accepted yet, in order."""
    query = select(APPLICATION.c.case_id).where(APPLICATION.c.status == "received")
    return tuple((await session.execute(query.order_by(APPLICATION.c.case_id))).scalars())


async def accepted_with(session: AsyncSession, item_codes: tuple[str, ...]) -> int:
    """Count the open cases that were accepted and have one of the items."""
    query = (
        select(APPLICATION.c.case_id)
        .join(LANE, LANE.c.case_id == APPLICATION.c.case_id)
        .where(APPLICATION.c.status.not_in(["received", "closed"]))
        .where(LANE.c.item_code.in_(item_codes))
        .distinct()
    )
    return len((await session.execute(query)).scalars().all())
