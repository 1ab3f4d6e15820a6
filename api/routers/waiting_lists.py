"""The public queues of quantity-limited items: fair because anybody can check them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from api.cases import decode_number, encode_cursor
from api.dependencies import ResourcesDependency
from api.problems import not_found
from api.schemas.people import WaitingEntry, WaitingList
from domain.places import place_reference
from domain.statuses import LaneStatus
from repositories import places

router = APIRouter(prefix="/public", tags=["public"])
_GRANTED = {LaneStatus.GRANTED.value, LaneStatus.ISSUED.value}


@router.get("/waiting-lists/{item_code}/{area}")
async def show_waiting_list(
    item_code: Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,20}$")],
    area: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,60}$")],
    resources: ResourcesDependency,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> WaitingList:
    """Give the queue in order of acceptance (行政许可法 57); nobody is named."""
    if item_code not in resources.catalogue.item_codes:
        raise not_found("item")
    after = decode_number(cursor) if cursor else 0
    async with resources.database.reading() as session:
        published = await places.capacity(session, item_code, area)
        rows = await places.waiting_list(session, item_code, area, after=after, limit=limit + 1)
    entries = tuple(_entry(row, item_code) for row in rows[:limit])
    following = encode_cursor(str(entries[-1].rank)) if len(rows) > limit else None
    return WaitingList(
        item_code=item_code,
        area=area,
        capacity=published,
        entries=entries,
        next_cursor=following,
    )


def _entry(row: Any, item_code: str) -> WaitingEntry:  # noqa: ANN401  # row
    holds = "holds_place" if row["has_place"] else "waiting"
    return WaitingEntry(
        rank=row["rank"],
        reference=place_reference(row["case_id"], item_code),
        accepted_at=row["accepted_at"],
        state="granted" if row["status"] in _GRANTED else holds,
    )
