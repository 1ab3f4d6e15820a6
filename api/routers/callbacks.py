"""Reports of departments' systems, signed with HMAC and taken once each."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request

from api import calls
from api.dependencies import ResourcesDependency
from api.problems import not_found
from api.resources import Resources
from api.schemas.messages import CallbackAnswer
from api.signed_bodies import read_signed
from core.temporal import application_workflow_id
from departments.callbacks import SIGNATURE_HEADER, TIMESTAMP_HEADER
from departments.reports import as_said_to_case
from departments.wire import CallbackBody
from domain.actors import Actor, Role
from domain.commands import DepartmentAnswered
from repositories import callbacks, lists

router = APIRouter(prefix="/departments", tags=["departments"])
_REPORT = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/CallbackBody"},
                "example": {
                    "dispatch_key": "5b1f0a7cf0a94c0d8f3e2b6f6f6c9f11.B1-04",
                    "message_id": "hygiene-2026-000017",
                    "sequence": 2,
                    "outcome": "refused",
                    "at": "2026-12-01T09:30:00+08:00",
                    "reasons": [{"code": "hygiene_site_plan", "text": "平面图与现场不符"}],
                    "facts": {},
                },
            }
        },
    }
}


@router.post("/{code}/callbacks", openapi_extra=_REPORT)
async def take_callback(
    code: Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}$")],
    request: Request,
    resources: ResourcesDependency,
    timestamp: Annotated[str, Header(alias=TIMESTAMP_HEADER)] = "",
    signature: Annotated[str, Header(alias=SIGNATURE_HEADER)] = "",
) -> CallbackAnswer:
    """Take a report; the same message id changes nothing again, an older sequence neither.

    The department's system signs timestamp and body; no token is needed.
    """
    raw = await request.body()
    now = datetime.now(UTC)
    body = read_signed(
        CallbackBody,
        resources.settings,
        raw=raw,
        timestamp=timestamp,
        signature=signature,
        now=now,
    )
    await _check_lane(resources, code, body)
    async with resources.database.reading() as session:
        repeated = await callbacks.is_known(session, code, body.message_id)
    if repeated:
        return CallbackAnswer(taken=True, repeated=True)
    taken = await calls.signal(
        resources.client,
        application_workflow_id(_case_id(body)),
        "department_answered",
        DepartmentAnswered(
            Actor(f"system/{code}", Role.DEPARTMENT_SYSTEM, code),
            body.dispatch_key,
            as_said_to_case(body.to_report()),
            message_id=f"{code}/{body.message_id}",
        ),
    )
    async with resources.database.at_once() as session:
        await callbacks.remember(session, code, body.message_id, now)
    return CallbackAnswer(taken=taken)


async def _check_lane(resources: Resources, department: str, body: CallbackBody) -> None:
    """A department reports on its own lanes; any other key looks like one that is unknown."""
    async with resources.database.reading() as session:
        owner = await lists.department_of_dispatch(session, body.dispatch_key)
    if owner != department:
        raise not_found("dispatch")


def _case_id(body: CallbackBody) -> str:
    return body.dispatch_key.rpartition(".")[0]
