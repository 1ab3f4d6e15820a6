"""For operators: health, readiness, the codec of the Temporal UI, development tokens."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from google.protobuf import json_format
from google.protobuf.json_format import ParseError
from pydantic import Field
from sqlalchemy import text
from temporalio.api.common.v1 import Payloads
from temporalio.service import RPCError

from api.authentication import DevelopmentIssuer
from api.dependencies import Allowed, ResourcesDependency, current_actor
from api.problems import UnavailableError
from api.schemas.base import Answer, Body, Code
from core.codec import UnknownKeyError
from domain.actors import Actor, Role
from domain.errors import ErrorKind, Refused

router = APIRouter(tags=["operation"])
_READY_WITHIN_SECONDS = 3.0


class HealthAnswer(Answer):
    """The process answers."""

    status: str


class TokenInput(Body):
    """Whom a development token is for."""

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
        authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> None:
        if not resources.settings.open_codec:
            await super().__call__(await current_actor(resources, authorization))


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


@router.post("/codec/{operation}", dependencies=[Depends(may_decode)])
async def run_codec(operation: str, request: Request, resources: ResourcesDependency) -> Response:
    """Decode payloads for the Temporal UI of a supervisor (encode is the UI's way back)."""
    codec = resources.client.data_converter.payload_codec
    if operation not in {"encode", "decode"} or codec is None:
        raise HTTPException(404, "There is no such codec operation.")
    try:
        payloads = json_format.Parse(await request.body(), Payloads())
        run = codec.decode if operation == "decode" else codec.encode
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
    if not isinstance(resources.verifier, DevelopmentIssuer):
        raise HTTPException(404, "There is no development issuer here.")
    if wanted.role is Role.CASE:
        raise HTTPException(403, "Nobody is a case.")
    actor = Actor(wanted.subject, wanted.role, wanted.department)
    return TokenAnswer(access_token=resources.verifier.issue(actor))
