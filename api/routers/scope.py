"""Business scope 经营范围, the list of instant approval, and the push of registrations."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request

from api.cases import visible_case
from api.dependencies import Allowed, CaseId, CurrentActor, ResourcesDependency
from api.problems import not_found
from api.schemas.scope import (
    InstantItemAnswer,
    PushAnswer,
    PushResultTaken,
    ScopeEntryAnswer,
)
from api.scope_answers import instant_item, push_answer, scope_entry_answer
from api.signed_bodies import read_signed
from departments.callbacks import SIGNATURE_HEADER, TIMESTAMP_HEADER
from departments.wire import PushResultBody
from domain.actors import Role
from domain.calendar import local_date
from repositories import pushes

router = APIRouter(tags=["scope"])
_RESULT = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/PushResultBody"},
                "example": {
                    "message_id": "hygiene-2026-000021",
                    "outcome": "in_order",
                    "note": "已上门指导",
                    "at": "2026-12-01T09:30:00+08:00",
                },
            }
        },
    }
}
PushId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}\.[a-z][a-z0-9_]{0,63}$")]


@router.get("/catalogue/scope")
async def list_scope(resources: ResourcesDependency) -> tuple[ScopeEntryAnswer, ...]:
    """Give the entries of the scope catalogue with the push list, one line each (R34)."""
    return tuple(scope_entry_answer(entry) for entry in resources.catalogue.scope.values())


@router.get("/catalogue/instant-list")
async def list_instant(
    resources: ResourcesDependency,
    scheme: Annotated[str, Query(pattern=r"^[a-z][a-z0-9_]{0,59}$")] = "zhongshan",
) -> tuple[InstantItemAnswer, ...]:
    """Give the published list of instant approval with its quantified rules (智能审批, R72)."""
    today = local_date(datetime.now(UTC))
    catalogue = resources.catalogue
    in_force = catalogue.scheme(scheme)
    described = (
        catalogue.describe(scheme, code, today)
        for code in catalogue.item_codes
        if in_force.offers(code, today)
    )
    return tuple(
        instant_item(item, item.instant_approval)
        for item in described
        if item is not None and item.instant_approval is not None
    )


@router.get("/applications/{case_id}/pushes", dependencies=[Depends(Allowed(Role.SUPERVISOR))])
async def list_pushes(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[PushAnswer, ...]:
    """Give the pushes of the registration with delivery log and what departments fed back."""
    await visible_case(resources, actor, case_id)
    async with resources.database.reading() as session:
        rows = await pushes.of_case(session, case_id)
        ids = [row["push_id"] for row in rows]
        attempts = await pushes.attempts_of(session, ids)
        results = await pushes.results_of(session, ids)
    return tuple(push_answer(row, attempts, results) for row in rows)


@router.post("/departments/{code}/pushes/{push_id}/results", openapi_extra=_RESULT)
async def take_push_result(
    code: Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}$")],
    push_id: PushId,
    request: Request,
    resources: ResourcesDependency,
    timestamp: Annotated[str, Header(alias=TIMESTAMP_HEADER)] = "",
    signature: Annotated[str, Header(alias=SIGNATURE_HEADER)] = "",
) -> PushResultTaken:
    """Take what a department feeds back on a push; it opens no application (R114).

    The department's system signs timestamp and body as for its reports; no token is needed.
    """
    now = datetime.now(UTC)
    body = read_signed(
        PushResultBody,
        resources.settings,
        raw=await request.body(),
        timestamp=timestamp,
        signature=signature,
        now=now,
    )
    async with resources.database.transaction() as session:
        # Another department's push looks like one that is unknown.
        if await pushes.department_of(session, push_id) != code:
            raise not_found("push")
        row = {
            "push_id": push_id,
            "message_id": body.message_id,
            "outcome": body.outcome,
            "note": body.note,
            "at": body.at,
            "received_at": now,
        }
        taken = await pushes.take_result(session, row)
    return PushResultTaken(taken=True, repeated=not taken)
