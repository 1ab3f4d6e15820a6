"""The licence of a business, for its holder and for officials."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from api.dependencies import PEOPLE, Allowed, CurrentActor, ResourcesDependency
from api.licences import permit_answer
from api.problems import not_found
from api.resources import Resources
from api.schemas.licences import LicenceAnswer
from api.typesetting import licence_pdf, licence_token
from domain.actors import Actor, Role
from repositories import licences

router = APIRouter(prefix="/licences", tags=["licences"], dependencies=[Depends(Allowed(*PEOPLE))])
LicenceCode = Annotated[str, Path(pattern=r"^[A-Z0-9]{4,40}$")]


@router.get("/{licence_code}")
async def read_licence(
    licence_code: LicenceCode, actor: CurrentActor, resources: ResourcesDependency
) -> LicenceAnswer:
    """Give the licence with its permits of all cases."""
    licence = await _visible(resources, actor, licence_code)
    async with resources.database.reading() as session:
        permits = await licences.permits_of(session, licence_code)
        external = await licences.external_permits_of(session, licence["uscc"])
    return LicenceAnswer(
        licence_code=licence_code,
        version=licence["version"],
        business_name=licence["business_name"],
        uscc=licence["uscc"],
        issued_at=licence["issued_at"],
        permits=tuple(permit_answer(row) for row in (*permits, *external)),
        links={
            "document": f"/v1/licences/{licence_code}/document",
            "token": f"/v1/licences/{licence_code}/token",
            "public": f"/v1/public/licences/{licence_code}",
        },
    )


@router.get(
    "/{licence_code}/document",
    response_class=Response,
    responses={200: {"description": "The licence.", "content": {"application/pdf": {}}}},
)
async def read_document(
    licence_code: LicenceCode, actor: CurrentActor, resources: ResourcesDependency
) -> Response:
    """Give the licence as PDF with its code; the same version gives the same bytes."""
    licence = await _visible(resources, actor, licence_code)
    content = await licence_pdf(resources, licence)
    name = f"{licence_code}-{licence['version']}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/{licence_code}/token")
async def read_token(
    licence_code: LicenceCode, actor: CurrentActor, resources: ResourcesDependency
) -> dict[str, str]:
    """Give the signed token that the code carries, for checks without a network."""
    licence = await _visible(resources, actor, licence_code)
    async with resources.database.reading() as session:
        permits = await licences.permits_of(session, licence_code)
    scheme = resources.catalogue.scheme(licence["scheme"])
    return {"token": licence_token(resources, licence, permits, scheme)}


async def _visible(resources: Resources, actor: Actor, licence_code: str) -> Any:  # noqa: ANN401  # row
    """Give the licence; applicants see their own businesses' only."""
    async with resources.database.reading() as session:
        licence = await licences.find(session, licence_code)
        holders = await licences.holders_of(session, licence_code)
    if licence is None or (actor.role is Role.APPLICANT and actor.subject not in holders):
        raise not_found("licence")
    return licence
