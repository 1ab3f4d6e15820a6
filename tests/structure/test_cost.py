"""What the standard lifecycle costs: one application, four reviewed lanes, issued at once.

The issue allows 45 Temporal events. They are: start 1, its workflow task 3, submission (accepted,
marker, completed) 3, alarm timer 1 and its cancellation 1, dispatch 3 with its task 3 and marker 1,
four decisions at 6 each (task 3, update accepted, marker, completed), numbers, issuance, follow-up
and closing as markers 4, completion 1.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from tests.fakes.catalogue import plain
from tests.system.city import City
from tests.system.made_up import handed_in

LANES = (
    plain("X-1", "health"),
    plain("X-2", "fire_rescue"),
    plain("X-3", "tobacco"),
    plain("X-4", "market_regulation"),
)
MOST_EVENTS = 45
MOST_RECORDED = 23
"""Events of our own record: 8 for acceptance and dispatch, 2 for a decision, the end."""
MOST_COMMITS = 25
"""8 turns of the case, numbers, 4 beginnings of permits, and 3 for each of 4 decisions by HTTP."""


async def standard_lifecycle(city: City) -> str:
    """Hand in, decide four times through the API, wait until it is issued and closed."""
    journey = await handed_in(city, *LANES)
    for lane in LANES:
        answer = await journey.grant(lane.code)
        assert answer.status_code == 200, answer.text
    await journey.until_closed()
    return journey.case_id


@pytest.fixture
def commits(city: City) -> Iterator[list[None]]:
    """Grow with every commit of this process."""
    counted: list[None] = []

    def count(_connection: Connection) -> None:
        counted.append(None)

    engine = city.database.engine.sync_engine
    event.listen(engine, "commit", count)
    yield counted
    event.remove(engine, "commit", count)


async def test_standard_lifecycle_stays_within_its_events_rows_and_commits(
    city: City, commits: list[None]
) -> None:
    case_id = await standard_lifecycle(city)
    history = await city.handle(case_id).fetch_history()
    assert len(history.events) <= MOST_EVENTS
    assert await _rows(city, "event", case_id) <= MOST_RECORDED
    assert len(commits) <= MOST_COMMITS


async def _rows(city: City, table: str, stream: str) -> int:
    query = text(f"SELECT count(*) FROM {table} WHERE stream = :stream")  # noqa: S608  # a constant
    async with city.database.reading() as session:
        return int((await session.execute(query, {"stream": stream})).scalar_one())
