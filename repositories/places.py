"""Places of quantity-limited items, shared by all cases of an area (行政许可法 57)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.messages import PlaceReserved, ReleasePlace, ReservePlace
from models.permit import PlacePoolRow, PlaceRow
from repositories.applications import LANE

PLACE: Table = PlaceRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
POOL: Table = PlacePoolRow.__table__  # type: ignore[attr-defined]

UNLIMITED = 1_000_000
"""Capacity of an area for which no layout is published: nothing may be refused for want of one."""


async def reserve(session: AsyncSession, request: ReservePlace) -> PlaceReserved:
    """Queue the case, ordered by the instant of acceptance; asking again changes nothing.

    A place that is held is not taken away: who is accepted as of an earlier day but asks later
    (deemed acceptance) is the next in line, so that there are never more places than published.
    """
    capacity = await _lock_pool(session, request.item_code, request.area)
    queued = insert(PLACE).values(
        item_code=request.item_code,
        area=request.area,
        case_id=request.case_id,
        accepted_at=request.accepted_at,
        has_place=False,
    )
    await session.execute(queued.on_conflict_do_nothing())
    queue = await _queue(session, request.item_code, request.area)
    if request.case_id in _next_in_line(queue, capacity):
        await session.execute(update(PLACE).where(*_is(request)).values(has_place=True))
        queue[request.case_id] = True
    rank = list(queue).index(request.case_id) + 1
    return PlaceReserved(rank, has_place=queue[request.case_id])


async def release(session: AsyncSession, request: ReleasePlace) -> tuple[str, ...]:
    """Give a place back; give the cases that could have one now but have not asked again.

    Repeating it names them again, so that nobody is forgotten when a worker dies in between.
    """
    await _lock_pool(session, request.item_code, request.area)
    await session.execute(delete(PLACE).where(*_is(request)))
    return await next_in_line(session, request.item_code, request.area)


async def next_in_line(session: AsyncSession, item_code: str, area: str) -> tuple[str, ...]:
    """Give the waiting cases for which there is a place now, in order of acceptance."""
    capacity = await _lock_pool(session, item_code, area)
    return _next_in_line(await _queue(session, item_code, area), capacity)


def _next_in_line(queue: dict[str, bool], capacity: int) -> tuple[str, ...]:
    free = max(capacity - sum(queue.values()), 0)
    return tuple(case_id for case_id, has_place in queue.items() if not has_place)[:free]


def _is(request: ReservePlace | ReleasePlace) -> tuple[ColumnElement[bool], ...]:
    return (
        PLACE.c.item_code == request.item_code,
        PLACE.c.area == request.area,
        PLACE.c.case_id == request.case_id,
    )


async def set_capacity(session: AsyncSession, item_code: str, area: str, capacity: int) -> None:
    """Publish how many places an item has in an area."""
    published = insert(POOL).values(item_code=item_code, area=area, capacity=capacity)
    await session.execute(
        published.on_conflict_do_update(
            index_elements=["item_code", "area"], set_={"capacity": capacity}
        )
    )


async def taken(session: AsyncSession, item_code: str, area: str) -> int:
    """Count the cases that hold a place or wait for one."""
    query = select(func.count()).where(PLACE.c.item_code == item_code, PLACE.c.area == area)
    return int((await session.execute(query)).scalar_one())


async def waiting_list(
    session: AsyncSession, item_code: str, area: str, *, after: int, limit: int
) -> Sequence[Any]:
    """Give the queue in order of acceptance from a rank on, with each lane's status."""
    ranked = (
        select(
            PLACE.c.case_id,
            PLACE.c.accepted_at,
            PLACE.c.has_place,
            func.row_number().over(order_by=(PLACE.c.accepted_at, PLACE.c.case_id)).label("rank"),
        )
        .where(PLACE.c.item_code == item_code, PLACE.c.area == area)
        .subquery()
    )
    is_lane = and_(LANE.c.case_id == ranked.c.case_id, LANE.c.item_code == item_code)
    query = (
        select(*ranked.c, LANE.c.status)
        .outerjoin(LANE, is_lane)
        .where(ranked.c.rank > after)
        .order_by(ranked.c.rank)
    )
    return (await session.execute(query.limit(limit))).mappings().all()


async def capacity(session: AsyncSession, item_code: str, area: str) -> int | None:
    """Give how many places are published; None where no number is."""
    query = select(POOL.c.capacity).where(POOL.c.item_code == item_code, POOL.c.area == area)
    published: int | None = (await session.execute(query)).scalar()
    return None if published is None or published >= UNLIMITED else published


async def _lock_pool(session: AsyncSession, item_code: str, area: str) -> int:
    """Lock the (item, area) row until the transaction ends and give its capacity."""
    unknown = insert(POOL).values(item_code=item_code, area=area, capacity=UNLIMITED)
    await session.execute(unknown.on_conflict_do_nothing())
    query = (
        select(POOL.c.capacity)
        .where(POOL.c.item_code == item_code, POOL.c.area == area)
        .with_for_update()
    )
    return int((await session.execute(query)).scalar_one())


async def _queue(session: AsyncSession, item_code: str, area: str) -> dict[str, bool]:
    """Give the cases in order of acceptance, and whether each holds a place."""
    query = (
        select(PLACE.c.case_id, PLACE.c.has_place)
        .where(PLACE.c.item_code == item_code, PLACE.c.area == area)
        .order_by(PLACE.c.accepted_at, PLACE.c.case_id)
    )
    return {row.case_id: row.has_place for row in await session.execute(query)}
