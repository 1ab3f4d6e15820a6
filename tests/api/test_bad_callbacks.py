"""Reports that no system of the department sent, or that came before: nothing is recorded."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from departments.callbacks import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign_callback
from tests.api.refusals import problem_of, rows_of
from tests.system.city import City
from tests.system.journeys import Journey, until_true


def _report(journey: Journey, **changed: object) -> dict[str, Any]:
    return {
        "dispatch_key": f"{journey.case_id}.B1-06",
        "message_id": uuid4().hex,
        "sequence": 50,
        "outcome": "in_progress",
        "at": datetime.now(UTC).isoformat(),
        **changed,
    }


async def _send(
    city: City,
    content: bytes,
    *,
    code: str = "tobacco",
    secret: str | None = None,
    age: timedelta = timedelta(),
) -> httpx.Response:
    known = city.settings.callback_secret.get_secret_value()
    timestamp = str(int((datetime.now(UTC) - age).timestamp()))
    headers = {
        TIMESTAMP_HEADER: timestamp,
        SIGNATURE_HEADER: sign_callback(known if secret is None else secret, timestamp, content),
        "Content-Type": "application/json",
    }
    path = f"/v1/departments/{code}/callbacks"
    return await city.api.post(path, headers=headers, content=content)


async def _rows(journey: Journey) -> dict[str, int]:
    return await rows_of(journey.city, journey.applicant.actor.subject, journey.case_id)


async def test_a_report_is_taken_once_however_often_it_comes(
    city: City, open_case: Journey
) -> None:
    content = json.dumps(_report(open_case)).encode()
    first = await _send(city, content)
    assert first.json() == {"taken": True, "repeated": False}

    async def recorded() -> bool:
        entries = await open_case.timeline()
        return any(entry["facts"].get("sequence") == 50 for entry in entries)

    await until_true(recorded)
    before = await _rows(open_case)
    for _ in range(3):
        assert (await _send(city, content)).json() == {"taken": True, "repeated": True}
    older = json.dumps(_report(open_case, sequence=1)).encode()
    assert (await _send(city, older)).status_code == 200
    assert await _rows(open_case) == before


async def test_only_the_department_of_the_lane_reports_on_it(
    city: City, open_case: Journey
) -> None:
    before = await _rows(open_case)
    own = json.dumps(_report(open_case)).encode()
    unknown = json.dumps(_report(open_case, dispatch_key=f"{'0' * 32}.B1-06")).encode()
    problem_of(await _send(city, own, code="health"), 404, "dispatch_unknown")
    problem_of(await _send(city, unknown), 404, "dispatch_unknown")
    problem_of(await _send(city, own, code="Tobacco"), 422, "request_malformed")
    assert await _rows(open_case) == before


async def test_a_report_without_our_secret_or_signed_long_ago_is_refused(
    city: City, open_case: Journey
) -> None:
    content = json.dumps(_report(open_case)).encode()
    before = await _rows(open_case)
    stranger = await _send(city, content, secret="another secret")
    problem_of(stranger, 403, "callback_signature_invalid")
    for age in (timedelta(minutes=6), -timedelta(minutes=6)):
        problem_of(await _send(city, content, age=age), 403, "callback_expired")
    unsigned = await city.api.post("/v1/departments/tobacco/callbacks", content=content)
    problem_of(unsigned, 403, "callback_timestamp_malformed")
    assert await _rows(open_case) == before


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"outcome": "shrugged"}, "outcome"),
        ({"outcome": "refused"}, "body"),
        ({"sequence": "50"}, "sequence"),
        ({"sequence": 0}, "sequence"),
        ({"sequence": 2**31}, "sequence"),
        ({"at": "2026-11-23T10:00:00"}, "at"),
        ({"message_id": "a\x00"}, "message_id"),
        ({"facts": {"note": "a\x00"}}, "facts.note"),
        ({"facts": {"note": "长" * 2001}}, "facts.note"),
        ({"reasons": [{"code": "a"}]}, "reasons.0.text"),
        ({"priority": 1}, "priority"),
    ],
)
async def test_a_report_of_the_wrong_shape_is_told_what_is_wrong(
    city: City, open_case: Journey, changed: dict[str, object], field: str
) -> None:
    before = await _rows(open_case)
    answer = await _send(city, json.dumps(_report(open_case, **changed)).encode())
    assert problem_of(answer, 422)["field"] == field
    assert await _rows(open_case) == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"\\ud800"', b"\xff", b"[" * 100_000])
async def test_a_report_that_is_no_json_is_refused(city: City, content: bytes) -> None:
    assert problem_of(await _send(city, content), 422)["field"] == "body"


async def test_a_report_that_is_too_long_is_refused(city: City, open_case: Journey) -> None:
    facts = {f"fact-{number}": "长" * 1500 for number in range(50)}
    long = json.dumps(_report(open_case, facts=facts), ensure_ascii=False).encode()
    problem_of(await _send(city, long), 422, "too_long")
    problem_of(await _send(city, b" " * 2_000_000), 413, "body_too_large")
