"""An id for every request and one log line for every answer, without anything personal."""

import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("api")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestLog:
    """Plain ASGI: it costs no task of its own and lets streams through as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _id_of(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        begun, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._app(scope, receive, noting)
            log.info(
                "request answered",
                method=scope["method"],
                route=_route_of(scope),
                status=status,
                milliseconds=round((time.perf_counter() - begun) * 1000, 1),
            )


def _id_of(scope: Scope) -> str:
    """Take over the caller's id when it looks like one."""
    given = Headers(scope=scope).get("X-Request-ID", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def _route_of(scope: Scope) -> str:
    """Give the route's pattern: paths hold ids, which are nobody's business in a log."""
    return str(getattr(scope.get("route"), "path", "unknown"))
