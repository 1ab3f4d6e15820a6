"""The supervisor's board: what is undecided, counted, and the lanes behind every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from models.application import UNDECIDED
from repositories.applications import APPLICATION, LANE

DIMENSIONS = (LANE.c.department, LANE.c.district, LANE.c.status, LANE.c.light)
AGES = (5, 20)
"""Up to so many days past its limit a lane is young, and of middle age (assumption)."""
_IS_UNDECIDED = LANE.c.status.in_(UNDECIDED)


@dataclass(frozen=True, slots=True)
class LaneFilter:
    """Which undecided lanes; what is None narrows nothing."""

    department: str | None = None
    district: str | None = None
    stage: str | None = None
    light: str | None = None
    item: str | None = None
    overdue_at: datetime | None = None
    """Only those whose statutory limit had passed by then."""


async def counts(session: AsyncSession) -> Sequence[Any]:
    """Count undecided lanes by department, district, stage and light."""
    query = select(*DIMENSIONS, func.count().label("count")).where(_IS_UNDECIDED)
    return (await session.execute(query.group_by(*DIMENSIONS))).mappings().all()


async def overdue(session: AsyncSession, now: datetime) -> Sequence[Any]:
    """Count by department the lanes past their statutory limit, by age in whole days."""
    due = LANE.c.statutory_due
    young, middle = (now - timedelta(days=days + 1) for days in AGES)
    query = select(
        LANE.c.department,
        func.count().label("count"),
        func.count().filter(due > young).label("young"),
        func.count().filter(due <= young, due > middle).label("middle"),
        func.min(due).label("oldest"),
    ).where(_IS_UNDECIDED, due < now)
    grouped = query.group_by(LANE.c.department).order_by(LANE.c.department)
    return (await session.execute(grouped)).mappings().all()


async def lanes(
    session: AsyncSession,
    wanted: LaneFilter,
    after: tuple[datetime | None, str, str] | None,
    limit: int,
) -> Sequence[Any]:
    """Give undecided lanes, those due first before the others, those without a date last."""
    due = LANE.c.statutory_due
    query = (
        select(*LANE.c, APPLICATION.c.case_number, APPLICATION.c.received_at)
        .join(APPLICATION, APPLICATION.c.case_id == LANE.c.case_id)
        .where(_IS_UNDECIDED, *_conditions(wanted))
    )
    if after is not None:
        query = query.where(_behind(after))
    query = query.order_by(due.asc().nulls_last(), LANE.c.case_id, LANE.c.item_code)
    return (await session.execute(query.limit(limit))).mappings().all()


def _conditions(wanted: LaneFilter) -> list[ColumnElement[bool]]:
    named = {
        LANE.c.department: wanted.department,
        LANE.c.district: wanted.district,
        LANE.c.status: wanted.stage,
        LANE.c.light: wanted.light,
        LANE.c.item_code: wanted.item,
    }
    conditions = [column == value for column, value in named.items() if value is not None]
    if wanted.overdue_at is not None:
        conditions.append(LANE.c.statutory_due < wanted.overdue_at)
    return conditions


def _behind(after: tuple[datetime | None, str, str]) -> ColumnElement[bool]:
    at, *key = after
    due, identity = LANE.c.statutory_due, (LANE.c.case_id, LANE.c.item_code)
    if at is None:
        return and_(due.is_(None), tuple_(*identity) > tuple(key))
    return or_(tuple_(due, *identity) > after, due.is_(None))
