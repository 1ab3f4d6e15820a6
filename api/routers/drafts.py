"""Drafts of applications and their submission."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel

from api.dependencies import APPLICANTS, Allowed, CurrentActor, Key, ResourcesDependency
from api.idempotency import Acting, once
from api.problems import not_found
from api.resources import Resources
from api.schemas.base import Page
from api.schemas.intake import DraftAnswer, DraftContent, FaultAnswer, Receipt
from api.submission import submit_once
from api.submitting import judge
from domain.actors import Actor
from domain.calendar import local_date
from repositories import drafts

router = APIRouter(prefix="/drafts", tags=["drafts"], dependencies=[Depends(Allowed(*APPLICANTS))])
DraftId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.post("", status_code=HTTPStatus.CREATED)
async def create_draft(
    content: DraftContent, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> DraftAnswer:
    """Store a draft and say what is still wrong with it."""
    acting = Acting(actor, "drafts", key, content)

    async def store() -> DraftAnswer:
        return await _store(resources, acting.digest, content, actor)

    return await once(resources.database, acting, DraftAnswer, store)


@router.put("/{draft_id}")
async def replace_draft(
    draft_id: DraftId, content: DraftContent, actor: CurrentActor, resources: ResourcesDependency
) -> DraftAnswer:
    """Replace the whole content of an own draft that was not submitted."""
    async with resources.database.reading() as session:
        if await drafts.find(session, draft_id, actor.subject) is None:
            raise not_found("draft")
    return await _store(resources, draft_id, content, actor)


@router.get("")
async def list_drafts(
    actor: CurrentActor,
    resources: ResourcesDependency,
    cursor: Annotated[str, Query(pattern=r"^[0-9a-f]{0,32}$")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[DraftAnswer]:
    """Give the own drafts."""
    async with resources.database.reading() as session:
        rows = await drafts.page(session, actor.subject, cursor, limit + 1)
    entries = tuple([await _answer(resources, dict(row), actor) for row in rows[:limit]])
    following = entries[-1].draft_id if len(rows) > limit else None
    return Page(entries=entries, next_cursor=following)


@router.get("/{draft_id}")
async def read_draft(
    draft_id: DraftId, actor: CurrentActor, resources: ResourcesDependency
) -> DraftAnswer:
    """Give an own draft with its faults as of today."""
    async with resources.database.reading() as session:
        row = await drafts.find(session, draft_id, actor.subject)
    if row is None:
        raise not_found("draft")
    return await _answer(resources, dict(row), actor)


@router.delete("/{draft_id}", status_code=HTTPStatus.NO_CONTENT)
async def delete_draft(
    draft_id: DraftId, actor: CurrentActor, resources: ResourcesDependency
) -> None:
    """Delete an own draft that was not submitted."""
    async with resources.database.transaction() as session:
        if not await drafts.remove(session, draft_id, actor.subject):
            raise not_found("draft")


class _Named(BaseModel):
    draft_id: str


@router.post("/{draft_id}/submission", status_code=HTTPStatus.CREATED)
async def submit_draft(
    draft_id: DraftId, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> Receipt:
    """Hand the draft in: starts the case and answers with the sealed, dated receipt."""
    async with resources.database.reading() as session:
        row = await drafts.find(session, draft_id, actor.subject)
    if row is None:
        raise not_found("draft")
    content = DraftContent.model_validate(row["content"])
    acting = Acting(actor, f"drafts/{draft_id}/submission", key, _Named(draft_id=draft_id))
    # A draft makes one case, whatever the key: the case is named after the draft.
    return await submit_once(resources, acting, content, case_id=draft_id, draft_id=draft_id)


async def _store(
    resources: Resources, draft_id: str, content: DraftContent, actor: Actor
) -> DraftAnswer:
    now = datetime.now(UTC)
    stored = content.model_dump(mode="json")
    async with resources.database.transaction() as session:
        if not await drafts.put(session, draft_id, actor.subject, stored, now):
            raise not_found("draft")
    row = {"draft_id": draft_id, "content": stored, "case_id": None, "updated_at": now}
    return await _answer(resources, row, actor)


async def _answer(resources: Resources, row: Mapping[str, object], actor: Actor) -> DraftAnswer:
    content = DraftContent.model_validate(row["content"])
    judged = await judge(resources, content, actor, local_date(datetime.now(UTC)))
    faults = tuple(
        FaultAnswer(field=f.field, code=f.code, message=f.message, rule=f.rule)
        for f in judged.faults
    )
    return DraftAnswer.model_validate({**row, "content": content, "faults": faults})
