"""The record of a case: timeline, progress as server-sent events, the Temporal history."""

import asyncio
import json
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.cases import visible_case
from api.dependencies import (
    APPLICANTS,
    PEOPLE,
    Allowed,
    CaseId,
    CurrentActor,
    ResourcesDependency,
)
from api.event_texts import basis_of, label_of
from api.history import readable_history
from api.resources import Resources
from api.schemas.base import Page
from api.schemas.cases import TimelineEntry
from api.schemas.messages import HistoryAnswer, NoticeAnswer
from core.temporal import application_workflow_id
from domain.actors import Actor, Role
from domain.case import Case
from domain.statuses import CaseStatus
from repositories import notices, record

router = APIRouter(prefix="/applications", tags=["records"])
readers = Depends(Allowed(*PEOPLE))
_KEEP_ALIVE_SECONDS = 15.0
_BATCH = 200
_PAPERS = frozenset({"papers", "paper", "form", "explanations", "catalogue", "calendar"})
_APPLICANTS_SIDE = frozenset(APPLICANTS)
_AMONG_OFFICIALS = frozenset({"recommendation_made", "recommendation_returned", "task_reassigned"})
"""What these events say is for officials: the applicant sees that they happened."""


@router.get("/{case_id}/timeline", dependencies=[readers])
async def read_timeline(
    case_id: CaseId,
    actor: CurrentActor,
    resources: ResourcesDependency,
    after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> Page[TimelineEntry]:
    """Give the recorded events in order: what, who, when, on which legal basis."""
    case = await visible_case(resources, actor, case_id)
    async with resources.database.reading() as session:
        rows = await record.events_of(session, case_id, after, limit + 1)
    entries = tuple(_entry(case, actor, row) for row in rows[:limit])
    following = str(entries[-1].sequence) if len(rows) > limit else None
    return Page(entries=entries, next_cursor=following)


@router.get(
    "/{case_id}/events",
    dependencies=[readers],
    response_class=StreamingResponse,
    responses={
        200: {"description": "The events.", "content": {"text/event-stream": {}}},
        204: {"description": "The case is closed and has no later events; do not reconnect."},
    },
)
async def follow_events(
    case_id: CaseId,
    request: Request,
    actor: CurrentActor,
    resources: ResourcesDependency,
    last_event_id: Annotated[str, Header(pattern=r"^[0-9]{0,10}$")] = "",
) -> Response:
    """Follow the case as server-sent events; ``Last-Event-ID`` resumes where one left off."""
    case = await visible_case(resources, actor, case_id)
    after = int(last_event_id or 0)
    if case.status is CaseStatus.CLOSED and after >= case.sequence:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    stream = _follow(resources, request, actor, case, after)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


@router.get("/{case_id}/history", dependencies=[Depends(Allowed(Role.SUPERVISOR))])
async def read_history(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> HistoryAnswer:
    """Give the raw Temporal history shaped into readable steps, while it is retained."""
    await visible_case(resources, actor, case_id)
    return await readable_history(resources.client, application_workflow_id(case_id))


@router.get("/{case_id}/notices", dependencies=[readers])
async def read_notices(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[NoticeAnswer, ...]:
    """Give the case's notices: receipts and decisions with their seals."""
    case = await visible_case(resources, actor, case_id)
    recipient = actor.subject if actor.role is Role.APPLICANT else None
    async with resources.database.reading() as session:
        rows = await notices.of_stream(session, case.case_id, recipient)
    return tuple(notice_answer(row) for row in rows if _concerns(case, actor, row))


def _concerns(case: Case, actor: Actor, row: Any) -> bool:  # noqa: ANN401  # row
    """Whether a notice is the reader's business: not what was told of a sibling's item (002 五)."""
    item = row["facts"].get("item")
    if actor.department is None or not item:
        return True
    return case.item(item).department.code == actor.department


def notice_answer(row: Any) -> NoticeAnswer:  # noqa: ANN401  # row
    return NoticeAnswer.model_validate({**row, "label": label_of(row["template"])})


def _entry(case: Case, actor: Actor, row: Any) -> TimelineEntry:  # noqa: ANN401  # row
    """Show an event; papers and forms stay out, officials are not named to applicants."""
    hides_people = actor.role is Role.APPLICANT and row["actor_subject"] != actor.subject
    facts = {key: value for key, value in row["payload"].items() if key not in _PAPERS}
    facts.pop("kind", None)
    return TimelineEntry(
        sequence=row["sequence"],
        at=row["at"],
        kind=row["kind"],
        label=label_of(row["kind"]),
        actor_role=row["actor_role"],
        actor="" if hides_people else row["actor_subject"],
        department=row["actor_department"],
        cause=row["cause"],
        legal_basis=basis_of(row["kind"]),
        facts=facts if _is_about_own(case, actor, row) else {},
        hash=row["hash"],
    )


def _is_about_own(case: Case, actor: Actor, row: Any) -> bool:  # noqa: ANN401  # row
    """Of sibling lanes a department sees that something happened, not what was said (002 五)."""
    if row["kind"] == "official_excluded":
        # Why somebody is in conflict is his own matter and the supervisor's.
        return actor.role is Role.SUPERVISOR or row["payload"]["subject"] == actor.subject
    if actor.role in _APPLICANTS_SIDE and row["kind"] in _AMONG_OFFICIALS:
        return False
    payload = row["payload"]
    code = payload.get("item_code") or payload.get("dispute", {}).get("item_code")
    if actor.department is None or not code:
        return True
    return case.item(code).department.code == actor.department


async def _follow(
    resources: Resources, request: Request, actor: Actor, case: Case, after: int
) -> AsyncIterator[str]:
    is_closed = case.status is CaseStatus.CLOSED
    async with resources.listener.following(case.case_id) as grown:
        while not await request.is_disconnected():
            grown.clear()
            async with resources.database.reading() as session:
                rows = await record.events_of(session, case.case_id, after, _BATCH)
            for row in rows:
                after = row["sequence"]
                is_closed = is_closed or row["kind"] == "case_closed"
                yield _message(_entry(case, actor, row))
            if is_closed and len(rows) < _BATCH:
                return
            if not rows:
                yield ": keep alive\n\n"
                await _wait(grown)


async def _wait(grown: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(grown.wait(), _KEEP_ALIVE_SECONDS)
    except TimeoutError:
        return


def _message(entry: TimelineEntry) -> str:
    data = json.dumps(entry.model_dump(mode="json"), ensure_ascii=False)
    return f"id: {entry.sequence}\nevent: {entry.kind}\ndata: {data}\n\n"
