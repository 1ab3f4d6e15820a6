"""The catalogue in force of a process: published in Postgres, else in the directory."""

import asyncio
from datetime import date

import structlog

from catalog.loader import Catalogue, CatalogueError, catalogue_of, load_catalogue
from core.config import Settings
from core.db import Database
from repositories import catalogues

log = structlog.get_logger("catalog")


class Catalogues:
    """Holds one catalogue and takes over another as a whole; a bad one never replaces it."""

    def __init__(self, from_directory: Catalogue) -> None:
        self._from_directory = from_directory
        self._current = from_directory
        self._refused: str | None = None

    @property
    def current(self) -> Catalogue:
        """The catalogue as of the last look; ask once for what must agree."""
        return self._current

    async def refresh(self, database: Database, on: date) -> bool:
        """Take over what is in force on a day, if that is another version; tells whether it was.

        One look costs one small query. A version that cannot be used is told once in the log,
        and the running one stays.
        """
        async with database.reading() as session:
            head = await catalogues.in_force(session, on)
        wanted = head["version"] if head else self._from_directory.version
        if wanted in {self._current.version, self._refused}:
            return False
        try:
            self._current = await self._loaded(database, head["id"] if head else None)
        except CatalogueError as error:
            self._refused = wanted
            rules = sorted({problem.rule for problem in error.problems})
            log.warning("catalogue.refused", version=wanted, rules=rules)
            return False
        log.info("catalogue.replaced", version=wanted)
        return True

    async def _loaded(self, database: Database, publication: int | None) -> Catalogue:
        if publication is None:
            return self._from_directory
        async with database.reading() as session:
            texts = await catalogues.files(session, publication)
        # Reading all files takes a good part of a second, in which requests go on.
        return await asyncio.to_thread(catalogue_of, texts)


async def open_catalogues(settings: Settings, database: Database, on: date) -> Catalogues:
    """Read the directory and take over what is published.

    Raises:
        CatalogueError: the directory's catalogue cannot be used.
    """
    opened = Catalogues(load_catalogue(settings.catalogue_directory))
    await opened.refresh(database, on)
    return opened
