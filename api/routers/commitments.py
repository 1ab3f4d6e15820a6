"""Commitments 告知承诺: the notice and the letter, made out so that the applicant can sign."""

import asyncio
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Depends

from api.dependencies import APPLICANTS, Allowed, CurrentActor, Key, ResourcesDependency
from api.idempotency import Acting, once
from api.resources import Resources
from api.schemas.base import Code, example
from api.schemas.intake import DraftContent
from api.schemas.scope import CommitmentDocumentsAnswer
from api.submitting import standing_of
from api.ways import credit_subjects
from core.content import Content
from documents.commitment import CommitmentTerms, commitment_letter, commitment_notice
from documents.notice import NoticeDocument, render_notice
from domain.actors import Actor
from domain.calendar import local_date
from domain.catalogue import CatalogueSlice, Item, ReformMode
from domain.commitments import replaceable_codes
from domain.credit import is_excluded
from domain.errors import ErrorKind, Refused
from repositories import documents

router = APIRouter(
    prefix="/commitments", tags=["commitments"], dependencies=[Depends(Allowed(*APPLICANTS))]
)


class CommitmentRequest(DraftContent):
    """The draft as it stands, with the item, and the one part of it, to commit to."""

    model_config = example(
        {
            "scheme": "zhongshan",
            "items": ["B1-04"],
            "answers": {"business_format": "supermarket"},
            "business": {"name": "中山市石岐区晨光超市", "district": "442000"},
            "item_code": "B1-04",
        }
    )

    item_code: Code
    covers: Code | None = None


@router.post("/documents", status_code=HTTPStatus.CREATED)
async def make_out(
    request: CommitmentRequest, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> CommitmentDocumentsAnswer:
    """Make out 告知书 and 承诺书; the letter's document is then named in the commitment.

    A party that credit excludes is told at once, and brings papers instead (R59).
    """
    acting = Acting(actor, "commitments/documents", key, request)

    async def act() -> CommitmentDocumentsAnswer:
        return await _made_out(resources, request, actor, acting.digest)

    return await once(resources.database, acting, CommitmentDocumentsAnswer, act)


async def _made_out(
    resources: Resources, request: CommitmentRequest, actor: Actor, digest: str
) -> CommitmentDocumentsAnswer:
    now = datetime.now(UTC)
    catalogue = resources.catalogue.slice(
        request.scheme, request.items, on=local_date(now), answers=request.answers
    )
    item = _committable(catalogue, request)
    business = request.business
    if business is None or not business.name:
        raise _refused("field_missing", "The business must be named.", "business", "R55")
    await _check_credit(resources, request, actor, now)
    terms = CommitmentTerms(
        scheme=catalogue.scheme,
        item=item,
        business_name=business.name,
        number=f"CN-{digest[:16].upper()}",
        made_out_on=local_date(now),
        covers=request.covers or "",
    )
    notice = await _store(resources, actor, f"{digest}-notice", commitment_notice(terms), now)
    letter = await _store(resources, actor, f"{digest}-letter", commitment_letter(terms), now)
    return CommitmentDocumentsAnswer(
        item_code=item.code,
        covers=request.covers,
        number=terms.number,
        notice_document_id=f"{digest}-notice",
        notice_sha256=notice.sha256,
        letter_document_id=f"{digest}-letter",
        letter_sha256=letter.sha256,
    )


def _committable(catalogue: CatalogueSlice, request: CommitmentRequest) -> Item:
    """Give the item when the catalogue lets it, or its one part, be committed to (R55, R56)."""
    item = next((each for each in catalogue.items if each.code == request.item_code), None)
    if item is None:
        raise _refused("item_not_chosen", "Not one of the items.", "item_code", "R18")
    if request.covers and request.covers not in replaceable_codes(item):
        text = "No paper or condition of the item that a commitment can replace."
        raise _refused("not_replaceable_by_commitment", text, "covers", "R58")
    if not request.covers and item.mode is not ReformMode.COMMITMENT:
        text = "The item as a whole cannot be had by commitment."
        raise _refused("commitment_not_open", text, "item_code", item.mode_source)
    return item


async def _check_credit(
    resources: Resources, request: CommitmentRequest, actor: Actor, now: datetime
) -> None:
    subjects = await credit_subjects(resources, request, actor)
    standing = await standing_of(resources, subjects, local_date(now))
    if is_excluded(standing):
        raise Refused(
            "excluded_by_credit",
            "Commitments are closed to this party until its credit is repaired; bring papers.",
            rule="R59",
            field="item_code",
        )


async def _store(
    resources: Resources, actor: Actor, document_id: str, document: NoticeDocument, now: datetime
) -> Content:
    body = await asyncio.to_thread(render_notice, document)
    content = Content.of(body, "application/pdf")
    await resources.store.put(f"documents/{document_id}", body)
    row = documents.new_row(document_id, actor.subject, "commitment", content, at=now)
    async with resources.database.transaction() as session:
        # Made out before, and then the answer was lost.
        if await documents.find(session, document_id) is None:
            await documents.add(session, row)
    return content


def _refused(code: str, message: str, field: str, rule: str) -> Refused:
    return Refused(code, message, rule=rule, field=field, kind=ErrorKind.INVALID)
