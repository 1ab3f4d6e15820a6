"""Postgres or Temporal away in mid-case: callers are told to repeat, and the case goes on."""

import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from core.config import Settings
from stack import migrations, processes
from stack.layout import Layout
from stack.ports import free_port
from stack.postgres import running_postgres, start_postgres
from stack.temporal import TemporalServer, start_temporal, stop_temporal
from tests.system.city import City, assembled_city, namespace_of_process, working
from tests.system.city import test_settings as settings_of_tests
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, patiently
from tests.system.verifying import assert_in_order
from worker import build_workers

FOOD, TOBACCO = "B1-02", "B1-06"

pytestmark = pytest.mark.timeout(180)


@dataclass(frozen=True, slots=True)
class MidCase:
    """One item granted and waiting for the other, whose decision nobody has taken yet."""

    journey: Journey
    due_at: datetime
    grant: Callable[[], Awaitable[httpx.Response]]

    @classmethod
    async def of(cls, city: City) -> "MidCase":
        journey = await accepted(city, Order((FOOD, TOBACCO), uscc=fresh_uscc()))
        assert (await journey.inspect()).status_code == 200
        assert (await journey.grant(FOOD)).status_code == 200
        task = await journey.open_task("review", TOBACCO)
        reviewer = city.reviewer("tobacco")
        path = f"/tasks/{task['task_id']}/completion"
        return cls(
            journey,
            await journey.due_at(f"lane/{FOOD}"),
            lambda: reviewer.post(path, {"outcome": "grant"}, key="the-same-key"),
        )

    async def ends_well(self) -> None:
        """Both items are issued, one after the other, and each decision stands once."""
        view = await self.journey.until_closed()
        assert view["ending"] == "completed"
        assert view["licence"]["version"] == 2
        numbers = {permit["number"] for permit in view["licence"]["permits"]}
        assert len(numbers) == 2
        kinds = await self.journey.kinds()
        assert kinds.count("lane_granted") == 2
        assert kinds.count("permits_issued") == 2
        assert kinds.count("issue_wait_ended") == 1
        await assert_in_order(self.journey.city.database)


@asynccontextmanager
async def own_city(settings: Settings, temporal_address: str) -> AsyncIterator[City]:
    """A running city in a namespace of its own, whose callers wait a second for an answer."""
    impatient = settings.model_copy(update={"update_wait_seconds": 1.0})
    namespace = f"{namespace_of_process()}-outages"
    async with (
        assembled_city(impatient, temporal_address, namespace) as city,
        working(build_workers(city.worker_resources, city.settings)),
    ):
        yield city


async def test_postgres_crashes_in_mid_case_and_comes_back(
    temporal_address: str, tmp_path: Path
) -> None:
    layout = Layout(tmp_path / "postgres")
    with running_postgres(layout.root) as database_url:
        assert migrations.migrate(database_url) == 0
        async with own_city(settings_of_tests(database_url, tmp_path), temporal_address) as city:
            case = await MidCase.of(city)
            kill(layout, "postgres", signal.SIGQUIT)
            await told_to_repeat(case.grant)
            reading = await case.journey.applicant.get(f"/applications/{case.journey.case_id}")
            assert (reading.status_code, reading.json()["code"]) == (503, "database_unavailable")
            await case.journey.skip_to(case.due_at)
            start_postgres(layout)
            await case.journey.until_lanes(B1_02="issued", B1_06="in_review")
            granted = await patiently(case.grant)
            assert granted.status_code == 200, granted.text
            await case.ends_well()
            assert (await case.grant()).json() == granted.json()
            assert await turns_written_later(case.journey) >= 1


async def test_temporal_is_killed_in_mid_case_and_comes_back(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    layout = Layout(tmp_path / "temporal")
    server = TemporalServer(port=free_port(), database_file=layout.temporal_database)
    start_temporal(server, layout)
    try:
        settings = settings_of_tests(new_database(), tmp_path)
        async with own_city(settings, server.address) as city:
            case = await MidCase.of(city)
            kill(layout, "temporal", signal.SIGKILL)
            await told_to_repeat(case.grant)
            assert (await case.journey.lane(TOBACCO))["status"] == "in_review"
            start_temporal(server, layout)
            await case.journey.skip_to(case.due_at)
            await case.journey.until_lanes(B1_02="issued", B1_06="in_review")
            granted = await patiently(case.grant)
            assert granted.status_code == 200, granted.text
            await case.ends_well()
            assert (await case.grant()).json() == granted.json()
    finally:
        stop_temporal(layout)


def kill(layout: Layout, name: str, number: signal.Signals) -> None:
    """End a server of this test without letting it finish anything."""
    (running,) = (each for each in processes.recorded(layout) if each.name == name)
    os.kill(running.pid, number)
    while running.is_alive():
        time.sleep(0.02)


async def told_to_repeat(request: Callable[[], Awaitable[httpx.Response]]) -> None:
    answer = await request()
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["Retry-After"]) > 0


async def turns_written_later(journey: Journey) -> int:
    """How many turns could not be written at once and were tried again by Temporal."""
    history = await journey.city.handle(journey.case_id).fetch_history()
    names = [
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in history.events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    return names.count("record_application")
