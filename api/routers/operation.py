"""For operators: health, readiness, the codec of the Temporal UI, development tokens."""

import asyncio
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from google.protobuf import json_format
from google.protobuf.json_format import ParseError
from pydantic import Field
from sqlalchemy import text
from temporalio.api.common.v1 import Payloads
from temporalio.service import RPCError

from api.authentication import actor_of, authenticate
from api.dependencies import TOKEN, Allowed, ResourcesDependency
from api.problems import UnavailableError
from api.schemas.base import Answer, Body, Code, example
from core.codec import UnknownKeyError
from domain.actors import Actor, Role
from domain.errors import ErrorKind, Refused

router = APIRouter(tags=["operation"])
_READY_WITHIN_SECONDS = 3.0
_PAYLOADS = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "description": "temporal.api.common.v1.Payloads",
                    "properties": {"payloads": {"type": "array", "items": {"type": "object"}}},
                },
                "example": {
                    "payloads": [
                        {"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "IuS4gOeFpyI="}
                    ]
                },
            }
        },
    }
}


class Operation(StrEnum):
    """What the Temporal UI asks of a codec server."""

    ENCODE = "encode"
    DECODE = "decode"


class HealthAnswer(Answer):
    """The process answers."""

    status: str


class TokenInput(Body):
    """Whom a development token is for."""

    model_config = example(
        {"subject": "reviewer-1", "role": "reviewer", "department": "health"},
        {"subject": "applicant-1", "role": "applicant"},
    )

    subject: Code
    role: Role
    department: Code | None = None


class TokenAnswer(Answer):
    """A bearer token."""

    access_token: str
    token_type: Annotated[str, Field(pattern="^Bearer$")] = "Bearer"  # noqa: S105  # its type


class MayDecode(Allowed):
    """Lets supervisors decode, and on a development stack whoever looks at the Temporal UI."""

    async def __call__(  # type: ignore[override]  # FastAPI calls it by annotation
        self,
        resources: ResourcesDependency,
        _documented: Annotated[object, Depends(TOKEN)],
        authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> None:
        if not resources.settings.open_codec:
            await super().__call__(await authenticate(resources.verifier, authorization))


may_decode = MayDecode(Role.SUPERVISOR)


@router.get("/health")
async def health() -> HealthAnswer:
    """Tell that the process is up."""
    return HealthAnswer(status="ok")


@router.get("/ready")
async def ready(resources: ResourcesDependency) -> HealthAnswer:
    """Tell that Postgres and Temporal answer; 503 when one does not."""
    try:
        async with asyncio.timeout(_READY_WITHIN_SECONDS):
            async with resources.database.reading() as session:
                await session.execute(text("SELECT 1"))
            if not await resources.client.service_client.check_health():
                raise UnavailableError("orchestration_unavailable", "Temporal does not serve.")
    except RPCError as error:
        raise UnavailableError("orchestration_unavailable", "Temporal does not answer.") from error
    except TimeoutError as error:
        raise UnavailableError("not_ready", "Something does not answer in time.") from error
    return HealthAnswer(status="ready")


@router.post(
    "/codec/{operation}",
    dependencies=[Depends(may_decode)],
    response_class=JSONResponse,
    openapi_extra=_PAYLOADS,
)
async def run_codec(
    operation: Operation, request: Request, resources: ResourcesDependency
) -> Response:
    """Decode payloads for the Temporal UI of a supervisor (encode is the UI's way back)."""
    codec = resources.client.data_converter.payload_codec
    if codec is None:
        raise HTTPException(404, "The payloads of this stack are not encrypted.")
    try:
        payloads = json_format.Parse(await request.body(), Payloads())
        run = codec.decode if operation is Operation.DECODE else codec.encode
        answer = Payloads(payloads=await run(payloads.payloads))
    except (ParseError, UnicodeDecodeError, UnknownKeyError) as error:
        raise Refused(
            "payloads_unreadable",
            "These are no payloads that our keys open.",
            rule="design §6",
            field="payloads",
            kind=ErrorKind.INVALID,
        ) from error
    return Response(json_format.MessageToJson(answer), media_type="application/json")


@router.post("/development/tokens")
async def issue_token(wanted: TokenInput, resources: ResourcesDependency) -> TokenAnswer:
    """Issue a token on a development stack; production has no such route's answer."""
    if resources.issuer is None:
        raise HTTPException(404, "There is no development issuer here.")
    return TokenAnswer(access_token=resources.issuer.issue(_actor(wanted)))


def _actor(wanted: TokenInput) -> Actor:
    """Give the actor whom a token would be believed to name."""
    try:
        return actor_of(
            {"sub": wanted.subject, "role": wanted.role, "department": wanted.department}
        )
    except ValueError as error:
        raise Refused(
            "role_not_complete",
            "An official needs a department, and nobody is a case.",
            rule="design §12",
            field="department" if str(error) == "department" else "role",
            kind=ErrorKind.INVALID,
        ) from error
