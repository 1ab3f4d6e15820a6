"""One LISTEN per process: wakes whoever follows a case when its record has grown."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import psycopg
import structlog
from psycopg import sql

from repositories.record import CHANNEL

log = structlog.get_logger("api.listener")
_RETRY_SECONDS = 2.0
EVERY_STREAM = "*"
"""Followers of this are woken whatever stream has grown; no stream is named so."""


class EventListener:
    """Hands on Postgres notifications; a lost connection is made anew, nothing is kept here."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @classmethod
    @asynccontextmanager
    async def listening(cls, database_url: str) -> AsyncIterator["EventListener"]:
        """Listen until the block is left."""
        listener = cls(database_url)
        task = asyncio.create_task(listener._listen())
        try:
            yield listener
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    @asynccontextmanager
    async def following(self, stream: str) -> AsyncIterator[asyncio.Event]:
        """Give an event that is set whenever the stream grew; the follower clears it."""
        grown = asyncio.Event()
        self._waiting[stream].add(grown)
        try:
            yield grown
        finally:
            self._waiting[stream].discard(grown)
            if not self._waiting[stream]:
                del self._waiting[stream]

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except psycopg.Error as error:
                log.warning("listening failed", error=type(error).__name__)
                await asyncio.sleep(_RETRY_SECONDS)

    async def _listen_once(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self._wake_all()
            async for notification in connection.notifies():
                stream = notification.payload.partition(" ")[0]
                for followed in (stream, EVERY_STREAM):
                    for grown in self._waiting.get(followed, ()):
                        grown.set()

    def _wake_all(self) -> None:
        """After a gap anything may have grown."""
        for followers in self._waiting.values():
            for grown in followers:
                grown.set()
