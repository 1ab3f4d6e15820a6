"""The one-time notice 一次性告知: which permits, why, and what is needed (R37-R48)."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Header

from api.authentication import authenticate
from api.dependencies import ResourcesDependency
from api.resources import Resources
from api.schemas.base import LabelAnswer
from api.schemas.intake import GuidanceNotice, GuidanceRequest, ItemNotice, RemedyAnswer
from api.texts import field_answer, item_notice
from catalog.guidance import determine
from domain.calendar import local_date
from domain.catalogue import Determination, Requirement, Scheme
from domain.credit import CreditStanding
from domain.form import fields_of
from domain.routes import choose_route
from repositories import drafts

router = APIRouter(tags=["guidance"])
_NEEDED = {Requirement.REQUIRED, Requirement.FILING_ONLY, Requirement.OUTSIDE_SCHEME}


@router.post("/guidance")
async def give_guidance(
    request: GuidanceRequest,
    resources: ResourcesDependency,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> GuidanceNotice:
    """Answer what the business is and does with its one notice; open to everybody.

    With an applicant's token the notice also tells which papers were handed in before.
    """
    today = local_date(datetime.now(UTC))
    found = determine(
        resources.catalogue, scheme_code=request.scheme, on=today, answers=request.answers
    )
    if request.theme is not None:
        asked = set(resources.catalogue.theme(request.theme).items)
        found = tuple(finding for finding in found if finding.item_code in asked)
    codes = tuple(finding.item_code for finding in found)
    catalogue = resources.catalogue.slice(request.scheme, codes, on=today)
    held = await _held(resources, authorization, codes, today, request.scheme)
    needed = tuple(f.item_code for f in found if f.requirement in _NEEDED)
    form = fields_of(resources.catalogue.slice(request.scheme, needed, on=today)) if needed else {}
    return GuidanceNotice(
        scheme=request.scheme,
        scheme_label=LabelAnswer.of(catalogue.scheme.label),
        catalogue_version=resources.catalogue.version,
        on=today,
        items=tuple(_notice(resources, request.scheme, f, held, today) for f in found),
        form=tuple(field_answer(field) for field in form.values()),
        remedies=remedies_of(catalogue.scheme),
    )


def remedies_of(scheme: Scheme) -> tuple[RemedyAnswer, ...]:
    """Give the remedies against the department that decides (行政许可法 38)."""
    return (
        RemedyAnswer(
            code="administrative_reconsideration",
            body=LabelAnswer.of(scheme.reconsideration_body),
            source="行政复议法 20",
        ),
        RemedyAnswer(code="administrative_litigation", source="行政诉讼法 46"),
    )


def _notice(
    resources: Resources, scheme: str, found: Determination, held: dict[str, str], today: date
) -> ItemNotice:
    item = resources.catalogue.slice(scheme, (found.item_code,), on=today).item(found.item_code)
    unflagged = CreditStanding("", (), today, "assumed")
    choice = choose_route(item, credit=unflagged, chose_commitment=None, on=today)
    routed = found.requirement in {Requirement.REQUIRED, Requirement.FILING_ONLY}
    return item_notice(item, found, choice if routed else None, held)


async def _held(
    resources: Resources,
    authorization: str | None,
    codes: tuple[str, ...],
    today: date,
    scheme: str,
) -> dict[str, str]:
    if authorization is None:
        return {}
    actor = await authenticate(resources.verifier, authorization)
    items = resources.catalogue.slice(scheme, codes, on=today).items
    papers = tuple({paper.code for item in items for paper in item.papers})
    async with resources.database.reading() as session:
        return await drafts.held_papers(session, actor.subject, papers)
