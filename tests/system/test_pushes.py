"""A new registration is told to the departments matched by scope, outside the case (R113-R115)."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import uuid4

import httpx
import pytest

from activities.pushes import PushDeliverer
from core.db import Database
from departments.callbacks import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign_callback
from tests.system.city import PATIENCE, City, Person
from tests.system.journeys import Journey, Order, accepted, until_true
from worker import delivering

SCOPE = ["tobacco_retail", "lodging_service", "daily_goods_sale"]
SECRET = "secret of the tests"
TOLD = {"tobacco", "public_security", "health", "fire_rescue", "market_regulation"}


async def registered(city: City, *scope: str) -> Journey:
    """Register a new business with nothing but its licence."""
    journey = await accepted(city, Order(("BL-00",), scope=scope or tuple(SCOPE)))
    await journey.until_closed()
    return journey


async def deliver(city: City) -> None:
    resources = city.worker_resources
    await PushDeliverer(resources.database, resources.departments).deliver_due()


async def pushes(journey: Journey, reader: Person | None = None) -> list[dict[str, Any]]:
    supervisor = reader or journey.city.supervisor()
    answer = await supervisor.get(f"/applications/{journey.case_id}/pushes")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def feed_back(
    city: City, department: str, push_id: str, signed_with: str = SECRET, **more: object
) -> httpx.Response:
    content = {
        "message_id": uuid4().hex,
        "outcome": "in_order",
        "note": "已上门指导",
        "at": datetime.now(UTC).isoformat(),
        **more,
    }
    body = json.dumps(content).encode()
    stamp = str(int(datetime.now(UTC).timestamp()))
    headers = {
        TIMESTAMP_HEADER: stamp,
        SIGNATURE_HEADER: sign_callback(signed_with, stamp, body),
        "Content-Type": "application/json",
    }
    address = f"/v1/departments/{department}/pushes/{push_id}/results"
    return await city.api.post(address, content=body, headers=headers)


class TestPush:
    async def test_waits_in_the_outbox_when_the_case_is_closed_already(self, city: City) -> None:
        journey = await registered(city)
        told = await pushes(journey)
        assert {push["department"] for push in told} == TOLD
        assert all(push["push_id"].startswith(journey.case_id) for push in told)

    async def test_names_scope_and_items_to_whom_they_concern_alone(self, city: City) -> None:
        journey = await registered(city)
        (tobacco,) = [p for p in await pushes(journey) if p["department"] == "tobacco"]
        assert (tobacco["scope_entries"], tobacco["items"]) == (["tobacco_retail"], ["B1-06"])

    async def test_is_delivered_and_logged_without_opening_any_application(
        self, city: City
    ) -> None:
        journey = await registered(city)
        await deliver(city)
        told = await pushes(journey)
        assert {push["status"] for push in told} == {"delivered"}
        assert all([a["outcome"] for a in push["attempts"]] == ["delivered"] for push in told)
        listed = await journey.applicant.get("/applications")
        assert [entry["case_id"] for entry in listed.json()["entries"]] == [journey.case_id]

    async def test_a_system_that_is_down_delays_its_own_push_alone(self, city: City) -> None:
        await city.switch("tobacco", "down")
        try:
            journey = await registered(city)
            await deliver(city)
        finally:
            await city.switch("tobacco", "ok")
        states = {push["department"]: push for push in await pushes(journey)}
        assert states["health"]["status"] == "delivered"
        assert states["tobacco"]["status"] == "waiting"
        assert states["tobacco"]["attempts"][0]["outcome"] == "failed"
        assert states["tobacco"]["attempts"][0]["reason"]
        assert states["tobacco"]["next_attempt_at"]

    async def test_without_scope_nobody_is_told(self, city: City) -> None:
        journey = await accepted(city, Order(("BL-00",)))
        await journey.until_closed()
        assert await pushes(journey) == []

    async def test_is_shown_to_supervisors_only(self, city: City) -> None:
        journey = await registered(city)
        answer = await journey.applicant.get(f"/applications/{journey.case_id}/pushes")
        assert answer.status_code == 403


class TestWorker:
    async def test_delivers_by_itself_while_it_runs(self, city: City) -> None:
        journey = await registered(city)

        async def arrived() -> bool:
            return {push["status"] for push in await pushes(journey)} == {"delivered"}

        async with delivering(city.worker_resources, on_failure=_never):
            await until_true(arrived)

    async def test_is_ended_by_a_deliverer_that_fails(self, city: City) -> None:
        broken = replace(city.worker_resources, database=_Broken())
        failed = asyncio.Event()
        async with delivering(broken, on_failure=failed.set), asyncio.timeout(PATIENCE):
            await failed.wait()


class _Broken(Database):
    """A database of which nothing works, in a way that nobody foresaw."""

    def __init__(self) -> None:
        pass

    def transaction(self) -> NoReturn:
        raise RuntimeError


def _never() -> None:
    raise AssertionError


class TestResult:
    async def test_is_kept_beside_the_push_and_opens_nothing(self, city: City) -> None:
        journey = await registered(city, "tobacco_retail")
        (push,) = await pushes(journey)
        answer = await feed_back(city, "tobacco", push["push_id"])
        assert answer.status_code == 200, answer.text
        ((result,),) = [push["results"] for push in await pushes(journey)]
        assert (result["outcome"], result["note"]) == ("in_order", "已上门指导")

    async def test_is_kept_once_however_often_it_is_sent(self, city: City) -> None:
        journey = await registered(city, "tobacco_retail")
        (push,) = await pushes(journey)
        for expected in (False, True):
            answer = await feed_back(city, "tobacco", push["push_id"], message_id="the-same")
            assert answer.json() == {"taken": True, "repeated": expected}
        assert len((await pushes(journey))[0]["results"]) == 1

    @pytest.mark.parametrize(
        ("department", "more", "status"),
        [
            ("tobacco", {"signed_with": "another"}, 403),
            ("health", {}, 404),
            ("tobacco", {"outcome": "granted"}, 422),
            ("tobacco", {"more": 1}, 422),
            ("tobacco", {"at": "yesterday"}, 422),
        ],
        ids=["wrong signature", "another department", "no result", "unknown field", "bad time"],
    )
    async def test_is_refused_and_changes_nothing(
        self, city: City, department: str, more: dict[str, Any], status: int
    ) -> None:
        journey = await registered(city, "tobacco_retail")
        (push,) = await pushes(journey)
        answer = await feed_back(city, department, push["push_id"], **more)
        assert answer.status_code == status, answer.text
        assert (await pushes(journey))[0]["results"] == []
