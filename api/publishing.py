"""Tells every open case that a calendar year or a catalogue version was published.

``python -m api.publishing calendar`` after a year's holidays are in ``catalog/calendar.yaml``,
``python -m api.publishing catalogue`` after a new version is installed. Both may be repeated:
a case takes over each version once.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime

from temporalio.client import Client

from api import calls
from catalog.answers import still_usable
from catalog.calendar import working_calendar
from catalog.catalogue import Catalogue
from catalog.chosen import taken_over_slice
from catalog.expressions import Answer
from catalog.guidance import determine
from catalog.instant import instant_findings
from catalog.keeping import open_catalogues
from core.config import Settings, settings
from core.db import Database
from core.temporal import connect, workflow_id_of_stream
from domain.calendar import WorkingCalendar, local_date
from domain.case import Case
from domain.catalogue import CatalogueSlice, Determination
from domain.commands import CalendarPublished, CatalogueFetched
from domain.errors import Refused
from domain.statuses import CaseStatus
from repositories import applications, catalogues, lists

_BATCH = 200


async def publish_calendar(client: Client, database: Database, calendar: WorkingCalendar) -> int:
    """Signal every open case and permit; they compute their due dates anew. Gives how many."""
    message = CalendarPublished(calendar, message_id=f"calendar/{calendar.version}")
    told = 0
    async for stream in _open_streams(database):
        workflow_id = workflow_id_of_stream(stream)
        told += await calls.signal(client, workflow_id, "calendar_published", message)
    return told


async def publish_catalogue(client: Client, database: Database, catalogue: Catalogue) -> int:
    """Signal the cases that are not accepted yet; from acceptance on a case keeps its version."""
    told = 0
    async with database.reading() as session:
        received = await catalogues.received_cases(session)
    for stream in received:
        async with database.reading() as session:
            case = await applications.load(session, stream)
        message = _slice_for(case, catalogue) if case else None
        if message is not None:
            workflow_id = workflow_id_of_stream(stream)
            told += await calls.signal(client, workflow_id, "catalogue_published", message)
    return told


async def touched_cases(database: Database, catalogue: Catalogue) -> tuple[str, ...]:
    """Give the cases that are not accepted yet and whose items or scheme would change."""
    touched = []
    async with database.reading() as session:
        for case_id in await catalogues.received_cases(session):
            case = await applications.load(session, case_id)
            message = _slice_for(case, catalogue) if case else None
            if case and message and _says_other(case.slice, message.catalogue):
                touched.append(case_id)
    return tuple(touched)


def _says_other(before: CatalogueSlice, after: CatalogueSlice) -> bool:
    return (before.items, before.scheme) != (after.items, after.scheme)


def _slice_for(case: Case, catalogue: Catalogue) -> CatalogueFetched | None:
    """Give what the case takes over; None when it has it, is accepted, or may not change."""
    if case.status is not CaseStatus.RECEIVED or case.slice.version == catalogue.version:
        return None
    if case.received_at is None:
        return None
    codes = tuple(item.code for item in case.slice.items)
    on = local_date(case.received_at)
    answers = still_usable(catalogue.questions, dict(case.submission.answers))
    try:
        found = taken_over_slice(catalogue, case.slice.scheme.code, codes, on=on, answers=answers)
    except Refused:
        return None
    rules = instant_findings(
        catalogue.questions, found.items, form=dict(case.form), answers=answers
    )
    return CatalogueFetched(found, _findings(case, catalogue, on, answers), rules)


def _findings(
    case: Case, catalogue: Catalogue, on: date, answers: Mapping[str, Answer]
) -> tuple[Determination, ...]:
    """Find anew from the case's answers; as before where they are not recorded or not enough."""
    if not answers:
        return case.submission.determinations
    codes = tuple(item.code for item in case.slice.items)
    scheme_code = case.slice.scheme.code
    try:
        return determine(
            catalogue, scheme_code=scheme_code, on=on, answers=answers, item_codes=codes
        )
    except Refused:
        return case.submission.determinations


async def _open_streams(database: Database) -> AsyncIterator[str]:
    after = ""
    while True:
        async with database.reading() as session:
            streams = await lists.open_streams(session, after, _BATCH)
        for stream in streams:
            yield stream
        if len(streams) < _BATCH:
            return
        after = streams[-1]


async def _publish(what: str, configured: Settings) -> int:
    client, database = await connect(configured), Database.of(configured)
    try:
        if what == "calendar":
            return await publish_calendar(client, database, working_calendar())
        kept = await open_catalogues(configured, database, local_date(datetime.now(UTC)))
        return await publish_catalogue(client, database, kept.current)
    finally:
        await database.dispose()


def main(argv: Sequence[str] | None = None) -> int:
    """Publish and say how many cases were told."""
    parser = argparse.ArgumentParser(prog="python -m api.publishing", description=__doc__)
    parser.add_argument("what", choices=["calendar", "catalogue"])
    told = asyncio.run(_publish(parser.parse_args(argv).what, settings()))
    sys.stdout.write(f"{told} open cases were told.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
