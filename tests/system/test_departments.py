"""Departments' systems on the real servers: away, silent, wrong, repeating themselves, forged."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from departments.callbacks import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign_callback
from tests.system.city import City
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, until_true

HYGIENE = "B1-04"
REASON = {"code": "hygiene_ventilation", "text": "通风不符合要求"}


@pytest.fixture(autouse=True)
async def departments_in_order(city: City) -> AsyncIterator[None]:
    """Put the shared systems in order again, however a test ends."""
    yield
    await city.reset_departments()


async def _hygiene(city: City) -> Journey:
    """Give a reviewed item whose department's system calls back, with its first report taken."""
    journey = await accepted(city, _reviewed_hygiene())
    await until_true(lambda: _has_reported(journey, 1))
    await journey.until_lanes(B1_04="in_review")
    await journey.scheduled_visit()
    return journey


def _reviewed_hygiene(*others: str) -> Order:
    return Order((HYGIENE, *others), declined=(HYGIENE,), uscc=fresh_uscc())


async def _dispatch_key(journey: Journey, item: str) -> str:
    """Give the key under which an accepted item's papers travel."""
    entry = next(e for e in await journey.timeline() if e["kind"] == "accepted")
    return str(
        next(lane["dispatch_key"] for lane in entry["facts"]["lanes"] if lane["item_code"] == item)
    )


async def _events(journey: Journey, kind: str, item: str) -> list[dict[str, Any]]:
    return [
        entry["facts"]
        for entry in await journey.timeline()
        if entry["kind"] == kind and entry["facts"].get("item_code") == item
    ]


async def _sequences(journey: Journey, item: str = HYGIENE) -> list[int]:
    return [facts["sequence"] for facts in await _events(journey, "department_reported", item)]


async def _has_reported(journey: Journey, sequence: int, item: str = HYGIENE) -> bool:
    return sequence in await _sequences(journey, item)


async def _body(journey: Journey, **changes: object) -> bytes:
    """Give a report on the hygiene lane as its system would send it."""
    said: dict[str, object] = {
        "dispatch_key": await _dispatch_key(journey, HYGIENE),
        "message_id": f"message-of-{journey.case_id}",
        "sequence": 9,
        "outcome": "refused",
        "at": datetime.now(UTC).isoformat(),
        "reasons": [REASON],
    }
    return json.dumps(said | changes).encode()


async def _call_back(
    city: City,
    body: bytes,
    *,
    department: str = "health",
    secret: str = "",
    age: timedelta = timedelta(),
) -> httpx.Response:
    timestamp = str(int((datetime.now(UTC) - age).timestamp()))
    key = secret or city.settings.callback_secret.get_secret_value()
    proof = {
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: sign_callback(key, timestamp, body),
    }
    path = f"/v1/departments/{department}/callbacks"
    return await city.api.post(path, content=body, headers=proof)


async def _assert_untouched(journey: Journey, sequence: int) -> None:
    """The case takes a good report afterwards, and nothing else has come before it."""
    fence = await _body(
        journey, message_id=f"fence-of-{journey.case_id}", outcome="in_progress", reasons=[]
    )
    assert (await _call_back(journey.city, fence)).json() == {"taken": True, "repeated": False}
    await until_true(lambda: _has_reported(journey, 9))
    assert (await journey.view())["sequence"] == sequence + 1


async def test_a_department_down_for_two_days_delays_its_own_lane_alone(city: City) -> None:
    await city.switch("health", "down")
    journey = await accepted(city, _reviewed_hygiene("B1-08", "B1-02"))
    await journey.until_lanes(B1_08="filed", B1_02="in_review")
    dispatches = await _dispatches(journey)
    assert (dispatches[HYGIENE], dispatches["B1-02"]) == ("delayed", "received")
    (late,) = await _events(journey, "lane_dispatched", HYGIENE)
    assert late["reason"] == "unavailable"
    await journey.skip(days=2)
    assert (await journey.inspect()).status_code == 200
    assert (await journey.grant("B1-02")).status_code == 200
    assert (await journey.lane(HYGIENE))["dispatch"] == "delayed"
    assert (await journey.lane(HYGIENE))["status"] == "accepted"
    await city.switch("health", "ok")
    await journey.skip(hours=7)
    await journey.until_lanes(B1_04="in_review")
    assert (await journey.lane(HYGIENE))["dispatch"] == "received"
    assert (await journey.lane(HYGIENE))["department_reference"]
    assert (await journey.grant(HYGIENE)).status_code == 200
    view = await journey.until_closed()
    assert {lane["status"] for lane in view["lanes"]} == {"issued"}


async def test_a_long_outage_is_recorded_once_and_not_at_every_attempt(city: City) -> None:
    await city.switch("health", "down")
    journey = await accepted(city, _reviewed_hygiene())
    await until_true(lambda: _has_dispatches(journey, 1))
    await journey.skip(days=2)
    assert len(await _events(journey, "lane_dispatched", HYGIENE)) == 1
    await city.switch("health", "ok")
    await journey.skip(hours=7)
    await until_true(lambda: _has_dispatches(journey, 2))


async def test_a_report_delivered_twice_is_taken_once(city: City) -> None:
    journey = await _hygiene(city)
    key = await _dispatch_key(journey, HYGIENE)
    told = {"sequence": 5, "callback": {"times": 3}}
    await city.report("health", key, "in_progress", **told)
    await until_true(lambda: _has_reported(journey, 5))
    await city.report("health", key, "in_progress", sequence=6)
    await until_true(lambda: _has_reported(journey, 6))
    assert await _sequences(journey) == [1, 5, 6]


async def test_a_repeated_message_is_answered_as_repeated(city: City) -> None:
    journey = await _hygiene(city)
    body = await _body(journey)
    first = await _call_back(city, body)
    assert first.json() == {"taken": True, "repeated": False}
    await journey.until_lanes(B1_04="refused")
    again = await _call_back(city, body)
    assert (again.status_code, again.json()) == (200, {"taken": True, "repeated": True})


async def test_an_older_report_that_comes_late_changes_nothing(city: City) -> None:
    journey = await _hygiene(city)
    key = await _dispatch_key(journey, HYGIENE)
    await city.report("health", key, "in_progress", sequence=5)
    await until_true(lambda: _has_reported(journey, 5))
    await city.report("health", key, "refused", sequence=3, reasons=[REASON])
    await until_true(lambda: _delivered(city, key, 3))
    await city.report("health", key, "in_progress", sequence=6)
    await until_true(lambda: _has_reported(journey, 6))
    assert await _sequences(journey) == [1, 5, 6]
    assert (await journey.lane(HYGIENE))["status"] == "in_review"


async def test_a_callback_without_a_good_signature_is_refused(city: City) -> None:
    journey = await _hygiene(city)
    before = (await journey.view())["sequence"]
    forged = await _call_back(city, await _body(journey), secret="secret of a stranger")
    assert forged.status_code == 403
    assert forged.json()["code"] == "callback_signature_invalid"
    unsigned = await city.api.post("/v1/departments/health/callbacks", content=await _body(journey))
    assert unsigned.status_code == 403
    assert unsigned.json()["code"] == "callback_timestamp_malformed"
    await _assert_untouched(journey, before)


async def test_a_callback_whose_timestamp_is_older_than_the_tolerance_is_refused(
    city: City,
) -> None:
    journey = await _hygiene(city)
    before = (await journey.view())["sequence"]
    for age in (timedelta(minutes=6), timedelta(minutes=-6)):
        late = await _call_back(city, await _body(journey), age=age)
        assert late.status_code == 403
        assert late.json()["code"] == "callback_expired"
    await _assert_untouched(journey, before)


async def test_a_department_cannot_report_on_the_lane_of_another(city: City) -> None:
    journey = await _hygiene(city)
    before = (await journey.view())["sequence"]
    strange = await _call_back(city, await _body(journey), department="fire_rescue")
    unknown = await _call_back(city, await _body(journey, dispatch_key="nobody.B1-04"))
    for answer in (strange, unknown):
        assert answer.status_code == 404
        assert answer.json()["code"] == "dispatch_unknown"
    await _assert_untouched(journey, before)


async def test_a_report_that_cannot_be_understood_is_refused_with_its_fields(city: City) -> None:
    journey = await _hygiene(city)
    before = (await journey.view())["sequence"]
    malformed = await _call_back(city, b'{"dispatch_key": ')
    assert malformed.status_code == 422
    without_reasons = await _call_back(city, await _body(journey, reasons=[]))
    assert without_reasons.status_code == 422
    senseless = await _call_back(city, await _body(journey, outcome="perhaps", sequence="9"))
    assert senseless.status_code == 422
    fields = {error["field"] for error in senseless.json()["errors"]}
    assert fields == {"outcome", "sequence"}
    await _assert_untouched(journey, before)


async def test_a_polled_system_that_refuses_decides_its_lane(city: City) -> None:
    journey = await accepted(city, Order(("B1-06", "B1-02"), uscc=fresh_uscc()))
    await journey.until_lanes(B1_06="in_review")
    key = await _dispatch_key(journey, "B1-06")
    reason = {"code": "tobacco_layout", "text": "不符合合理布局"}
    await city.report("tobacco", key, "refused", reasons=[reason])
    await journey.skip(hours=2)
    await journey.until_lanes(B1_06="refused")
    lane = await journey.lane("B1-06")
    assert lane["reasons"] == [reason]
    assert lane["remedies"]
    assert (await journey.lane("B1-02"))["status"] == "in_review"


async def test_a_polled_system_that_grants_still_waits_for_the_site_check(city: City) -> None:
    journey = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    await journey.until_lanes(B1_06="in_review")
    await city.report("tobacco", await _dispatch_key(journey, "B1-06"), "granted")
    await journey.skip(hours=2)
    await until_true(lambda: _has_events(journey, "department_reported", "B1-06"))
    assert (await journey.lane("B1-06"))["status"] == "in_review"
    assert (await journey.inspect()).status_code == 200
    view = await journey.until_closed()
    assert [lane["status"] for lane in view["lanes"]] == ["issued"]


async def test_an_answer_nobody_understands_is_told_to_department_and_supervisors(
    city: City,
) -> None:
    await city.let_answer("market_regulation_permits", "B1-02", "perhaps")
    journey = await accepted(city, Order(("B1-02", "B1-06"), uscc=fresh_uscc()))
    await until_true(lambda: _has_events(journey, "lane_dispatched", "B1-02"))
    assert await _dispatches(journey) == {"B1-02": "action_required", "B1-06": "received"}
    facts = {"item": "B1-02", "reason": "answer_unreadable"}
    for reader in (city.reviewer("market_regulation"), city.supervisor()):
        inbox = (await reader.get("/notices", limit=100)).json()["entries"]
        told = [n for n in inbox if n["stream"] == journey.case_id]
        assert [n["facts"] for n in told if n["template"] == "dispatch_needs_action"] == [facts]
    assert not await journey.notices("dispatch_needs_action")


async def test_people_can_decide_an_item_whose_system_must_be_seen_to(city: City) -> None:
    await city.let_answer("market_regulation_permits", "B1-02", "perhaps")
    journey = await accepted(city, Order(("B1-02",), uscc=fresh_uscc()))
    assert (await journey.inspect()).status_code == 200
    assert (await journey.grant("B1-02")).status_code == 200
    view = await journey.until_closed()
    assert [lane["status"] for lane in view["lanes"]] == ["issued"]


async def test_a_report_that_overtakes_the_receipt_is_taken(city: City) -> None:
    await city.switch("health", "slow", delay_ms=700)
    journey = await accepted(city, _reviewed_hygiene())
    assert (await journey.lane(HYGIENE))["dispatch"] == "pending"
    early = await _body(journey, outcome="in_progress", reasons=[])
    assert (await _call_back(city, early)).json()["taken"]
    await until_true(lambda: _has_reported(journey, 9))
    await journey.until_lanes(B1_04="in_review")
    lane = await journey.lane(HYGIENE)
    assert (lane["dispatch"], bool(lane["department_reference"])) == ("received", True)
    kinds = await journey.kinds()
    assert kinds.index("department_reported") < kinds.index("lane_dispatched")
    assert await _sequences(journey) == [9]


async def test_a_refusal_that_overtakes_the_receipt_decides_the_lane(city: City) -> None:
    await city.switch("health", "down")
    journey = await accepted(city, _reviewed_hygiene())
    await until_true(lambda: _has_dispatches(journey, 1))
    assert (await _call_back(city, await _body(journey))).json()["taken"]
    view = await journey.until_closed()
    assert [lane["status"] for lane in view["lanes"]] == ["refused"]
    assert view["lanes"][0]["reasons"] == [REASON]


async def _dispatches(journey: Journey) -> dict[str, str]:
    return {lane["item_code"]: lane["dispatch"] for lane in (await journey.view())["lanes"]}


async def _has_events(journey: Journey, kind: str, item: str) -> bool:
    return bool(await _events(journey, kind, item))


async def _has_dispatches(journey: Journey, count: int) -> bool:
    return len(await _events(journey, "lane_dispatched", HYGIENE)) == count


async def _delivered(city: City, key: str, sequence: int) -> bool:
    log = (await city.control.get("/control/systems/health/log")).json()
    return any(
        entry["call"] == "callback"
        and entry["dispatch_key"] == key
        and entry["body"]["sequence"] == sequence
        for entry in log
    )
