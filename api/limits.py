"""How large a request may be: told before the whole of it is read."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

BODY_BYTES = 1_000_000
"""Enough for the longest form that an application may have."""
PAYLOAD_BYTES = 20_000_000
"""What the Temporal UI may have decoded at once."""
CATALOGUE_BYTES = 4_000_000
"""Several times all files of the catalogue."""
_AROUND_A_FILE = 100_000
_TOO_LARGE = "The body may have at most {limit} bytes."


class BodyLimit:
    """Refuses bodies that are too large with 413; uploads and payloads have limits of their own."""

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self._app = app
        self._own = {
            "/v1/documents": upload_bytes + _AROUND_A_FILE,
            "/v1/codec/decode": PAYLOAD_BYTES,
            "/v1/codec/encode": PAYLOAD_BYTES,
            "/v1/catalogue/validate": CATALOGUE_BYTES,
            "/v1/catalogue/diff": CATALOGUE_BYTES,
            "/v1/catalogue/versions": CATALOGUE_BYTES,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._own.get(scope["path"], BODY_BYTES)
        if _announced(scope) > limit:
            await _refusal(scope, limit)(scope, receive, send)
            return
        await self._app(scope, _counting(receive, limit), send)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _refusal(scope: Scope, limit: int) -> ASGIApp:
    return problem(
        Request(scope),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "body_too_large",
        _TOO_LARGE.format(limit=limit),
        field="body",
        rule="openapi",
    )


def _counting(receive: Receive, limit: int) -> Receive:
    """Stop a body that comes in pieces, of no announced length, where the limit is passed."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            raise HTTPException(status, _TOO_LARGE.format(limit=limit))
        return message

    return counted
