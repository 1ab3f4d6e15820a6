"""What anyone may see: the page behind the code, the keys, the status list."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Response
from fastapi.responses import HTMLResponse

from api.dependencies import ResourcesDependency
from api.licences import TOKEN, public_licence
from api.schemas.licences import PublicLicenceAnswer, StatusList
from core.keys import SignatureInvalidError, verify
from domain.errors import Refused
from repositories import licences
from web.public_page import PublicLicence, PublicPermit, render_not_found, render_public_page

router = APIRouter(prefix="/public", tags=["public"])
LicenceCode = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
STATUS_LIST = "tongxing-status-list+jws"


@router.get(
    "/licences/{licence_code}",
    response_model=PublicLicenceAnswer,
    responses={200: {"description": "The permits.", "content": {"text/html": {}}}},
)
async def show_licence(
    licence_code: LicenceCode,
    resources: ResourcesDependency,
    accept: Annotated[str, Header()] = "",
    token: Annotated[str, Query(max_length=4000)] = "",
) -> Any:  # noqa: ANN401  # page or data
    """Show each permit's status today: a page for browsers, JSON for programs."""
    wants_page = "text/html" in accept
    try:
        licence = await public_licence(resources, licence_code)
    except Refused:
        if not wants_page:
            raise
        return HTMLResponse(render_not_found(licence_code), status_code=HTTPStatus.NOT_FOUND)
    if not wants_page:
        return licence
    checked = _check(token, resources.signer.public_keys(), licence_code)
    return HTMLResponse(render_public_page(_page(licence, checked)))


@router.get("/keys")
async def show_keys(resources: ResourcesDependency) -> dict[str, Any]:
    """Give the public keys (JSON Web Key Set) with which licences and seals are checked."""
    return resources.signer.public_keys()


@router.get("/status-list")
async def show_status_list(resources: ResourcesDependency, response: Response) -> StatusList:
    """Give every issued permit that is not valid any more, with a signature over the list."""
    async with resources.database.reading() as session:
        rows = await licences.all_statuses(session)
    as_of = datetime.now(UTC)
    statuses = {row["number"]: row["status"] for row in rows}
    token = resources.signer.sign(
        {"as_of": as_of.isoformat(), "statuses": statuses}, purpose=STATUS_LIST
    )
    response.headers["Cache-Control"] = "public, max-age=60"
    return StatusList(as_of=as_of, statuses=statuses, token=token)


def _check(
    token: str, keys: dict[str, Any], licence_code: str
) -> Literal["valid", "invalid", "absent"]:
    if not token:
        return "absent"
    try:
        payload = verify(token, keys, purpose=TOKEN)
    except SignatureInvalidError:
        return "invalid"
    return "valid" if payload.get("sub") == licence_code else "invalid"


def _page(
    licence: PublicLicenceAnswer, signature: Literal["valid", "invalid", "absent"]
) -> PublicLicence:
    return PublicLicence(
        licence_code=licence.licence_code,
        business_name=licence.business_name,
        uscc=licence.uscc,
        permits=tuple(
            PublicPermit(
                label_zh=permit.label.zh,
                label_en=permit.label.en,
                number=permit.number,
                department_zh=permit.department.zh,
                department_en=permit.department.en,
                status=permit.status,
                status_zh=permit.status_label.zh,
                status_en=permit.status_label.en,
                valid_from=permit.valid_from,
                valid_until=permit.valid_until,
            )
            for permit in licence.permits
        ),
        as_of=licence.as_of,
        signature=signature,
    )
