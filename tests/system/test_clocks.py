"""Clocks through HTTP: who extends, which notice suspends, what if, and workers that were away."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.testing import TimeSkipper

from catalog.calendar import working_calendar
from domain.actors import Role
from domain.calendar import local_date
from repositories import notices
from tests.system.city import City, assembled_city, namespace_of_process, working
from tests.system.city import test_settings as settings_of_tests
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, patiently, until_true
from worker import build_workers

FOOD, TOBACCO = "B1-02", "B1-06"
OWN = "market_regulation"


async def open_case(city: City) -> Journey:
    journey = await accepted(city, Order((FOOD, TOBACCO), uscc=fresh_uscc()))
    await journey.scheduled_visit()
    return journey


def clock(journey: Journey, name: str = f"lane/{FOOD}") -> str:
    return f"/applications/{journey.case_id}/clock/{name}"


async def read(journey: Journey, name: str = f"lane/{FOOD}", **query: Any) -> dict[str, Any]:
    answer = await journey.applicant.get(clock(journey, name), **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def extension(by: int = 5, **more: object) -> dict[str, object]:
    return {
        "kind": "statutory",
        "count": by,
        "unit": "working_days",
        "legal_basis": "行政许可法 42",
        "reasons": "需要专家论证",
        **more,
    }


def suspension(document_id: str, procedure: str = "expert_review") -> dict[str, object]:
    until = local_date(datetime.now(UTC)) + timedelta(days=20)
    return {
        "procedure": procedure,
        "legal_basis": "行政许可法 45",
        "notice_document_id": document_id,
        "until": until.isoformat(),
    }


def refusal(answer: httpx.Response) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.json()["rule"]


async def test_an_extension_is_approved_by_the_office_that_the_law_names(city: City) -> None:
    journey = await open_case(city)
    head, other = (city.person(Role.HEAD_OF_AUTHORITY, each) for each in (OWN, "tobacco"))
    governor = city.person(Role.HEAD_OF_GOVERNMENT)
    lane, joint = f"{clock(journey)}/extension", f"{clock(journey, 'joint_cap/case')}/extension"
    cap = extension(15, kind="cap")
    assert refusal(await other.post(lane, extension()))[:2] in {
        (403, "not_your_department"),
        (404, "application_unknown"),
    }
    assert refusal(await head.post(joint, cap)) == (403, "wrong_approver", "行政许可法 42(2)")
    assert refusal(await governor.post(lane, extension())) == (
        403,
        "wrong_approver",
        "行政许可法 42(1)",
    )
    named = cap | {"approver": "director-1", "approver_office": "head_of_authority"}
    assert refusal(await city.supervisor().post(joint, named)) == (
        422,
        "wrong_approver",
        "行政许可法 42(2)",
    )
    assert refusal(await city.supervisor().post(joint, cap))[:2] == (422, "approver_missing")
    assert "clock_changed" not in await journey.kinds()
    for approver, path, body in ((head, lane, extension()), (governor, joint, cap)):
        answer = await approver.post(path, body)
        assert answer.status_code == 200, answer.text
    told = await journey.notices("clock_changed")
    assert [notice["facts"]["reasons"] for notice in told] == ["需要专家论证"] * 2
    assert (await read(journey, "joint_cap/case"))["limits"][0]["limit"]["count"] == 60


async def test_a_suspension_rests_on_a_notice_that_exists_and_can_be_read(city: City) -> None:
    journey = await open_case(city)
    official, path = city.reviewer(OWN), f"{clock(journey)}/suspension"
    strange = await city.reviewer(OWN).upload("suspension_notice")
    own_paper = await journey.applicant.upload("paper")
    for document_id in ("no-such-document", strange, own_paper):
        answer = await official.post(path, suspension(document_id))
        assert refusal(answer)[:2] == (422, "document_unknown"), answer.text
        assert answer.json()["field"] == "notice_document_id"
    notice_id = await official.upload("suspension_notice")
    visit = await official.post(path, suspension(notice_id, "site_visit"))
    assert refusal(visit) == (422, "procedure_does_not_suspend", "行政许可法 45")
    assert "clock_changed" not in await journey.kinds()
    answer = await official.post(path, suspension(notice_id), key="the-same-key")
    assert answer.status_code == 200, answer.text
    repeated = await official.post(path, suspension(notice_id), key="the-same-key")
    assert repeated.json() == answer.json()
    (told,) = await journey.notices("clock_changed")
    assert (told["facts"]["procedure"], told["facts"]["document"]) == ("expert_review", notice_id)
    assert told["facts"]["until"] == suspension(notice_id)["until"]
    assert (await journey.applicant.get(f"/documents/{notice_id}")).status_code == 200
    assert (await city.reviewer(OWN).get(f"/documents/{notice_id}")).status_code == 200
    assert (await city.applicant().get(f"/documents/{notice_id}")).status_code == 404
    (shown,) = (await read(journey))["suspensions"]
    assert (shown["procedures"], shown["days_over"]) == (["expert_review"], 0)


async def test_every_day_and_the_limit_that_bites_are_told_in_both_languages(city: City) -> None:
    journey = await open_case(city)
    explained = await read(journey)
    assert all(day["label"]["zh"] and day["label"]["en"] for day in explained["days"])
    biting, promised = explained["biting"], explained["limits"][1]
    assert promised["limit"]["kind"] == biting["limit"]["kind"] == "promised"
    assert biting["date"] == promised["due"]["date"]
    assert biting["date"] in biting["why"]["zh"]
    assert "承诺期限" in biting["why"]["zh"]
    assert "promised limit" in biting["why"]["en"]
    assert explained["entries"][0]["actor"] == ""
    assert explained["target"]["source"].startswith("R64")


async def test_what_if_is_told_and_nothing_is_written(city: City) -> None:
    journey = await open_case(city)
    before, sequence = await read(journey), (await journey.view())["sequence"]
    calendar = working_calendar()
    started = date.fromisoformat(before["days"][0]["date"])
    begin = calendar.add_working_days(started, 2)
    supposed = await read(
        journey, suspend_from=begin.isoformat(), suspend_working_days=4, extend_by=5
    )
    statutory = date.fromisoformat(supposed["limits"][0]["due"]["date"])
    counts = [limit["limit"]["count"] for limit in before["limits"]]
    assert supposed["supposed"] is True
    assert calendar.count_working_days(started, statutory) == counts[0] + 5 + 4
    rested = [day for day in supposed["days"] if day["why"] == "suspended"]
    assert rested[0]["date"] == begin.isoformat()
    assert (await read(journey))["limits"] == before["limits"]
    assert (await journey.view())["sequence"] == sequence
    everything = await journey.applicant.get(f"/applications/{journey.case_id}/clock", extend_by=15)
    by_kind = {each["clock_id"]["kind"]: each for each in everything.json()}
    assert by_kind["joint_cap"]["supposed"] is True
    assert by_kind["lane"]["not_supposed"]["code"] == "extension_too_long"


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({"suspend_from": "2027-01-04"}, "supposition_incomplete", "suspend_working_days"),
        ({"suspend_working_days": 3}, "supposition_incomplete", "suspend_from"),
        ({"suspend_from": "2020-01-06", "suspend_working_days": 3}, "before_the_clock", ""),
        ({"suspend_from": "9999-12-31", "suspend_working_days": 3}, "year_not_published", ""),
        ({"suspend_from": "soon", "suspend_working_days": 3}, "request_malformed", "suspend_from"),
        ({"extend_by": 11}, "extension_too_long", "count"),
        ({"extend_by": 0}, "request_malformed", "extend_by"),
        ({"extend_by": 3, "extend_limit": "cap"}, "limit_unknown", "extend_limit"),
    ],
)
async def test_a_supposition_that_says_nothing_sensible_is_refused(
    city: City, query: dict[str, Any], code: str, field: str
) -> None:
    journey = await open_case(city)
    answer = await journey.applicant.get(clock(journey), **query)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert not field or answer.json()["field"] == field


@pytest.fixture
async def quiet_city(
    new_database: Callable[[], str], temporal_address: str, tmp_path: Path
) -> AsyncIterator[City]:
    """A city whose workers the test starts and stops; it has a namespace of its own."""
    settings = settings_of_tests(new_database(), tmp_path)
    impatient = settings.model_copy(update={"update_wait_seconds": 1.0})
    namespace = f"{namespace_of_process()}-clocks"
    async with assembled_city(impatient, temporal_address, namespace) as city:
        yield city


@pytest.mark.timeout(120)
async def test_no_warning_is_lost_or_doubled_when_workers_were_away(quiet_city: City) -> None:
    city, reviewer = quiet_city, quiet_city.reviewer(OWN)
    async with working(build_workers(city.worker_resources, city.settings)):
        journey = await open_case(city)
        assert (await journey.inspect()).status_code == 200
        task = await journey.open_task("review", FOOD)
        promised = datetime.fromisoformat((await read(journey))["limits"][1]["due"]["due_at"])
        await journey.skip_to(promised - timedelta(minutes=10))
        before = await _warnings(journey)
    passing = asyncio.create_task(journey.skip_to(promised))
    await until_true(lambda: _has_come(journey, promised))

    async def grant() -> httpx.Response:
        path = f"/tasks/{task['task_id']}/completion"
        return await reviewer.post(path, {"outcome": "grant"}, key="the-same-key")

    assert (await grant()).status_code == 503
    async with working(build_workers(city.worker_resources, city.settings)):
        assert (await patiently(grant)).status_code == 200
        await passing
    after = await _warnings(journey)
    assert "promised_passed" not in before
    assert "promised_passed" in after
    assert set(after.values()) == {1}


async def _has_come(journey: Journey, instant: datetime) -> bool:
    """Whether the case's own time has come so far, whoever works on it."""
    handle = journey.city.handle(journey.case_id)
    return await TimeSkipper(journey.city.client).get_current_time(handle) >= instant


async def _warnings(journey: Journey) -> Counter[str]:
    """Count how often the department of the food permit was told each rung of its clock."""
    async with journey.city.database.reading() as session:
        rows = await notices.of_stream(session, journey.case_id)
    return Counter(
        row["facts"]["rung"]
        for row in rows
        if row["template"] == "warning_raised"
        and row["facts"]["clock"] == f"lane/{FOOD}"
        and row["recipient"] == OWN
        and row["recipient_kind"] == "department"
    )
