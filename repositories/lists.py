"""Lists of applications, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.applications import APPLICATION, LANE
from repositories.numbers import PERMIT


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Which applications: those of a subject or a department, or all; then by state."""

    subject: str | None = None
    department: str | None = None
    status: str | None = None
    light: str | None = None
    item_code: str | None = None


async def applications(
    session: AsyncSession,
    wanted: ApplicationFilter,
    before: tuple[datetime, str] | None,
    limit: int,
) -> Sequence[Any]:
    """Give the newest applications first, older than the place ``before``."""
    columns = [column for column in APPLICATION.c if column.name not in {"state", "submission"}]
    query = select(*columns)
    if wanted.subject is not None:
        query = query.where(
            or_(APPLICATION.c.applicant == wanted.subject, APPLICATION.c.agent == wanted.subject)
        )
    if wanted.department is not None:
        query = query.where(APPLICATION.c.departments.contains([wanted.department]))
    if wanted.status is not None:
        query = query.where(APPLICATION.c.status == wanted.status)
    query = _by_lane(query, wanted)
    if before is not None:
        query = query.where(tuple_(APPLICATION.c.received_at, APPLICATION.c.case_id) < before)
    query = query.order_by(APPLICATION.c.received_at.desc(), APPLICATION.c.case_id.desc())
    return (await session.execute(query.limit(limit))).mappings().all()


def _by_lane(query: Select[Any], wanted: ApplicationFilter) -> Select[Any]:
    conditions = []
    if wanted.light is not None:
        conditions.append(LANE.c.light == wanted.light)
    if wanted.item_code is not None:
        conditions.append(LANE.c.item_code == wanted.item_code)
    if not conditions:
        return query
    lanes = select(LANE.c.case_id).where(and_(*conditions))
    return query.where(APPLICATION.c.case_id.in_(lanes))


async def department_of_dispatch(session: AsyncSession, dispatch_key: str) -> str | None:
    """Give the department that was sent a lane's papers under a key."""
    query = select(LANE.c.department).where(LANE.c.dispatch_key == dispatch_key)
    return (await session.execute(query)).scalar()


async def open_streams(session: AsyncSession, after: str, limit: int) -> list[str]:
    """Give applications that are not closed and permits that have not ended, by id."""
    cases = select(APPLICATION.c.case_id.label("stream")).where(APPLICATION.c.status != "closed")
    permits = select(PERMIT.c.permit_id.label("stream")).where(
        PERMIT.c.status.in_(["valid", "suspended"]), PERMIT.c.sequence > 0
    )
    both = union_all(cases, permits).subquery()
    query = select(both.c.stream).where(both.c.stream > after).order_by(both.c.stream).limit(limit)
    return list((await session.execute(query)).scalars())
