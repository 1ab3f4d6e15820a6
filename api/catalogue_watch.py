"""Keeps a process's catalogue at what is in force: woken by a publication, and by the calendar."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime

import structlog

from api.listener import EventListener
from catalog.keeping import Catalogues
from catalog.loader import load_catalogue
from core.config import Settings
from core.db import Database, DatabaseUnavailableError
from domain.calendar import local_date
from repositories.catalogues import STREAM

log = structlog.get_logger("api.catalogue")
_LOOK_AGAIN_SECONDS = 30.0
"""A version that begins at midnight is in force this long after it at the latest."""


@asynccontextmanager
async def kept_catalogues(
    settings: Settings, database: Database, listener: EventListener
) -> AsyncIterator[Catalogues]:
    """Give the catalogue in force, kept current until the block is left."""
    opened = Catalogues(load_catalogue(settings.catalogue_directory))
    await _refresh(opened, database)
    task = asyncio.create_task(_keep(opened, database, listener))
    try:
        yield opened
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def today() -> date:
    return local_date(datetime.now(UTC))


async def _keep(catalogues: Catalogues, database: Database, listener: EventListener) -> None:
    async with listener.following(STREAM) as published:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(published.wait(), _LOOK_AGAIN_SECONDS)
            published.clear()
            await _refresh(catalogues, database)


async def _refresh(catalogues: Catalogues, database: Database) -> None:
    """Look once; without the database the running version stays until the next look."""
    try:
        await catalogues.refresh(database, today())
    except DatabaseUnavailableError:
        log.warning("catalogue.not_looked_up", reason="database unavailable")
