"""Drafts of applications, their rebasing on a changed catalogue, and their submission."""

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import BaseModel

from api.dependencies import APPLICANTS, Allowed, CurrentActor, Key, ResourcesDependency
from api.draft_answers import draft_answer, handed_in
from api.draft_keeping import StoredDraft, edited, find_draft, loaded, shown_now
from api.idempotency import Acting, once
from api.problems import not_found
from api.rebasing import rebased
from api.schemas.base import Page
from api.schemas.drafts import DraftAnswer, RebasedAnswer, RebaseInput
from api.schemas.intake import DraftContent, Receipt
from api.schemas.scope import WaysAnswer
from api.submission import submit_once
from api.ways import ways_of
from domain.rebasing import changes_since, refuse_unseen
from repositories import drafts

router = APIRouter(prefix="/drafts", tags=["drafts"], dependencies=[Depends(Allowed(*APPLICANTS))])
DraftId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.post("", status_code=HTTPStatus.CREATED)
async def create_draft(
    content: DraftContent, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> DraftAnswer:
    """Store a draft; say what is wrong with it, and fill in apart what is known already."""
    acting = Acting(actor, "drafts", key, content)

    async def store() -> DraftAnswer:
        draft = StoredDraft(acting.digest, content, datetime.now(UTC))
        kept = await edited(resources, draft, actor, before=None)
        return await draft_answer(resources, kept, actor)

    return await once(resources.database, acting, DraftAnswer, store)


@router.put("/{draft_id}")
async def replace_draft(
    draft_id: DraftId, content: DraftContent, actor: CurrentActor, resources: ResourcesDependency
) -> DraftAnswer:
    """Replace the whole content of an own draft that was not submitted.

    ``confirmed`` names the prefilled fields that are right; a value in ``form`` replaces one.
    """
    before = await find_draft(resources, draft_id, actor)
    draft = replace(before, content=content, updated_at=datetime.now(UTC))
    kept = await edited(resources, draft, actor, before=before)
    return await draft_answer(resources, kept, actor)


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
    found = [await draft_answer(resources, loaded(row), actor) for row in rows[:limit]]
    following = found[-1].draft_id if len(rows) > limit else None
    return Page(entries=tuple(found), next_cursor=following)


@router.get("/{draft_id}")
async def read_draft(
    draft_id: DraftId, actor: CurrentActor, resources: ResourcesDependency
) -> DraftAnswer:
    """Give an own draft with its faults, and what changed of its items since it was shown."""
    return await draft_answer(resources, await find_draft(resources, draft_id, actor), actor)


@router.delete("/{draft_id}", status_code=HTTPStatus.NO_CONTENT)
async def delete_draft(
    draft_id: DraftId, actor: CurrentActor, resources: ResourcesDependency
) -> None:
    """Delete an own draft that was not submitted."""
    async with resources.database.transaction() as session:
        if not await drafts.remove(session, draft_id, actor.subject):
            raise not_found("draft")


@router.post("/{draft_id}/rebase")
async def rebase_draft(
    draft_id: DraftId,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
    seen: Annotated[RebaseInput, Body(default_factory=RebaseInput)],
) -> RebasedAnswer:
    """Take over what changed of the items: the owner has seen it, and may submit again.

    Fields and papers that are not asked for any more leave the draft.
    """
    acting = Acting(actor, f"drafts/{draft_id}/rebase", key, seen)

    async def take_over() -> RebasedAnswer:
        draft = await find_draft(resources, draft_id, actor)
        return await rebased(resources, draft, actor, seen.catalogue_version)

    return await once(resources.database, acting, RebasedAnswer, take_over)


@router.get("/{draft_id}/ways")
async def read_ways(
    draft_id: DraftId, actor: CurrentActor, resources: ResourcesDependency
) -> WaysAnswer:
    """Say which ways are open for each item of an own draft, with credit as it is now.

    The same is looked at again on deciding; a flag found then moves an item to review (R59).
    """
    draft = await find_draft(resources, draft_id, actor)
    return await ways_of(resources, draft.content, actor)


class _Named(BaseModel):
    draft_id: str


@router.post("/{draft_id}/submission", status_code=HTTPStatus.CREATED)
async def submit_draft(
    draft_id: DraftId, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> Receipt:
    """Hand the draft in: starts the case and answers with the sealed, dated receipt.

    Refused while its items changed since they were shown, and while a prefilled value is
    neither confirmed nor replaced.
    """
    draft = await find_draft(resources, draft_id, actor)
    if draft.case_id is None:
        current = shown_now(resources.catalogue, draft.content, datetime.now(UTC))
        refuse_unseen(changes_since(draft.shown, current) if current else ())
    acting = Acting(actor, f"drafts/{draft_id}/submission", key, _Named(draft_id=draft_id))
    # A draft makes one case, whatever the key: the case is named after the draft.
    return await submit_once(resources, acting, handed_in(draft), case_id=draft_id)
