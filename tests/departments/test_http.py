"""Every way in which a call can fail is one of two errors, and says nothing of persons."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from departments.errors import (
    DepartmentActionRequiredError,
    DepartmentError,
    DepartmentRetriableError,
)
from departments.http import LONGEST_RETRY_AFTER, Connection, retry_after_of
from departments.wire import StatusAnswer

Handler = Callable[[httpx.Request], httpx.Response]


def connection(
    handler: Handler, *, timeout: timedelta = timedelta(seconds=1), address: str = "http://x.test"
) -> Connection:
    client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return Connection(client, "health", "health_system", address, timeout)


def answering(status: int, **more: str) -> Connection:
    return connection(lambda _: httpx.Response(status, headers=more))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (408, "timed_out"),
        (425, "unavailable"),
        (429, "too_many_requests"),
        (500, "unavailable"),
        (502, "unavailable"),
        (503, "unavailable"),
        (504, "unavailable"),
        (599, "unavailable"),
    ],
)
async def test_what_passes_by_itself_may_be_repeated(status: int, reason: str) -> None:
    with pytest.raises(DepartmentRetriableError) as caught:
        await answering(status).call("GET", "/cases")
    assert (caught.value.reason, caught.value.retry_after) == (reason, None)
    assert (caught.value.department, caught.value.system) == ("health", "health_system")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (302, "answer_unreadable"),
        (400, "rejected"),
        (401, "access_denied"),
        (403, "access_denied"),
        (404, "address_unknown"),
        (409, "conflict"),
        (410, "address_unknown"),
        (413, "rejected"),
        (422, "rejected"),
    ],
)
async def test_what_does_not_pass_needs_somebody_to_act(status: int, reason: str) -> None:
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await answering(status).call("POST", "/cases")
    assert caught.value.reason == reason
    assert str(caught.value) == f"health_system: {reason}"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (httpx.ConnectError, "unreachable"),
        (httpx.ReadError, "unreachable"),
        (httpx.RemoteProtocolError, "unreachable"),
        (httpx.UnsupportedProtocol, "unreachable"),
        (httpx.ConnectTimeout, "timed_out"),
        (httpx.ReadTimeout, "timed_out"),
        (httpx.PoolTimeout, "timed_out"),
    ],
)
async def test_a_call_without_an_answer_may_be_repeated(
    error: type[httpx.RequestError], reason: str
) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("nobody there", request=request)

    with pytest.raises(DepartmentRetriableError) as caught:
        await connection(fail).call("GET", "/cases")
    assert caught.value.reason == reason


async def test_the_whole_call_is_bounded_not_each_read_of_it() -> None:
    async def dawdle(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(60)
        raise AssertionError

    client = httpx.AsyncClient(transport=httpx.MockTransport(dawdle))
    slow = Connection(client, "health", "health", "http://x.test", timedelta(milliseconds=5))
    with pytest.raises(DepartmentRetriableError) as caught:
        await slow.call("GET", "/cases")
    assert caught.value.reason == "timed_out"


async def test_an_address_that_is_none_needs_somebody_to_act() -> None:
    wrong = connection(lambda _: httpx.Response(200), address="http://x.test:port")
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await wrong.call("GET", "/cases")
    assert caught.value.reason == "address_invalid"


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[]", b'{"report": 7}', b"\xff\xfe", b"[" * 10_000]
)
async def test_an_unreadable_answer_needs_somebody_to_act(content: bytes) -> None:
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await connection(lambda _: httpx.Response(200, content=content)).ask(
            StatusAnswer, "GET", "/cases/1"
        )
    assert caught.value.reason == "answer_unreadable"


async def test_an_error_never_quotes_what_was_answered() -> None:
    answer = httpx.Response(200, json={"report": {"citizen": "Zhang San"}})
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await connection(lambda _: answer).ask(StatusAnswer, "GET", "/cases/1")
    assert "Zhang" not in str(caught.value)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


async def test_fields_of_an_answer_that_we_do_not_know_are_passed_over() -> None:
    answer = httpx.Response(200, json={"report": None, "new_in_version_2": True})
    read = await connection(lambda _: answer).ask(StatusAnswer, "GET", "/cases/1")
    assert read.report is None


async def test_the_idempotency_key_travels_as_a_header_only_when_there_is_one() -> None:
    seen: list[str | None] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Idempotency-Key"))
        return httpx.Response(204)

    await connection(note).call("POST", "/cases", idempotency_key="key-1")
    await connection(note).call("GET", "/cases")
    assert seen == ["key-1", None]


async def test_the_systems_own_wish_for_a_pause_is_told() -> None:
    busy = answering(503, **{"Retry-After": "120"})
    with pytest.raises(DepartmentRetriableError) as caught:
        await busy.call("GET", "/cases")
    assert caught.value.retry_after == timedelta(seconds=120)


def said(retry_after: str | None) -> timedelta | None:
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return retry_after_of(httpx.Response(503, headers=headers))


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_pause_in_seconds_is_bounded_by_a_day(seconds: int) -> None:
    assert said(str(seconds)) == min(timedelta(seconds=seconds), LONGEST_RETRY_AFTER)


@pytest.mark.parametrize(
    ("ahead", "least", "most"),
    [(90, 85, 90), (-90, 0, 0), (10 * 86_400, 86_400, 86_400)],
    ids=["soon", "past", "beyond a day"],
)
def test_a_pause_until_a_date_is_counted_from_now(ahead: int, least: int, most: int) -> None:
    until = datetime.now(UTC) + timedelta(seconds=ahead)
    wait = said(format_datetime(until, usegmt=True))
    assert wait is not None
    assert timedelta(seconds=least) <= wait <= timedelta(seconds=most)


@pytest.mark.parametrize(
    "nonsense", [None, "", "soon", "-5", "1.5", "1e3", "１２", "Mon, 99 Foo 2026", "9" * 12]
)
def test_a_pause_that_says_nothing_is_none(nonsense: str | None) -> None:
    headers = [] if nonsense is None else [(b"Retry-After", nonsense.encode())]
    assert retry_after_of(httpx.Response(503, headers=headers)) is None


def test_both_errors_are_of_one_family() -> None:
    assert issubclass(DepartmentRetriableError, DepartmentError)
    assert issubclass(DepartmentActionRequiredError, DepartmentError)
