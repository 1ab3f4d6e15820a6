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
from domain.catalogue import Determination, Item, Requirement, Scheme
from domain.credit import CreditStanding
from domain.form import merged_fields
from domain.routes import RouteChoice, choose_route
from repositories import drafts

router = APIRouter(tags=["guidance"])
_ROUTED = {Requirement.REQUIRED, Requirement.FILING_ONLY}


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
    catalogue = resources.catalogue
    scheme = catalogue.scheme(request.scheme)
    asked = catalogue.items_of_theme(request.theme) if request.theme else ()
    found = determine(
        catalogue, scheme_code=scheme.code, on=today, answers=request.answers, item_codes=asked
    )
    items = {
        f.item_code: catalogue.describe(scheme.code, f.item_code, today, request.answers)
        for f in found
    }
    known = {code: item for code, item in items.items() if item is not None}
    held = await _held(resources, authorization, tuple(known.values()))
    routed = [known[f.item_code] for f in found if f.requirement in _ROUTED]
    return GuidanceNotice(
        scheme=scheme.code,
        scheme_label=LabelAnswer.of(scheme.label),
        catalogue_version=catalogue.version,
        on=today,
        items=tuple(
            _notice(known[f.item_code], f, held, today) for f in found if f.item_code in known
        ),
        form=tuple(field_answer(field) for field in merged_fields(routed).values()),
        remedies=remedies_of(scheme),
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


def _notice(item: Item, found: Determination, held: dict[str, str], today: date) -> ItemNotice:
    routed = found.requirement in _ROUTED
    return item_notice(item, found, _usual_route(item, today) if routed else None, held)


def _usual_route(item: Item, today: date) -> RouteChoice:
    """Give the route of a party in good standing that makes no choice of its own."""
    unflagged = CreditStanding("", (), today, "assumed")
    return choose_route(item, credit=unflagged, chose_commitment=None, on=today)


async def _held(
    resources: Resources, authorization: str | None, items: tuple[Item, ...]
) -> dict[str, str]:
    if authorization is None:
        return {}
    actor = await authenticate(resources.verifier, authorization)
    papers = tuple({paper.code for item in items for paper in item.papers})
    async with resources.database.reading() as session:
        return await drafts.held_papers(session, actor.subject, papers)
