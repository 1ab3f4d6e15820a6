"""The simulator's callbacks: twice, out of order, badly signed, and until somebody answers."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from departments.callbacks import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    CallbackExpiredError,
    CallbackSignatureError,
    verify_callback,
)
from departments.simulator import callback_sender
from departments.simulator.callback_sender import CallbackSender, Delivery
from departments.wire import CallbackBody
from tests.fakes.simulated_city import (
    CALLBACK_URL,
    SECRET,
    CallbackReceiver,
    SimulatedCity,
    a_dispatch,
    simulated_city,
)

KEY = "case-1.B1-04"


async def send_case(city: SimulatedCity) -> None:
    """Send a case and let its usual first callback pass."""
    await city.departments.system("health").submit(a_dispatch(KEY))
    await city.callbacks.wait_for(1)


def verify(request: httpx.Request) -> None:
    verify_callback(
        SECRET,
        timestamp=request.headers.get(TIMESTAMP_HEADER, ""),
        signature=request.headers.get(SIGNATURE_HEADER, ""),
        body=request.content,
        now=datetime.now(UTC),
    )


async def test_a_callback_is_signed_goes_to_the_dispatchs_address_and_can_be_read(
    city: SimulatedCity,
) -> None:
    await send_case(city)
    [request] = city.callbacks.requests
    verify(request)
    assert str(request.url) == CALLBACK_URL
    body = CallbackBody.model_validate_json(request.content)
    assert (body.dispatch_key, body.outcome, body.sequence) == (KEY, "in_progress", 1)


async def test_a_told_report_is_called_back_with_the_following_sequence(
    city: SimulatedCity,
) -> None:
    await send_case(city)
    reasons = [{"code": "B1-04.space", "text": "太小"}]
    sent = await city.report("health", KEY, "refused", reasons=reasons)
    assert sent.status_code == 202
    body = (await city.callbacks.bodies(2))[1]
    assert (body["sequence"], body["outcome"], body["reasons"]) == (2, "refused", reasons)
    assert body["message_id"] == sent.json()["message_id"]


async def test_a_callback_delivered_twice_repeats_its_message_id(city: SimulatedCity) -> None:
    await send_case(city)
    await city.report("health", KEY, "granted", callback={"times": 2})
    first, second = (await city.callbacks.bodies(3))[1:]
    assert first == second


async def test_reports_can_come_out_of_order(city: SimulatedCity) -> None:
    await send_case(city)
    await city.report("health", KEY, "granted", sequence=7)
    await city.report("health", KEY, "in_progress", sequence=3)
    bodies = await city.callbacks.bodies(3)
    assert {body["sequence"] for body in bodies[1:]} == {7, 3}


@pytest.mark.parametrize("signature", ["wrong", "missing"])
async def test_a_callback_can_be_badly_signed(city: SimulatedCity, signature: str) -> None:
    await send_case(city)
    await city.report("health", KEY, "granted", callback={"signature": signature})
    request = (await city.callbacks.wait_for(2))[1]
    with pytest.raises(CallbackSignatureError):
        verify(request)


@pytest.mark.parametrize("age", [400, -400], ids=["old", "future"])
async def test_a_callback_can_be_old_or_from_the_future(city: SimulatedCity, age: int) -> None:
    await send_case(city)
    await city.report("health", KEY, "granted", callback={"age_seconds": age})
    request = (await city.callbacks.wait_for(2))[1]
    with pytest.raises(CallbackExpiredError):
        verify(request)


async def test_a_callback_can_be_malformed_and_still_well_signed(city: SimulatedCity) -> None:
    await send_case(city)
    await city.report("health", KEY, "granted", callback={"raw_body": "{not json"})
    request = (await city.callbacks.wait_for(2))[1]
    verify(request)
    assert request.content == b"{not json"


async def test_a_callback_is_repeated_until_somebody_answers(city: SimulatedCity) -> None:
    city.callbacks.answers = [503, httpx.ConnectError, 429, 204]
    await city.departments.system("health").submit(a_dispatch(KEY))
    bodies = await city.callbacks.bodies(4)
    assert [body["message_id"] for body in bodies] == [bodies[0]["message_id"]] * 4
    done = await city.logged("health", "callback")
    assert (done["status"], done["body"]["attempts"]) == (204, 4)


@pytest.mark.parametrize("refusal", [400, 403, 404, 409, 422])
async def test_a_callback_that_is_refused_is_not_repeated(
    city: SimulatedCity, refusal: int
) -> None:
    city.callbacks.answers = [refusal]
    await city.departments.system("health").submit(a_dispatch(KEY))
    done = await city.logged("health", "callback")
    assert (done["status"], done["body"]["attempts"]) == (refusal, 1)


async def test_a_callback_waits_for_the_systems_pace() -> None:
    async with simulated_city(callback_delay=timedelta(minutes=10)) as city:
        await city.departments.system("health").submit(a_dispatch(KEY))
        await city.report("health", KEY, "granted")
        [body] = await city.callbacks.bodies(1)
        assert body["outcome"] == "granted"


async def test_the_first_callback_says_what_the_system_was_told_to_say(
    city: SimulatedCity,
) -> None:
    await city.let_answer("health", "B1-04", "granted", facts={"permit": "P-1"})
    await city.departments.system("health").submit(a_dispatch(KEY))
    [body] = await city.callbacks.bodies(1)
    assert (body["outcome"], body["facts"]) == ("granted", {"permit": "P-1"})


async def test_no_callback_is_sent_when_a_known_case_is_sent_again(city: SimulatedCity) -> None:
    await send_case(city)
    await city.departments.system("health").submit(a_dispatch(KEY))
    await city.report("health", KEY, "granted")
    bodies = await city.callbacks.bodies(2)
    assert [body["outcome"] for body in bodies] == ["in_progress", "granted"]


def sender_to(receiver: CallbackReceiver) -> CallbackSender:
    client = httpx.AsyncClient(transport=httpx.MockTransport(receiver.receive))
    return CallbackSender(client, secret=SECRET, first_retry=timedelta())


async def settled(sender: CallbackSender, delivery: Delivery) -> tuple[int | None, int]:
    """Send, wait until the sender has finished, and give what it told of it."""
    told: asyncio.Future[tuple[int | None, int]] = asyncio.get_running_loop().create_future()
    sender.send(delivery, lambda status, attempts: told.set_result((status, attempts)))
    return await asyncio.wait_for(told, timeout=5)


async def test_a_callback_nobody_ever_answers_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callback_sender, "_MOST_ATTEMPTS", 3)
    receiver = CallbackReceiver(answers=[httpx.ConnectError] * 9)
    assert await settled(sender_to(receiver), Delivery(CALLBACK_URL, b"{}")) == (None, 3)


async def test_a_callback_to_no_address_at_all_does_not_break_the_sender(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callback_sender, "_MOST_ATTEMPTS", 1)
    sender = sender_to(CallbackReceiver())
    assert await settled(sender, Delivery("http://x.test:port", b"{}")) == (None, 1)


async def test_too_many_callbacks_under_way_lose_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callback_sender, "_MOST_PENDING", 0)
    assert await settled(sender_to(CallbackReceiver()), Delivery(CALLBACK_URL, b"{}")) == (None, 0)


async def test_each_attempt_is_signed_anew_for_its_own_instant(city: SimulatedCity) -> None:
    city.callbacks.answers = [503]
    await city.departments.system("health").submit(a_dispatch(KEY))
    for request in await city.callbacks.wait_for(2):
        verify(request)
        assert json.loads(request.content)["dispatch_key"] == KEY
