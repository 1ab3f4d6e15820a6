"""Visits in the read model: inspectors' calendars, and the times a search holds for a case."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Table, delete, insert, select, text, union_all
from sqlalchemy import func as sql
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import local_date, start_of_day
from domain.site_visit import Slot
from domain.slot_search import OtherVisit
from models.visit import VisitHoldRow, VisitRow

VISIT: Table = VisitRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
HOLD: Table = VisitHoldRow.__table__  # type: ignore[attr-defined]

_HELD = timedelta(minutes=10)
"""A search's answer is recorded within seconds; what takes longer is searched for again."""
_CALENDARS = 76
"""Number of the lock under which one search at a time looks at the inspectors' calendars."""


async def lock_calendars(session: AsyncSession) -> None:
    """Let one search at a time choose, until its transaction ends."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CALENDARS})


async def others(
    session: AsyncSession, subjects: Sequence[str], visit_id: str, after: datetime, now: datetime
) -> tuple[OtherVisit, ...]:
    """Give the visits of these inspectors from the day of an instant on, but for one visit's."""
    since = start_of_day(local_date(after))
    subject = sql.unnest(VISIT.c.inspectors).label("subject")
    recorded = select(subject, VISIT.c.starts_at, VISIT.c.ends_at).where(
        VISIT.c.visit_id != visit_id,
        VISIT.c.starts_at >= since,
        VISIT.c.inspectors.overlap(list(subjects)),
    )
    held = select(HOLD.c.subject, HOLD.c.starts_at, HOLD.c.ends_at).where(
        HOLD.c.visit_id != visit_id, HOLD.c.until > now, HOLD.c.subject.in_(subjects)
    )
    rows = await session.execute(union_all(recorded, held))
    return tuple(OtherVisit(row.subject, row.starts_at, row.ends_at) for row in rows)


async def hold(session: AsyncSession, visit_id: str, slots: Iterable[Slot], now: datetime) -> None:
    """Hold these times for a visit in place of what it held; what others no longer need goes."""
    await session.execute(delete(HOLD).where((HOLD.c.visit_id == visit_id) | (HOLD.c.until <= now)))
    rows = [
        {
            "visit_id": visit_id,
            "subject": inspector.subject,
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
            "until": now + _HELD,
        }
        for slot in slots
        for inspector in slot.inspectors
    ]
    await session.execute(insert(HOLD), rows)


async def busy(
    session: AsyncSession, subjects: Sequence[str], visit_id: str, slot: Slot
) -> tuple[str, ...]:
    """Give those of the inspectors who have another visit at that time."""
    query = select(sql.unnest(VISIT.c.inspectors).label("subject")).where(
        VISIT.c.visit_id != visit_id,
        VISIT.c.status == "scheduled",
        VISIT.c.starts_at < slot.ends_at,
        VISIT.c.ends_at > slot.starts_at,
        VISIT.c.inspectors.overlap(list(subjects)),
    )
    found = (await session.execute(query)).scalars().all()
    return tuple(sorted(set(found) & set(subjects)))
