"""Places of quantity-limited items, shared by all cases of an area (行政许可法 57)."""

from sqlalchemy import ColumnElement, Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.messages import PlaceReserved, ReleasePlace, ReservePlace
from models.permit import PlacePoolRow, PlaceRow

PLACE: Table = PlaceRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
POOL: Table = PlacePoolRow.__table__  # type: ignore[attr-defined]

UNLIMITED = 1_000_000
"""Capacity of an area for which no layout is published: nothing may be refused for want of one."""


async def reserve(session: AsyncSession, request: ReservePlace) -> PlaceReserved:
    """Queue the case, ordered by the instant of acceptance; asking again changes nothing."""
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
    rank = queue.index(request.case_id) + 1
    if rank <= capacity:
        await session.execute(
            update(PLACE).where(*_is(request), PLACE.c.has_place.is_(False)).values(has_place=True)
        )
    return PlaceReserved(rank, has_place=rank <= capacity)


async def release(session: AsyncSession, request: ReleasePlace) -> tuple[str, ...]:
    """Give a place back; give the cases that could have one now but have not asked again.

    Repeating it names them again, so that nobody is forgotten when a worker dies in between.
    """
    capacity = await _lock_pool(session, request.item_code, request.area)
    await session.execute(delete(PLACE).where(*_is(request)))
    query = (
        select(PLACE.c.case_id, PLACE.c.has_place)
        .where(PLACE.c.item_code == request.item_code, PLACE.c.area == request.area)
        .order_by(PLACE.c.accepted_at, PLACE.c.case_id)
        .limit(capacity)
    )
    return tuple(row.case_id for row in await session.execute(query) if not row.has_place)


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


async def _queue(session: AsyncSession, item_code: str, area: str) -> list[str]:
    query = (
        select(PLACE.c.case_id)
        .where(PLACE.c.item_code == item_code, PLACE.c.area == area)
        .order_by(PLACE.c.accepted_at, PLACE.c.case_id)
    )
    return list((await session.execute(query)).scalars())
