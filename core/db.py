"""One async engine per process, and the only place that commits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from core.config import Settings


class DatabaseUnavailableError(Exception):
    """Postgres cannot be reached now; the same call may succeed later."""


class Database:
    """The engine and its sessions; made at start-up, disposed of after everything that uses it."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url, pool_size=pool_size, max_overflow=0, pool_pre_ping=False, pool_timeout=5
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        # The same pool without BEGIN and COMMIT: two round trips less for a single statement.
        single = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._single = async_sessionmaker(single, expire_on_commit=False)

    @classmethod
    def of(cls, settings: Settings) -> "Database":
        return cls(settings.database_url, settings.database_pool_size)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work is committed as a whole, or not at all.

        Raises:
            DatabaseUnavailableError: the database went away.
        """
        async with self._opened(self._sessions) as session:
            yield session
            await session.commit()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session for reading; every statement sees what is committed by then.

        Raises:
            DatabaseUnavailableError: the database went away.
        """
        async with self._opened(self._single) as session:
            yield session

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[AsyncSession]:
        """Give a session for one statement that writes; it is committed by itself.

        Raises:
            DatabaseUnavailableError: the database went away.
        """
        async with self.reading() as session:
            yield session

    @asynccontextmanager
    async def _opened(
        self, sessions: async_sessionmaker[AsyncSession]
    ) -> AsyncIterator[AsyncSession]:
        """Open a session and tell every way in which the database can be away as one error."""
        try:
            async with sessions() as session:
                yield session
        except (OperationalError, InterfaceError, PoolTimeoutError) as error:
            raise DatabaseUnavailableError(type(error).__name__) from error

    async def dispose(self) -> None:
        await self.engine.dispose()
