"""The departments' inbox: which tasks wait, for whom, how long, page by page and counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from api.cases import decode_cursor, decode_instant, encode_cursor
from api.dependencies import OFFICIALS, Allowed, CurrentActor, ResourcesDependency
from api.handling import this_moment
from api.schemas.base import Filter, Page
from api.schemas.cases import TaskEntry
from api.schemas.people import TaskCounts
from domain.actors import Actor
from repositories import inbox
from repositories.inbox import Place, TaskFilter

router = APIRouter(prefix="/tasks", tags=["tasks"], dependencies=[Depends(Allowed(*OFFICIALS))])
Days = Annotated[int | None, Query(ge=0, le=3660)]


class Wanted:
    """Which tasks are asked for; officials see those of their department alone."""

    def __init__(
        self,
        actor: CurrentActor,
        status: Annotated[str, Query(pattern="^(open|decided|fallen_away)$")] = "open",
        department: Filter | None = None,
        kind: Filter | None = None,
        role: Filter | None = None,
        district: Filter | None = None,
        item: Filter | None = None,
        light: Annotated[str | None, Query(pattern="^(green|blue|yellow|red)$")] = None,
        assignee: Filter | None = None,
        case: Filter | None = None,
        claimed: bool | None = None,  # noqa: FBT001  # a query parameter
        older_than_days: Days = None,
        younger_than_days: Days = None,
    ) -> None:
        now = this_moment().now
        self.filter = TaskFilter(
            department=_department(actor, department),
            status=status,
            kind=kind,
            role=role,
            district=district,
            light=light,
            stream=case,
            item=item,
            assignee=assignee,
            is_claimed=claimed,
            opened_before=_ago(now, older_than_days),
            opened_after=_ago(now, younger_than_days),
        )
        self.is_empty = actor.department not in {None, department or actor.department}
        """Another department's tasks are nobody's business."""


WantedTasks = Annotated[Wanted, Depends()]


@router.get("")
async def list_tasks(
    wanted: WantedTasks,
    resources: ResourcesDependency,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    sort: Literal["opened", "due"] = "opened",
) -> Page[TaskEntry]:
    """Give tasks, open longest first or due first; supervisors see those of all departments."""
    after = _place(cursor) if cursor else None
    if wanted.is_empty:
        return Page(entries=())
    async with resources.database.reading() as session:
        rows = await inbox.tasks(
            session,
            wanted.filter,
            this_moment(),
            after,
            limit + 1,
            by_due_date=sort == "due",
        )
    entries = tuple(TaskEntry.model_validate(dict(row)) for row in rows[:limit])
    if len(rows) <= limit:
        return Page(entries=entries)
    last = entries[-1]
    at = last.due_at if sort == "due" else last.opened_at
    return Page(
        entries=entries, next_cursor=encode_cursor(at.isoformat() if at else "", last.task_id)
    )


@router.get("/counts")
async def count_tasks(wanted: WantedTasks, resources: ResourcesDependency) -> TaskCounts:
    """Count the same tasks: in all, past their date, claimed, by light, kind, district, item."""
    rows: Sequence[Any] = ()
    if not wanted.is_empty:
        async with resources.database.reading() as session:
            rows = await inbox.counts(session, wanted.filter, this_moment())
    return TaskCounts(
        total=sum(row["count"] for row in rows),
        overdue=sum(row["overdue"] for row in rows),
        claimed=sum(row["claimed"] for row in rows),
        by_light=_summed(rows, lambda row: [row["light"]]),
        by_kind=_summed(rows, lambda row: [row["kind"]]),
        by_district=_summed(rows, lambda row: [row["district"]]),
        by_item=_summed(rows, lambda row: row["item_codes"]),
    )


def _summed(rows: Sequence[Any], names: Any) -> dict[str, int]:  # noqa: ANN401  # names of a row
    sums: dict[str, int] = {}
    for row in rows:
        for name in names(row):
            sums[name] = sums.get(name, 0) + row["count"]
    return dict(sorted(sums.items()))


def _department(actor: Actor, asked_for: str | None) -> str | None:
    return actor.department if actor.department is not None else asked_for


def _ago(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)


def _place(cursor: str) -> Place:
    at, task_id = decode_cursor(cursor, 2)
    return Place(decode_instant(at) if at else None, task_id)
