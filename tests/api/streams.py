"""Reads server-sent events as they are sent; the usual client would wait for the last of them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.system.city import PATIENCE, City, Person


@dataclass(slots=True)
class Stream:
    """An open connection; ``events`` come one by one."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    _arrived: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    _left: asyncio.Event = field(default_factory=asyncio.Event)
    _asked: bool = False
    _rest: str = ""
    _begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def next_event(self) -> dict[str, Any]:
        """Wait for the next event; what only keeps the connection alive is passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                while "\n\n" not in self._rest:
                    self._rest += await self._arrived.get()
                message, _, self._rest = self._rest.partition("\n\n")
                if not message.startswith(":"):
                    return _event(message)

    async def receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
            self._begun.set()
        elif message["type"] == "http.response.body":
            self._arrived.put_nowait(message.get("body", b"").decode())

    async def begun(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._begun.wait()

    def leave(self) -> None:
        self._left.set()


@asynccontextmanager
async def following(
    city: City, reader: Person, case_id: str, last_event_id: str = ""
) -> AsyncIterator[Stream]:
    """Follow a case until the block is left; the server is told by a closed connection."""
    path = f"/v1/applications/{case_id}/events"
    async with following_path(city, reader, path, last_event_id) as stream:
        yield stream


@asynccontextmanager
async def following_path(
    city: City, reader: Person, path: str, last_event_id: str = ""
) -> AsyncIterator[Stream]:
    """Follow whatever streams under a path."""
    stream = Stream()
    app = _app_of(city)
    headers = {"authorization": f"Bearer {reader.token}", "last-event-id": last_event_id}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items() if value],
        "client": ("127.0.0.1", 1),
        "server": ("tongxing.test", 80),
        "state": {},
    }
    task = asyncio.create_task(app(scope, stream.receive, stream.send))
    try:
        await stream.begun()
        yield stream
    finally:
        stream.leave()
        async with asyncio.timeout(PATIENCE):
            with suppress(asyncio.CancelledError):
                await task


def _app_of(city: City) -> Any:
    transport = city.api._transport
    assert isinstance(transport, httpx.ASGITransport)
    return transport.app


def _event(message: str) -> dict[str, Any]:
    parts = dict(line.split(": ", 1) for line in message.split("\n"))
    return {
        "id": int(parts.get("id", 0)),
        "event": parts["event"],
        "data": json.loads(parts["data"]),
    }
