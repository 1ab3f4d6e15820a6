"""Legal periods on the real servers: lights told and shown, suspension, the one extension."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.calendar import local_date
from domain.clock import LimitKind
from repositories import notices
from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, until_true

FOOD, TOBACCO = "B1-02", "B1-06"
HANDLER = ("department", "market_regulation")
HEAD = ("department_head", "market_regulation")
SUPERVISOR = ("role", "supervisor")


async def _in_review(city: City) -> tuple[Journey, str]:
    """Give a case under review with the task of its food permit; tobacco keeps it open."""
    journey = await accepted(city, Order((FOOD, TOBACCO), uscc=fresh_uscc()))
    task = await journey.open_task("review", FOOD)
    await journey.until_lanes(B1_02="in_review", B1_06="in_review")
    await journey.scheduled_visit()
    await until_true(lambda: _has_place(journey))
    return journey, str(task["task_id"])


def _reviewer(city: City) -> Person:
    return city.reviewer("market_regulation")


async def _limit_at(journey: Journey, kind: LimitKind) -> datetime:
    answer = await journey.applicant.get(f"/applications/{journey.case_id}/clock/lane/{FOOD}")
    due = next(each["due"] for each in answer.json()["limits"] if each["limit"]["kind"] == kind)
    return datetime.fromisoformat(due["due_at"])


async def _warned(journey: Journey, rung: str) -> set[tuple[str, str]]:
    """Give the recipients of a rung of the food permit's clock."""
    async with journey.city.database.reading() as session:
        rows = await notices.of_stream(session, journey.case_id)
    return {
        (row["recipient_kind"], row["recipient"])
        for row in rows
        if row["template"] == "warning_raised"
        and row["facts"]["clock"] == f"lane/{FOOD}"
        and row["facts"]["rung"] == rung
    }


async def _listed(reader: Person, path: str, light: str) -> list[dict[str, Any]]:
    """Give all entries of a list with a light."""
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"light": light, "limit": 100}
    while True:
        page = (await reader.get(path, **query)).json()
        found += page["entries"]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]


async def test_lights_are_told_and_shown_and_a_late_decision_is_still_a_decision(
    city: City,
) -> None:
    journey, task_id = await _in_review(city)
    reviewer, supervisor = _reviewer(city), city.supervisor()
    assert (await journey.inspect()).status_code == 200
    await journey.skip_to(await _limit_at(journey, LimitKind.PROMISED))
    await until_true(lambda: _has_light(journey, "yellow"))
    assert await _warned(journey, "promised_passed") == {HANDLER, HEAD}
    assert (await reviewer.get(f"/tasks/{task_id}")).json()["light"] == "yellow"
    await journey.skip_to(await _limit_at(journey, LimitKind.STATUTORY))
    await until_true(lambda: _has_light(journey, "red"))
    assert await _warned(journey, "statutory_passed") == {HANDLER, HEAD, SUPERVISOR}
    for reader in (reviewer, supervisor):
        assert task_id in {task["task_id"] for task in await _listed(reader, "/tasks", "red")}
        cases = await _listed(reader, "/applications", "red")
        assert journey.case_id in {case["case_id"] for case in cases}
    inbox = (await supervisor.get("/notices", limit=100)).json()["entries"]
    told = [
        (n["facts"]["clock"], n["facts"]["light"]) for n in inbox if n["stream"] == journey.case_id
    ]
    assert told == [("lane/B1-02", "red")]
    assert (await journey.grant(FOOD)).status_code == 200
    assert (await journey.lane(FOOD))["status"] in {"granted", "issued"}


async def _suspension(journey: Journey, official: Person, days: int = 20) -> dict[str, object]:
    until = local_date(datetime.now(UTC)) + timedelta(days=days)
    return {
        "procedure": "expert_review",
        "legal_basis": "行政许可法 45",
        "notice_document_id": await official.upload("suspension_notice"),
        "until": until.isoformat(),
    }


async def test_a_suspended_clock_moves_its_due_date_and_gives_no_warning(city: City) -> None:
    journey, _ = await _in_review(city)
    official = _reviewer(city)
    before = await _limit_at(journey, LimitKind.PROMISED)
    path = f"/applications/{journey.case_id}/clock/lane/{FOOD}"
    suspended = await official.post(f"{path}/suspension", await _suspension(journey, official))
    assert suspended.status_code == 200, suspended.text
    (notice,) = await journey.notices("clock_changed")
    assert (notice["facts"]["action"], bool(notice["seal"])) == ("suspend", True)
    await journey.skip_to(before + timedelta(days=1))
    assert not await _warned(journey, "promised_passed")
    resumed = await official.post(f"{path}/resumption")
    assert resumed.status_code == 200, resumed.text
    after = await _limit_at(journey, LimitKind.PROMISED)
    assert after > before
    twice = await official.post(f"{path}/resumption")
    assert (twice.status_code, twice.json()["code"]) == (409, "not_suspended")
    await journey.skip_to(after)
    await until_true(lambda: _has_light(journey, "yellow"))


async def test_a_suspension_is_for_the_own_department_and_names_the_time_it_needs(
    city: City,
) -> None:
    journey, _ = await _in_review(city)
    path = f"/applications/{journey.case_id}/clock/lane/{FOOD}/suspension"
    sibling, official = city.reviewer("tobacco"), _reviewer(city)
    strange = await sibling.post(path, await _suspension(journey, sibling))
    assert (strange.status_code, strange.json()["code"]) == (403, "not_your_department")
    endless = await official.post(path, await _suspension(journey, official, days=0))
    assert (endless.status_code, endless.json()["code"]) == (422, "until_in_the_past")
    unknown = await official.post(path.replace(FOOD, "B1-99"), await _suspension(journey, official))
    assert unknown.status_code in {403, 404}
    assert "clock_changed" not in await journey.kinds()


async def test_a_limit_is_extended_once_by_a_supervisor_with_reasons(city: City) -> None:
    journey, _ = await _in_review(city)
    before = await _limit_at(journey, LimitKind.STATUTORY)
    path = f"/applications/{journey.case_id}/clock/lane/{FOOD}/extension"
    body = {
        "kind": "statutory",
        "count": 5,
        "unit": "working_days",
        "approver": "head-of-the-authority",
        "legal_basis": "行政许可法 42",
        "reasons": "需要专家论证",
    }
    denied = await _reviewer(city).post(path, body)
    assert (denied.status_code, denied.json()["code"]) == (403, "supervisors_only")
    extended = await city.supervisor().post(path, body)
    assert extended.status_code == 200, extended.text
    assert await _limit_at(journey, LimitKind.STATUTORY) > before
    (notice,) = await journey.notices("clock_changed")
    assert (notice["facts"]["action"], bool(notice["seal"])) == ("extend", True)
    again = await city.supervisor().post(path, body)
    assert (again.status_code, again.json()["code"]) == (409, "extended_before")


async def _has_place(journey: Journey) -> bool:
    return (await journey.lane(TOBACCO))["place"] is not None


async def _has_light(journey: Journey, light: str) -> bool:
    return bool((await journey.lane(FOOD))["light"] == light)
