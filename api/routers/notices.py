"""The in-app inbox."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.cases import decode_number, encode_cursor
from api.dependencies import EVERYBODY, Allowed, CurrentActor, ResourcesDependency
from api.problems import not_found
from api.routers.records import notice_answer
from api.schemas.base import Page
from api.schemas.messages import NoticeAnswer
from domain.actors import Actor, Role
from domain.recipients import Recipient, RecipientKind
from repositories import notices

router = APIRouter(prefix="/notices", tags=["notices"], dependencies=[Depends(Allowed(*EVERYBODY))])


@router.get("")
async def list_notices(
    actor: CurrentActor,
    resources: ResourcesDependency,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[NoticeAnswer]:
    """Give the notices to the caller, to the caller's department or role, newest first."""
    before = decode_number(cursor) if cursor else None
    async with resources.database.reading() as session:
        rows = await notices.inbox(session, _recipients(actor), before, limit + 1)
    entries = tuple(notice_answer(row) for row in rows[:limit])
    following = encode_cursor(str(entries[-1].id)) if len(rows) > limit else None
    return Page(entries=entries, next_cursor=following)


@router.post("/{notice_id}/read", status_code=204)
async def mark_read(
    notice_id: Annotated[int, Path(ge=1, le=2_000_000_000)],
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> None:
    """Mark an own notice as read; repeating it is harmless."""
    async with resources.database.transaction() as session:
        marked = await notices.mark_read(session, notice_id, _recipients(actor), datetime.now(UTC))
    if not marked:
        raise not_found("notice")


def _recipients(actor: Actor) -> tuple[Recipient, ...]:
    own = [
        Recipient(RecipientKind.SUBJECT, actor.subject),
        Recipient(RecipientKind.ROLE, actor.role.value),
    ]
    if actor.department and actor.role is not Role.DEPARTMENT_SYSTEM:
        own.append(Recipient(RecipientKind.DEPARTMENT, actor.department))
    if actor.department and actor.role is Role.HEAD_OF_AUTHORITY:
        own.append(Recipient(RecipientKind.DEPARTMENT_HEAD, actor.department))
    return tuple(own)
