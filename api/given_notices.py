"""Giving a one-time notice: kept under its number, with what only its reader may know on top."""

from datetime import datetime

from api.authentication import authenticate
from api.notice_building import Built
from api.problems import not_found
from api.resources import Resources
from api.schemas.guidance import GuidanceNotice, GuidanceRequest, ItemNotice, NoticeContent
from api.schemas.intake import PaperAnswer
from api.shared_papers import NOBODY_ASKED, SharedFindings, look_up, public_only
from domain.calendar import local_date
from domain.catalogue import PaperClass
from domain.completeness import certificate_code, shareable_of
from models.intake import NoticeGivenRow
from repositories import drafts, given_notices


async def keep_notice(
    resources: Resources, built: Built, request: GuidanceRequest, now: datetime
) -> GuidanceNotice:
    """Keep the notice under its number; equal notices are kept once."""
    named = {each.code for each in built.content.answered}
    row = NoticeGivenRow(
        notice_id=built.notice_id,
        scheme=built.content.scheme,
        catalogue_version=built.content.catalogue_version,
        content_hash=built.content_hash,
        answers={code: value for code, value in request.answers.items() if code in named},
        content=built.content.model_dump(mode="json"),
        given_at=now,
    )
    async with resources.database.at_once() as session:
        await given_notices.keep(session, row)
    return _answer(built.content, row.notice_id, row.content_hash, now)


async def read_notice(resources: Resources, notice_id: str) -> GuidanceNotice:
    """Give a notice that was given before, as it was, whatever the catalogue says today.

    Raises:
        Refused: there is none (``given_notice_unknown``, not found).
    """
    async with resources.database.reading() as session:
        row = await given_notices.find(session, notice_id)
    if row is None:
        raise not_found("given_notice")
    content = NoticeContent.model_validate(row["content"])
    return _answer(content, notice_id, row["content_hash"], row["given_at"])


async def with_what_is_known(
    resources: Resources,
    notice: GuidanceNotice,
    built: Built,
    *,
    uscc: str | None,
    authorization: str | None,
    now: datetime,
) -> GuidanceNotice:
    """Add to the answer, never to the notice that is kept, which papers need not be brought."""
    held = await _held(resources, built, authorization)
    shared = NOBODY_ASKED
    if uscc is not None:
        wanted = shareable_of(built.items)
        asked = wanted if authorization else public_only(wanted)
        shared = await look_up(resources, uscc, asked, local_date(now))
    items = tuple(_item(item, held, shared) for item in notice.items)
    return notice.model_copy(update={"items": items})


def _answer(
    content: NoticeContent, notice_id: str, digest: str, given_at: datetime
) -> GuidanceNotice:
    here = f"/v1/guidance/{notice_id}"
    return GuidanceNotice.model_construct(
        **{name: getattr(content, name) for name in NoticeContent.model_fields},
        notice_id=notice_id,
        content_hash=digest,
        given_at=given_at,
        links={"self": here, "page": f"{here}/page", "pdf": f"{here}/pdf"},
    )


async def _held(resources: Resources, built: Built, authorization: str | None) -> dict[str, str]:
    if authorization is None:
        return {}
    actor = await authenticate(resources.verifier, authorization)
    papers = tuple({paper.code for item in built.items for paper in item.papers})
    async with resources.database.reading() as session:
        return await drafts.held_papers(session, actor.subject, papers)


def _item(item: ItemNotice, held: dict[str, str], shared: SharedFindings) -> ItemNotice:
    papers = tuple(_paper(paper, held, shared) for paper in item.papers)
    first = tuple(
        each.model_copy(update={"sharing": shared.standing(certificate_code(each.code))})
        for each in item.permits_first
    )
    return item.model_copy(update={"papers": papers, "permits_first": first})


def _paper(paper: PaperAnswer, held: dict[str, str], shared: SharedFindings) -> PaperAnswer:
    is_shareable = paper.paper_class == PaperClass.SHAREABLE
    return paper.model_copy(
        update={
            "held": paper.code in held,
            "held_document_id": held.get(paper.code),
            "sharing": shared.standing(paper.code) if is_shareable else None,
        }
    )
