"""Verifies the record: hash chains, and the read model against the fold of the events.

``python -m models.verify`` takes every stream of ``DATABASE_URL``, ``--case ID`` one application
with its permits. Exit code 1 names the first broken place of each damaged stream. The database
may be in use: a stream is read in one snapshot.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Sequence

from sqlalchemy import Table, select, text, union
from sqlalchemy.ext.asyncio import AsyncSession

from core.config import settings
from core.db import Database
from domain.numbering import is_permit_id
from models.application import ApplicationRow, DebtRow, LaneRow
from models.event import EventRow
from models.permit import NUMBERED, PermitRow
from models.record_check import Fault, Row, StoredStream, fault_of_case, fault_of_permit
from models.task import TaskRow

_EVENTS: Table = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
_APPLICATIONS: Table = ApplicationRow.__table__  # type: ignore[attr-defined]
_LANES: Table = LaneRow.__table__  # type: ignore[attr-defined]
_TASKS: Table = TaskRow.__table__  # type: ignore[attr-defined]
_DEBTS: Table = DebtRow.__table__  # type: ignore[attr-defined]
_PERMITS: Table = PermitRow.__table__  # type: ignore[attr-defined]


async def streams_of(session: AsyncSession, case_id: str | None = None) -> Sequence[str]:
    """Give all streams in order, or those of one case: its own and its permits'."""
    everywhere = union(
        select(_EVENTS.c.stream),
        select(_APPLICATIONS.c.case_id),
        select(_PERMITS.c.permit_id).where(_PERMITS.c.status != NUMBERED),
    ).subquery()
    (stream,) = everywhere.c
    query = select(stream).order_by(stream)
    if case_id is not None:
        query = query.where((stream == case_id) | stream.startswith(f"{case_id}.", autoescape=True))
    return (await session.execute(query)).scalars().all()


async def verify_stream(session: AsyncSession, stream: str) -> tuple[int, Fault | None]:
    """Give the number of a stream's events and its first fault, if any."""
    is_permit = is_permit_id(stream)
    head = await _head(session, stream, is_permit=is_permit)
    stored = StoredStream(
        stream=stream,
        events=await _rows(session, _EVENTS, "stream", stream, order="sequence"),
        head=head,
        lanes=await _rows(session, _LANES, "case_id", stream),
        tasks=await _rows(session, _TASKS, "stream", stream),
        debts=await _rows(session, _DEBTS, "case_id", stream),
        permits=[
            row
            for row in await _rows(session, _PERMITS, "case_id", stream)
            if row["status"] != NUMBERED
        ],
    )
    fault = fault_of_permit(stored) if is_permit else fault_of_case(stored)
    return len(stored.events), fault


async def verify(
    database: Database, case_id: str | None = None
) -> AsyncIterator[tuple[str, int, Fault | None]]:
    """Give each stream with the number of its events and its first fault, if any.

    Raises:
        DatabaseUnavailableError: the database went away.
    """
    async with database.reading() as session:
        streams = await streams_of(session, case_id)
    for stream in streams:
        async with database.transaction() as session:
            await session.execute(_SNAPSHOT)
            events, fault = await verify_stream(session, stream)
        yield stream, events, fault


_SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


async def _head(session: AsyncSession, stream: str, *, is_permit: bool) -> Row | None:
    table, key = (_PERMITS, "permit_id") if is_permit else (_APPLICATIONS, "case_id")
    return next(iter(await _rows(session, table, key, stream)), None)


async def _rows(
    session: AsyncSession, table: Table, key: str, value: str, *, order: str | None = None
) -> Sequence[Row]:
    query = select(table).where(table.c[key] == value)
    if order:
        query = query.order_by(table.c[order])
    return [dict(row) for row in (await session.execute(query)).mappings()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what is asked for; 0 when all is in order, 1 with each damaged stream named."""
    parser = argparse.ArgumentParser(prog="python -m models.verify", description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--case", metavar="ID", help="one application with its permits")
    which.add_argument("--all", action="store_true", help="every stream (the default)")
    options = parser.parse_args(arguments)
    return asyncio.run(_report(settings().database_url, options.case))


async def _report(database_url: str, case_id: str | None) -> int:
    database = Database(database_url, pool_size=1)
    streams = events = 0
    faults: list[Fault] = []
    try:
        async for _, length, fault in verify(database, case_id):
            streams, events = streams + 1, events + length
            if fault is not None:
                faults.append(fault)
                sys.stderr.write(f"{fault}\n")
    finally:
        await database.dispose()
    return _conclude(streams, events, len(faults), case_id)


def _conclude(streams: int, events: int, faults: int, case_id: str | None) -> int:
    if case_id is not None and streams == 0:
        sys.stderr.write("There is no such case.\n")
        return 1
    if faults:
        sys.stderr.write(f"{faults} of {streams} streams are damaged.\n")
        return 1
    sys.stdout.write(f"In order: {streams} streams, {events} events.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
