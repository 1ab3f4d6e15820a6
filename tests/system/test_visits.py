"""The joint site visit on the real servers: together, by two, missed, put off, put right or not."""

from typing import Any

import httpx

from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc

FOOD, HYGIENE, TOBACCO = "B1-02", "B1-04", "B1-06"
SHARED = {
    "premises_match_application": {"health", "market_regulation", "tobacco"},
    "ventilation": {"health", "market_regulation"},
    "apart_from_dwelling": {"market_regulation", "tobacco"},
}
OF_FOOD_ALONE = "kitchen_flow"


async def _visited(city: City, *items: str) -> Journey:
    """Give a case whose joint visit has a slot."""
    declined = tuple(item for item in items if item == HYGIENE)
    order = Order(items, declined=declined, uscc=fresh_uscc())
    journey = await accepted(city, order)
    await journey.scheduled_visit()
    return journey


def _findings(visit: dict[str, Any]) -> list[dict[str, object]]:
    return [
        {"point_code": point["code"], "department": point["departments"][0], "passed": True}
        for point in visit["checklist"]
    ]


async def _record(
    journey: Journey, author: Person, visit: dict[str, Any], **changes: object
) -> httpx.Response:
    body = {
        "outcome": "recorded",
        "inspectors": visit["slot"]["inspectors"],
        "findings": _findings(visit),
    }
    return await author.post(f"/tasks/{visit['task_id']}/completion", body | changes)


async def _conclusions(journey: Journey) -> list[dict[str, Any]]:
    return [e["facts"] for e in await journey.timeline() if e["kind"] == "visit_concluded"]


def _inspector(city: City, visit: dict[str, Any]) -> Person:
    """Give an inspector of the slot, all of whom are of the food department."""
    return city.inspector("market_regulation", visit["slot"]["inspectors"][0])


async def test_one_visit_serves_all_items_and_asks_shared_points_once(city: City) -> None:
    journey = await _visited(city, FOOD, HYGIENE, TOBACCO)
    visit = await journey.scheduled_visit()
    assert sorted(visit["item_codes"]) == [FOOD, HYGIENE, TOBACCO]
    departments = {p["code"]: set(p["departments"]) for p in visit["checklist"]}
    assert len(departments) == len(visit["checklist"])
    assert {code: departments[code] for code in SHARED} == SHARED
    assert departments[OF_FOOD_ALONE] == {"market_regulation"}
    names = {subject.partition("-inspector")[0] for subject in visit["slot"]["inspectors"]}
    assert names == {"health", "market_regulation", "tobacco"}
    assert (await journey.inspect()).status_code == 200
    kinds = await journey.kinds()
    assert (kinds.count("visit_scheduled"), kinds.count("visit_recorded")) == (1, 1)
    (conclusion,) = await _conclusions(journey)
    assert sorted(conclusion["passed_items"]) == [FOOD, HYGIENE, TOBACCO]


async def test_inspectors_and_applicant_are_told_of_the_slot(city: City) -> None:
    journey = await _visited(city, FOOD)
    slot = (await journey.scheduled_visit())["slot"]
    (notice,) = await journey.notices("visit_scheduled")
    assert notice["facts"]["starts_at"] == slot["starts_at"]
    for subject in slot["inspectors"]:
        inspector = city.inspector("market_regulation", subject)
        inbox = (await inspector.get("/notices", limit=100)).json()["entries"]
        told = [n["template"] for n in inbox if n["stream"] == journey.case_id]
        assert "visit_assigned" in told


async def test_a_visit_is_made_and_signed_by_at_least_two_of_its_inspectors(city: City) -> None:
    journey = await _visited(city, FOOD)
    visit = await journey.begin_visit()
    team = visit["slot"]["inspectors"]
    assert len(set(team)) >= 2
    author = _inspector(city, visit)
    alone = await _record(journey, author, visit, inspectors=team[:1])
    assert (alone.status_code, alone.json()["code"]) == (422, "too_few_inspectors")
    twice = await _record(journey, author, visit, inspectors=team[:1] * 2)
    assert (twice.status_code, twice.json()["code"]) == (422, "too_few_inspectors")
    strange = await _record(journey, author, visit, inspectors=[team[0], "somebody-else"])
    assert (strange.status_code, strange.json()["code"]) == (422, "inspector_not_of_this_visit")
    outsider = await _record(journey, city.inspector("market_regulation"), visit)
    assert (outsider.status_code, outsider.json()["code"]) == (422, "inspector_not_of_this_visit")
    assert (await _record(journey, author, visit)).status_code == 200


async def test_a_record_answers_every_point_once_in_its_own_department(city: City) -> None:
    journey = await _visited(city, FOOD)
    visit = await journey.begin_visit()
    author, findings = _inspector(city, visit), _findings(visit)
    elsewhere = [findings[0] | {"department": "tobacco"}, *findings[1:]]
    cases = {
        "findings_missing": findings[1:],
        "finding_twice": [*findings, findings[0]],
        "finding_out_of_place": elsewhere,
    }
    for code, given in cases.items():
        refused = await _record(journey, author, visit, findings=given)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert "visit_recorded" not in await journey.kinds()


async def test_a_visit_is_not_recorded_before_it_begins_nor_by_a_reviewer(city: City) -> None:
    journey = await _visited(city, FOOD)
    visit = await journey.scheduled_visit()
    early = await _record(journey, _inspector(city, visit), visit)
    assert (early.status_code, early.json()["code"]) == (409, "visit_not_begun")
    reviewer = city.reviewer("market_regulation")
    desk = await _record(journey, reviewer, visit)
    assert (desk.status_code, desk.json()["code"]) == (403, "inspectors_only")
    too_soon = await journey.grant(FOOD)
    assert (too_soon.status_code, too_soon.json()["code"]) == (409, "decision_blocked")


async def test_an_applicant_who_is_not_met_gets_one_more_visit_and_then_has_failed(
    city: City,
) -> None:
    journey = await _visited(city, FOOD)
    first = await journey.scheduled_visit()
    missed = await journey.inspect(outcome="no_show")
    assert missed.status_code == 200, missed.text
    second = await journey.scheduled_visit()
    assert second["slot"]["starts_at"] > first["slot"]["starts_at"]
    assert second["task_id"] != first["task_id"]
    assert [n["facts"]["cause"] for n in await journey.notices("visit_postponed")] == ["no_show"]
    assert (await journey.inspect(outcome="no_show")).status_code == 200
    (conclusion,) = await _conclusions(journey)
    assert (conclusion["failed_items"], conclusion["reason"]) == ([FOOD], "applicant_not_met")
    await _assert_only_refusal_is_left(journey, "premises_match_application")


async def _assert_only_refusal_is_left(journey: Journey, point: str) -> None:
    """A failed site check refuses nothing by itself; the reviewer decides on that ground."""
    assert (await journey.lane(FOOD))["status"] == "in_review"
    blockers = (await journey.lane(FOOD))["decision_blockers"]
    assert [blocker["code"] for blocker in blockers] == ["site_check_failed"]
    blocked = await journey.grant(FOOD)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "decision_blocked")
    assert (await journey.refuse(FOOD, point)).status_code == 200
    assert (await journey.lane(FOOD))["status"] == "refused"


async def test_a_visit_put_off_gets_a_later_slot(city: City) -> None:
    journey = await _visited(city, FOOD)
    first = await journey.scheduled_visit()
    put_off = await journey.act("/visit/reschedule", {"reason": "店主外出"})
    assert put_off.status_code == 200, put_off.text
    second = await journey.scheduled_visit()
    assert second["slot"]["starts_at"] > first["slot"]["starts_at"]
    assert second["task_id"] != first["task_id"]
    causes = [n["facts"]["cause"] for n in await journey.notices("visit_postponed")]
    assert causes == ["rescheduled"]
    assert len(await journey.notices("visit_scheduled")) == 2
    tasks = (await journey.view(city.supervisor()))["tasks"]
    states = [task["status"] for task in tasks if task["kind"] == "site_visit"]
    assert states == ["fallen_away", "open"]
    assert (await journey.inspect()).status_code == 200


async def test_a_visit_that_has_begun_is_recorded_and_not_put_off(city: City) -> None:
    journey = await _visited(city, FOOD)
    stranger = city.applicant()
    path = f"/applications/{journey.case_id}/visit/reschedule"
    assert (await stranger.post(path, {"reason": "误操作"})).status_code == 404
    assert (await journey.act("/visit/reschedule", {"reason": " "})).status_code == 422
    await journey.begin_visit()
    late = await journey.act("/visit/reschedule", {"reason": "店主外出"})
    assert (late.status_code, late.json()["code"]) == (409, "visit_has_begun")


async def _fail(journey: Journey, *points: str) -> dict[str, Any]:
    """Have points fail; give the visit as it stands then."""
    recorded = await journey.inspect(*points)
    assert recorded.status_code == 200, recorded.text
    return dict((await journey.view())["visit"])


async def test_failed_points_are_told_in_one_notice_and_only_they_are_seen_again(
    city: City,
) -> None:
    journey = await _visited(city, FOOD, TOBACCO)
    failed = ("kitchen_flow", "cold_storage_temperature")
    visit = await _fail(journey, *failed)
    assert (visit["status"], visit["passed_items"]) == ("rectifying", [TOBACCO])
    (notice,) = await journey.notices("rectification_ordered")
    assert set(notice["facts"]["points"].split()) == set(failed)
    assert notice["seal"]
    blockers = [b["code"] for b in (await journey.lane(FOOD))["decision_blockers"]]
    assert blockers == ["rectification_open"]
    assert (await journey.grant(TOBACCO)).status_code == 200
    assert (await journey.act("/rectification", {})).status_code == 200
    again = await journey.scheduled_visit()
    assert {point["code"] for point in again["checklist"]} == set(failed)
    assert again["round"] == 2
    assert (await journey.inspect()).status_code == 200
    assert (await journey.grant(FOOD)).status_code == 200
    assert (await journey.until_closed())["ending"] == "completed"


async def test_a_shared_point_that_fails_holds_every_item_it_belongs_to(city: City) -> None:
    journey = await _visited(city, FOOD, TOBACCO)
    visit = await _fail(journey, "apart_from_dwelling")
    assert (visit["passed_items"], visit["failed_items"]) == ([], [])
    for item in (FOOD, TOBACCO):
        blockers = [b["code"] for b in (await journey.lane(item))["decision_blockers"]]
        assert "rectification_open" in blockers


async def test_what_fails_to_the_last_round_has_failed(city: City) -> None:
    journey = await _visited(city, FOOD)
    for number in (1, 2):
        visit = await _fail(journey, "kitchen_flow")
        assert (visit["status"], visit["round"]) == ("rectifying", number)
        assert (await journey.act("/rectification", {})).status_code == 200
    last = await _fail(journey, "kitchen_flow")
    assert (last["status"], last["failed_items"]) == ("concluded", [FOOD])
    assert [c["reason"] for c in await _conclusions(journey)] == ["failed_to_the_last_round"]
    none_left = await journey.act("/rectification", {})
    assert (none_left.status_code, none_left.json()["code"]) == (409, "nothing_to_rectify")
    await _assert_only_refusal_is_left(journey, "kitchen_flow")


async def test_a_rectification_not_reported_in_time_has_failed(city: City) -> None:
    journey = await _visited(city, FOOD)
    visit = await _fail(journey, "kitchen_flow")
    await journey.skip_past(visit["rectification_due_on"])
    await journey.until(lambda view: view["visit"]["status"] == "concluded")
    assert [c["reason"] for c in await _conclusions(journey)] == ["rectification_not_reported"]
    late = await journey.act("/rectification", {})
    assert (late.status_code, late.json()["code"]) == (409, "nothing_to_rectify")
    await _assert_only_refusal_is_left(journey, "kitchen_flow")
