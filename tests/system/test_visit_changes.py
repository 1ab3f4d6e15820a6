"""Visits that do not go as planned, on the real servers: apart, called off, by hand, not let in."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from catalog.calendar import working_calendar
from domain.calendar import SHANGHAI
from tests.system.city import City
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, today

FOOD, TOBACCO = "B1-02", "B1-06"
FOOD_AUTHORITY, TOBACCO_AUTHORITY = "market_regulation", "tobacco"


@pytest.fixture
async def own_calendars(city: City) -> AsyncIterator[City]:
    """The city, whose departments forget afterwards which calendars they were given."""
    yield city
    await city.reset_departments()


async def visited(city: City, *items: str) -> Journey:
    return await accepted(city, Order(items or (FOOD,), uscc=fresh_uscc()))


def working_day(number: int) -> datetime:
    """Give nine o'clock of a working day after today."""
    day = working_calendar().add_working_days(today(), number)
    return datetime.combine(day, time(9), SHANGHAI)


async def free_only(city: City, department: str, begins: datetime, *names: str) -> None:
    """Let these inspectors of a department be free that morning, and nobody else ever."""
    ends = begins + timedelta(hours=3)
    slots = [
        {"inspector": name, "starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
        for name in names
    ]
    await city.share("slots", department=department, slots=slots)


def appointment(begins: datetime, *team: tuple[str, str]) -> dict[str, Any]:
    return {
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(minutes=90)).isoformat(),
        "inspectors": [{"subject": who, "department": code} for who, code in team],
    }


async def test_departments_that_cannot_come_together_come_apart_and_say_why(
    own_calendars: City,
) -> None:
    city = own_calendars
    await free_only(city, FOOD_AUTHORITY, working_day(3), "food-a", "food-b")
    await free_only(city, TOBACCO_AUTHORITY, working_day(4), "tobacco-a", "tobacco-b")
    journey = await visited(city, FOOD, TOBACCO)
    view = await journey.until(
        lambda view: [v["status"] for v in view["visits"]] == ["scheduled", "scheduled"]
    )
    teams = {v["item_codes"][0]: sorted(v["slot"]["inspectors"]) for v in view["visits"]}
    assert teams == {FOOD: ["food-a", "food-b"], TOBACCO: ["tobacco-a", "tobacco-b"]}
    (notice,) = await journey.notices("visit_divided")
    assert notice["facts"]["reason"] == "no_common_slot"
    inbox = (await city.reviewer(TOBACCO_AUTHORITY).get("/notices", limit=100)).json()["entries"]
    assert "visit_divided" in [n["template"] for n in inbox if n["stream"] == journey.case_id]
    assert (await journey.inspect()).status_code == 200
    assert (await journey.inspect()).status_code == 200
    assert (await journey.grant(FOOD)).status_code == 200
    assert (await journey.grant(TOBACCO)).status_code == 200
    assert (await journey.until_closed())["ending"] == "completed"


async def test_an_appointment_by_hand_keeps_the_rules_of_every_visit(city: City) -> None:
    journey = await visited(city)
    visit = await journey.scheduled_visit()
    official = city.inspector(FOOD_AUTHORITY)
    path = f"/applications/{journey.case_id}/visits/{visit['visit_id']}/appointment"
    two = (("hand-1", FOOD_AUTHORITY), ("hand-2", FOOD_AUTHORITY))
    good = working_day(5)
    relative = (journey.applicant.actor.subject, FOOD_AUTHORITY)
    refusals = {
        "slot_in_the_past": appointment(datetime.now(SHANGHAI) - timedelta(days=3), *two),
        "slot_outside_working_time": appointment(good.replace(hour=20), *two),
        "too_few_inspectors": appointment(good, two[0]),
        "inspector_in_conflict": appointment(good, *two, relative),
    }
    for code, body in refusals.items():
        answer = await official.post(path, body)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert answer.json()["rule"]
    assert (await journey.scheduled_visit())["slot"] == visit["slot"]
    assert (await journey.applicant.post(path, appointment(good, *two))).status_code == 403
    fixed = await official.post(path, appointment(good, *two))
    assert fixed.status_code == 200, fixed.text
    now = await journey.scheduled_visit()
    assert sorted(now["slot"]["inspectors"]) == ["hand-1", "hand-2"]
    other = await visited(city)
    theirs = (await other.scheduled_visit())["visit_id"]
    path = f"/applications/{other.case_id}/visits/{theirs}/appointment"
    busy = await official.post(path, appointment(good, *two))
    assert (busy.status_code, busy.json()["code"]) == (422, "inspector_busy")


async def test_a_visit_called_off_gets_a_later_slot_with_the_reason_on_record(city: City) -> None:
    journey = await visited(city)
    visit = await journey.scheduled_visit()
    path = f"/applications/{journey.case_id}/visits/{visit['visit_id']}"
    official = city.reviewer(FOOD_AUTHORITY)
    called_off = await official.post(f"{path}/cancellation", {"reason": "台风橙色预警"})
    assert called_off.status_code == 200, called_off.text
    again = await journey.scheduled_visit()
    assert again["slot"]["starts_at"] > visit["slot"]["starts_at"]
    (entry,) = [e for e in await journey.timeline() if e["kind"] == "visit_postponed"]
    assert (entry["facts"]["cause"], entry["facts"]["reason"]) == ("cancelled", "台风橙色预警")


async def test_inspectors_who_do_not_come_are_not_counted_against_the_applicant(
    city: City,
) -> None:
    journey = await visited(city)
    for _ in range(2):
        visit = await journey.scheduled_visit()
        path = f"/visits/{visit['visit_id']}/absence"
        early = await journey.act(path, {})
        assert (early.status_code, early.json()["code"]) == (409, "visit_not_over")
        await journey.skip_to(datetime.fromisoformat(visit["slot"]["ends_at"]))
        told = await journey.act(path, {"reason": "无人到场"})
        assert told.status_code == 200, told.text
    causes = [n["facts"]["cause"] for n in await journey.notices("visit_postponed")]
    assert causes == ["inspectors_absent", "inspectors_absent"]
    assert (await journey.inspect()).status_code == 200


async def test_refused_entry_is_recorded_and_ends_the_site_check(city: City) -> None:
    journey = await visited(city)
    visit = await journey.begin_visit()
    team = visit["slot"]["inspectors"]
    author = city.inspector(FOOD_AUTHORITY, team[0])
    path = f"/tasks/{visit['task_id']}/completion"
    body: dict[str, Any] = {"outcome": "entry_refused", "inspectors": team}
    silent = await author.post(path, body)
    assert (silent.status_code, silent.json()["code"]) == (422, "reasons_missing")
    body["reasons"] = [{"code": "entry_refused", "text": "负责人拒绝开门"}]
    alone = await author.post(path, body | {"inspectors": team[:1]})
    assert (alone.status_code, alone.json()["code"]) == (422, "too_few_inspectors")
    assert (await author.post(path, body)).status_code == 200
    (concluded,) = [e for e in await journey.timeline() if e["kind"] == "visit_concluded"]
    assert (concluded["facts"]["failed_items"], concluded["facts"]["reason"]) == (
        [FOOD],
        "entry_refused",
    )
    assert (await journey.grant(FOOD)).json()["code"] == "decision_blocked"


async def test_what_a_missing_department_should_have_seen_gets_its_own_visit(city: City) -> None:
    journey = await visited(city, FOOD, TOBACCO)
    visit = await journey.begin_visit()
    present = [who for who in visit["slot"]["inspectors"] if who.startswith(FOOD_AUTHORITY)]
    assert len(present) >= 2
    findings = [
        {"point_code": point["code"], "department": FOOD_AUTHORITY, "passed": True}
        for point in visit["checklist"]
        if FOOD_AUTHORITY in point["departments"]
    ]
    author = city.inspector(FOOD_AUTHORITY, present[0])
    answer = await author.post(
        f"/tasks/{visit['task_id']}/completion",
        {
            "outcome": "recorded",
            "inspectors": present,
            "findings": findings,
            "absent_departments": [TOBACCO_AUTHORITY],
        },
    )
    assert answer.status_code == 200, answer.text
    assert (await journey.grant(FOOD)).status_code == 200
    (notice,) = await journey.notices("visit_divided")
    assert notice["facts"]["reason"] == "department_absent"
    second = await journey.scheduled_visit()
    assert (second["item_codes"], second["visit_id"][-3:]) == ([TOBACCO], ".v2")
    assert (await journey.inspect()).status_code == 200
    assert (await journey.grant(TOBACCO)).status_code == 200
    assert (await journey.until_closed())["ending"] == "completed"
