"""The departments' inbox: open human steps with who has claimed them and who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.applications import TASK
from repositories.claims import CLAIM
from repositories.delegations import in_force_for

_OF_COLUMNS = ("status", "kind", "role", "district", "light", "stream")


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant by which leases run, and the day by which delegations are in force."""

    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks; what is None narrows nothing.

    ``assignee`` finds what waits for somebody: his own tasks unless a colleague stands in, and
    those of colleagues for whom he stands in. ``is_claimed`` knows only leases that still run.
    """

    department: str | None = None
    status: str | None = None
    kind: str | None = None
    role: str | None = None
    district: str | None = None
    light: str | None = None
    stream: str | None = None
    item: str | None = None
    assignee: str | None = None
    is_claimed: bool | None = None
    opened_before: datetime | None = None
    opened_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of tasks begins: after this instant (None: among those without one) and id."""

    at: datetime | None
    task_id: str


async def tasks(
    session: AsyncSession,
    wanted: TaskFilter,
    moment: Moment,
    after: Place | None,
    limit: int,
    *,
    by_due_date: bool = False,
) -> Sequence[Any]:
    """Give tasks, those open longest or due first; what has no due date comes last."""
    order = TASK.c.due_at if by_due_date else TASK.c.opened_at
    query = _narrowed(_with_people(moment), wanted)
    if after is not None:
        query = query.where(_behind(order, after))
    query = query.order_by(order.asc().nulls_last(), TASK.c.task_id).limit(limit)
    rows: Sequence[Any] = (await session.execute(query)).mappings().all()
    return rows


async def task(session: AsyncSession, task_id: str, moment: Moment) -> Any | None:  # noqa: ANN401  # row
    query = _with_people(moment).where(TASK.c.task_id == task_id)
    return (await session.execute(query)).mappings().first()


async def counts(session: AsyncSession, wanted: TaskFilter, moment: Moment) -> Sequence[Any]:
    """Count the tasks by light, kind, district and item; ``overdue`` and ``claimed`` of each."""
    people = _narrowed(_with_people(moment), wanted).subquery()
    groups = (people.c.light, people.c.kind, people.c.district, people.c.item_codes)
    overdue = func.sum(case((people.c.due_at < moment.now, 1), else_=0))
    query = select(
        *groups,
        func.count().label("count"),
        func.count(people.c.claimed_by).label("claimed"),
        overdue.label("overdue"),
    ).group_by(*groups)
    rows: Sequence[Any] = (await session.execute(query)).mappings().all()
    return rows


def _with_people(moment: Moment) -> Select[Any]:
    """Give tasks with a lease that runs and the colleague who stands in for the assignee."""
    lease = and_(CLAIM.c.task_id == TASK.c.task_id, CLAIM.c.until > moment.now)
    stand_in = in_force_for(TASK.c.assignee, TASK.c.departments, moment.today)
    return select(
        *TASK.c,
        CLAIM.c.holder.label("claimed_by"),
        CLAIM.c.until.label("claimed_until"),
        stand_in.label("delegate"),
    ).outerjoin(CLAIM, lease)


def _narrowed(query: Select[Any], wanted: TaskFilter) -> Select[Any]:
    for name in _OF_COLUMNS:
        value = getattr(wanted, name)
        if value is not None:
            query = query.where(TASK.c[name] == value)
    if wanted.department is not None:
        query = query.where(TASK.c.departments.contains([wanted.department]))
    if wanted.item is not None:
        query = query.where(TASK.c.item_codes.contains([wanted.item]))
    if wanted.opened_before is not None:
        query = query.where(TASK.c.opened_at < wanted.opened_before)
    if wanted.opened_after is not None:
        query = query.where(TASK.c.opened_at > wanted.opened_after)
    return _of_people(query, wanted)


def _of_people(query: Select[Any], wanted: TaskFilter) -> Select[Any]:
    columns = {column["name"]: column["expr"] for column in query.column_descriptions}
    if wanted.is_claimed is not None:
        claimed = CLAIM.c.holder.is_not(None)
        query = query.where(claimed if wanted.is_claimed else ~claimed)
    if wanted.assignee is not None:
        waits_for = func.coalesce(columns["delegate"].element, TASK.c.assignee)
        query = query.where(waits_for == wanted.assignee)
    return query


def _behind(order: ColumnElement[datetime | None], after: Place) -> ColumnElement[bool]:
    if after.at is None:
        return and_(order.is_(None), TASK.c.task_id > after.task_id)
    return or_(tuple_(order, TASK.c.task_id) > (after.at, after.task_id), order.is_(None))
