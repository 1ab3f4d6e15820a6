"""The one-time notice 一次性告知: which permits, why, and what is needed (R37-R48)."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import HTMLResponse

from api.dependencies import ResourcesDependency
from api.given_notices import keep_notice, read_notice, with_what_is_known
from api.languages import preferred_language
from api.notice_building import build_notice
from api.schemas.guidance import GuidanceNotice, GuidanceRequest
from api.shared_papers import check_holder
from documents.one_time_notice import render_one_time_notice
from domain.calendar import local_date
from web.notice_page import render_notice_page

router = APIRouter(tags=["guidance"])
NoticeId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Language = Annotated[str, Header(alias="Accept-Language", max_length=500)]


@router.post("/guidance")
async def give_guidance(
    request: GuidanceRequest,
    resources: ResourcesDependency,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> GuidanceNotice:
    """Answer what the business is and does with its one notice; open to everybody.

    With an applicant's token or a business's code the answer also tells which papers are held
    already or are fetched by data sharing. Equal answers give the same notice.
    """
    check_holder(request.uscc)
    now = datetime.now(UTC)
    built = build_notice(resources.catalogue, request, local_date(now))
    notice = await keep_notice(resources, built, request, now)
    return await with_what_is_known(
        resources, notice, built, uscc=request.uscc, authorization=authorization, now=now
    )


@router.get("/guidance/{notice_id}")
async def read_guidance(notice_id: NoticeId, resources: ResourcesDependency) -> GuidanceNotice:
    """Give a notice again as it was given; it holds nothing personal."""
    return await read_notice(resources, notice_id)


@router.get(
    "/guidance/{notice_id}/page",
    response_class=HTMLResponse,
    responses={200: {"description": "The notice as a page.", "content": {"text/html": {}}}},
)
async def show_guidance(
    notice_id: NoticeId, resources: ResourcesDependency, language: Language = ""
) -> HTMLResponse:
    """Show a notice as a page in the language that the browser prefers, ready to print."""
    notice = await read_notice(resources, notice_id)
    spoken = preferred_language(language)
    page = render_notice_page(notice.model_dump(mode="json"), spoken)
    return HTMLResponse(page, headers={"Content-Language": spoken, "Vary": "Accept-Language"})


@router.get(
    "/guidance/{notice_id}/pdf",
    response_class=Response,
    responses={200: {"description": "The notice.", "content": {"application/pdf": {}}}},
)
async def print_guidance(notice_id: NoticeId, resources: ResourcesDependency) -> Response:
    """Give a notice as PDF in both languages; the same notice gives the same bytes."""
    notice = await read_notice(resources, notice_id)
    content = notice.model_dump(mode="json", exclude={"given_at", "links"})
    pdf = await asyncio.to_thread(render_one_time_notice, content, notice.on)
    headers = {"Content-Disposition": f'inline; filename="{notice_id}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)
