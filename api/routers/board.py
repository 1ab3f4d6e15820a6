"""The supervisor's live board: what is undecided, overdue by unit, and the lanes behind it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from api.cases import decode_cursor, decode_instant, encode_cursor
from api.dependencies import Allowed, ResourcesDependency
from api.handling import this_moment
from api.listener import EVERY_STREAM
from api.resources import Resources
from api.schemas.base import Filter, Page
from api.schemas.people import BoardAnswer, BoardLane, OverdueUnit
from domain.actors import Role
from repositories import board
from repositories.board import LaneFilter

router = APIRouter(
    prefix="/board", tags=["supervision"], dependencies=[Depends(Allowed(Role.SUPERVISOR))]
)
_PAUSE_SECONDS = 2.0
"""The board is counted anew at most this often, however much happens (assumption)."""
_KEEP_ALIVE_SECONDS = 15.0


@router.get("")
async def read_board(resources: ResourcesDependency) -> BoardAnswer:
    """Count what is undecided by light, department, district and stage; overdue by department."""
    return await _board(resources)


@router.get("/lanes")
async def list_board_lanes(
    resources: ResourcesDependency,
    department: Filter | None = None,
    district: Filter | None = None,
    stage: Filter | None = None,
    light: Annotated[str | None, Query(pattern="^(green|blue|yellow|red)$")] = None,
    item: Filter | None = None,
    overdue: bool = False,  # noqa: FBT001, FBT002  # a query parameter
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[BoardLane]:
    """Give the undecided lanes behind a number, those due first before the others."""
    now = this_moment().now
    after = _place(cursor) if cursor else None
    wanted = LaneFilter(department, district, stage, light, item, now if overdue else None)
    async with resources.database.reading() as session:
        rows = await board.lanes(session, wanted, after, limit + 1)
    entries = tuple(_lane(row, now) for row in rows[:limit])
    if len(rows) <= limit:
        return Page(entries=entries)
    last = entries[-1]
    due = last.statutory_due.isoformat() if last.statutory_due else ""
    return Page(entries=entries, next_cursor=encode_cursor(due, last.case_id, last.item_code))


@router.get("/events")
async def follow_board(request: Request, resources: ResourcesDependency) -> StreamingResponse:
    """Follow the board as server-sent events: the whole of it whenever something has happened."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(
        _follow(request, resources), media_type="text/event-stream", headers=headers
    )


async def _follow(request: Request, resources: Resources) -> AsyncIterator[str]:
    async with resources.listener.following(EVERY_STREAM) as grown:
        while not await request.is_disconnected():
            grown.clear()
            counted = await _board(resources)
            yield f"event: board\ndata: {counted.model_dump_json()}\n\n"
            await asyncio.sleep(_PAUSE_SECONDS)
            while not await _has_grown(grown):
                yield ": keep alive\n\n"


async def _has_grown(grown: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(grown.wait(), _KEEP_ALIVE_SECONDS)
    except TimeoutError:
        return False
    return True


async def _board(resources: Resources) -> BoardAnswer:
    now = this_moment().now
    async with resources.database.reading() as session:
        rows = await board.counts(session)
        overdue = await board.overdue(session, now)
    return BoardAnswer(
        as_of=now,
        total=sum(row["count"] for row in rows),
        by_light=_sums(rows, "light"),
        by_department=_lights_by(rows, "department"),
        by_district=_lights_by(rows, "district"),
        by_stage=_lights_by(rows, "status"),
        overdue=tuple(_unit(row, now) for row in overdue),
    )


def _sums(rows: Sequence[Any], name: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row[name]] = sums.get(row[name], 0) + row["count"]
    return dict(sorted(sums.items()))


def _lights_by(rows: Sequence[Any], name: str) -> dict[str, dict[str, int]]:
    lights: dict[str, dict[str, int]] = {}
    for row in rows:
        of_value = lights.setdefault(row[name], {})
        of_value[row["light"]] = of_value.get(row["light"], 0) + row["count"]
    return dict(sorted(lights.items()))


def _unit(row: Any, now: datetime) -> OverdueUnit:  # noqa: ANN401  # row
    return OverdueUnit(
        department=row["department"],
        count=row["count"],
        oldest_days=(now - row["oldest"]).days,
        up_to_5_days=row["young"],
        up_to_20_days=row["middle"],
        longer=row["count"] - row["young"] - row["middle"],
    )


def _lane(row: Any, now: datetime) -> BoardLane:  # noqa: ANN401  # row
    due = row["statutory_due"]
    overdue_days = (now - due).days if due is not None and due < now else None
    return BoardLane.model_validate({**row, "stage": row["status"], "overdue_days": overdue_days})


def _place(cursor: str) -> tuple[datetime | None, str, str]:
    at, case_id, item_code = decode_cursor(cursor, 3)
    return decode_instant(at) if at else None, case_id, item_code
