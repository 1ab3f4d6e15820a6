"""The verifier finds what was changed behind the record's back, and names the place."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace

import pytest

from core.config import settings
from core.db import Database
from domain.calendar import WorkingCalendar
from domain.commands import CalendarPublished, Submit
from domain.permits.commands import Begin, ProposeRevocation, RequestHearing
from models.verify import main, verify
from tests.fakes.calendars import CALENDAR
from tests.fakes.catalogue import plain, slice_of
from tests.fakes.permits import OFFICER, REASONS, grant_of
from tests.fakes.stories import APPLICANT, submission_of
from tests.models.recorded import RecordedCase, RecordedPermit, named

CASE = "case-1"
PERMIT = "case-0.B1-04"


@pytest.fixture
async def database(new_database: Callable[[], str]) -> AsyncIterator[Database]:
    """Two cases, and a permit of an older one, recorded turn by turn."""
    database = Database(new_database(), pool_size=2)
    submission = submission_of(slice_of(plain("B1-04", "health"), plain("B1-06", "tobacco")))
    for case_id in (CASE, "case-2"):
        recorded = RecordedCase.beginning(database, named(submission, case_id))
        await recorded.play(Submit(APPLICANT))
        await recorded.play(CalendarPublished(_newer("one"), "message-1"))
        await recorded.play(CalendarPublished(_newer("two"), "message-2"))
    permit = await RecordedPermit.beginning(database, grant_of(permit_id=PERMIT, case_id="case-0"))
    await permit.play(Begin())
    await permit.play(ProposeRevocation(OFFICER, "fraud", REASONS))
    await permit.play(RequestHearing(APPLICANT))
    yield database
    await database.dispose()


async def test_what_was_recorded_by_the_product_is_in_order(database: Database) -> None:
    found = {stream: fault async for stream, _, fault in verify(database)}
    assert found == {CASE: None, "case-2": None, PERMIT: None}


async def test_one_case_is_verified_with_its_permits_alone(database: Database) -> None:
    assert [stream async for stream, _, _ in verify(database, CASE)] == [CASE]
    assert [stream async for stream, _, _ in verify(database, "case-0")] == [PERMIT]


OUT_OF_CHAIN = "event 2 has a hash that does not follow"
MISSING = "event 2 is missing"
SECOND = " WHERE stream = %(stream)s AND sequence = 2"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("UPDATE event SET cause = 'another'", OUT_OF_CHAIN),
        ("UPDATE event SET at = at + interval '1 second'", OUT_OF_CHAIN),
        ("UPDATE event SET actor_subject = 'somebody'", OUT_OF_CHAIN),
        ("UPDATE event SET actor_department = 'fire_rescue'", OUT_OF_CHAIN),
        ("UPDATE event SET kind = 'received'", OUT_OF_CHAIN),
        ("""UPDATE event SET payload = payload || '{"more": 1}'""", OUT_OF_CHAIN),
        ("UPDATE event SET hash = 'ffff'", OUT_OF_CHAIN),
        ("UPDATE event SET sequence = 99", MISSING),
        ("UPDATE event SET stream = 'case-3'", MISSING),
        ("DELETE FROM event", MISSING),
    ],
)
@pytest.mark.parametrize("stream", [CASE, PERMIT])
async def test_a_changed_event_is_named(
    database: Database, stream: str, change: str, place: str
) -> None:
    await _tamper(database, change + SECOND, stream)
    assert (await _faults(database))[stream] == f"{stream}: {place}"


@pytest.mark.parametrize("stream", [CASE, PERMIT])
async def test_a_record_cut_off_at_its_end_is_missed(database: Database, stream: str) -> None:
    last = (
        "DELETE FROM event WHERE stream = %(stream)s"
        " AND sequence = (SELECT max(sequence) FROM event WHERE stream = %(stream)s)"
    )
    await _tamper(database, last, stream)
    assert (await _faults(database))[stream].endswith("is missing")


async def test_a_record_that_is_gone_altogether_is_missed(database: Database) -> None:
    await _tamper(database, "DELETE FROM event WHERE stream = %(stream)s")
    assert await _faults(database) == {CASE: f"{CASE}: event 1 is missing"}


async def test_a_record_that_the_read_model_has_lost_is_named(database: Database) -> None:
    await _tamper(database, "DELETE FROM application WHERE case_id = %(stream)s")
    assert (await _faults(database))[CASE] == f"{CASE}: read model does not know the stream"


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE application SET status = 'closed'", "application.status"),
        ("UPDATE application SET last_at = last_at - interval '1 day'", "application.last_at"),
        ("UPDATE application SET departments = '{}'", "application.departments"),
        ("UPDATE lane SET status = 'granted' WHERE item_code = 'B1-06'", "lane B1-06.status"),
        ("DELETE FROM lane WHERE item_code = 'B1-06'", "lane B1-06"),
        (
            "INSERT INTO lane SELECT %(stream)s, 'B1-99', 'd', 's', NULL, 'l', 'd', 'k'",
            "lane B1-99",
        ),
        (
            """UPDATE application SET state = replace(state, '"edition":2', '"edition":3')""",
            "application.state",
        ),
    ],
)
async def test_a_read_model_that_differs_from_the_fold_is_named(
    database: Database, statement: str, place: str
) -> None:
    await _tamper(database, statement)
    fault = (await _faults(database))[CASE]
    assert fault == f"{CASE}: {place} differs from the fold of the events"


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE permit SET status = 'revoked'", "permit.status"),
        ("UPDATE permit SET stage = 'valid'", "permit.stage"),
        ("UPDATE task SET status = 'decided' WHERE stream = 'case-0.B1-04'", "task "),
        ("UPDATE permit SET state = replace(state, 'fraud', 'authority_error')", "permit.state"),
    ],
)
async def test_a_permit_that_differs_from_the_fold_is_named(
    database: Database, statement: str, place: str
) -> None:
    await _tamper(database, statement)
    assert f"{PERMIT}: {place}" in (await _faults(database))[PERMIT]


async def test_a_state_that_cannot_be_read_is_named(database: Database) -> None:
    await _tamper(database, "UPDATE application SET state = '{}' WHERE case_id = %(stream)s")
    assert (await _faults(database))[CASE].startswith(f"{CASE}: record or state cannot be read")


async def test_the_database_itself_refuses_to_change_the_record(database: Database) -> None:
    for statement in ("UPDATE event SET cause = 'x'", "DELETE FROM event", "TRUNCATE event"):
        with pytest.raises(Exception, match="append-only"):
            await _execute(database, statement)
    assert await _faults(database) == {}


async def test_the_command_says_that_all_is_in_order(
    database: Database, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(command) == 0
    assert capsys.readouterr().out.startswith("In order: 3 streams, ")
    assert await asyncio.to_thread(command, "--case", CASE) == 0


async def test_the_command_fails_and_names_the_first_broken_place(
    database: Database, command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    await _tamper(database, "UPDATE event SET cause = 'x' WHERE stream = %(stream)s")
    assert await asyncio.to_thread(command, "--all") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"{CASE}: event 1 has a hash that does not follow\n1 of 3 streams are damaged.\n"
    )
    assert await asyncio.to_thread(command, "--case", "case-2") == 0


async def test_the_command_does_not_call_a_case_that_is_not_there_in_order(
    command: Callable[..., int],
) -> None:
    assert await asyncio.to_thread(command, "--case", "nowhere") == 1


@pytest.fixture
def command(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """The command on the test's database, as an operator types it."""
    url = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
    yield lambda *arguments: main(arguments)
    settings.cache_clear()


def _newer(version: str) -> WorkingCalendar:
    return replace(CALENDAR, version=version)


async def _faults(database: Database) -> dict[str, str]:
    return {stream: str(fault) async for stream, _, fault in verify(database) if fault}


async def _tamper(database: Database, statement: str, stream: str = CASE) -> None:
    """Change the database as somebody with all its rights could."""
    off = "ALTER TABLE event DISABLE TRIGGER event_is_append_only"
    await _execute(database, off)
    await _execute(database, statement, stream)


async def _execute(database: Database, statement: str, stream: str = CASE) -> None:
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(statement, {"stream": stream})
