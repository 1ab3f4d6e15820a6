"""Refusal, partial issuance and withdrawal on the real servers."""

from typing import Any

from tests.system.city import City
from tests.system.journeys import (
    Journey,
    Order,
    accepted,
    fresh_uscc,
    submitted,
    until_true,
)

REMEDIES = ["administrative_reconsideration", "administrative_litigation"]
REVIEWED = ("B1-02", "B1-04", "B1-06")
"""Food with a promised limit of 5 working days, hygiene with 8, tobacco with 10."""


async def _visited(city: City) -> Journey:
    """Give three reviewed items that have passed their joint visit."""
    order = Order(REVIEWED, declined=("B1-04",), uscc=fresh_uscc())
    journey = await accepted(city, order)
    visited = await journey.inspect()
    assert visited.status_code == 200, visited.text
    return journey


async def _withdrawals(city: City, system: str, journey: Journey) -> list[str]:
    log = (await city.control.get(f"/control/systems/{system}/log")).json()
    return [
        entry["body"]["reason"]
        for entry in log
        if entry["call"] == "withdraw" and entry["dispatch_key"].startswith(journey.case_id)
    ]


def _statuses(view: dict[str, Any]) -> dict[str, str]:
    return {lane["item_code"]: lane["status"] for lane in view["lanes"]}


async def test_granted_items_wait_for_open_ones_only_until_their_earliest_limit(
    city: City,
) -> None:
    journey = await _visited(city)
    assert (await journey.refuse("B1-04", "hygiene_ventilation")).status_code == 200
    assert (await journey.grant("B1-02")).status_code == 200
    food = await journey.lane("B1-02")
    assert food["issuance_blockers"] == [{"code": "waits_for_sibling", "concerns": "B1-06"}]
    due_at = await journey.due_at("lane/B1-02")
    assert due_at < await journey.due_at("lane/B1-06")
    await journey.skip_to(due_at)
    first = await journey.until_lanes(B1_02="issued")
    assert [permit["item_code"] for permit in first["licence"]["permits"]] == ["B1-02"]
    assert _statuses(first) == {"B1-02": "issued", "B1-04": "refused", "B1-06": "in_review"}
    assert first["status"] == "accepted"


async def test_a_later_grant_raises_the_version_of_the_licence(city: City) -> None:
    journey = await _visited(city)
    await journey.refuse("B1-04", "hygiene_ventilation")
    await journey.grant("B1-02")
    await journey.skip_to(await journey.due_at("lane/B1-02"))
    first = await journey.until_lanes(B1_02="issued")
    assert (await journey.grant("B1-06")).status_code == 200
    last = await journey.until_closed()
    assert last["ending"] == "completed"
    assert last["licence"]["licence_code"] == first["licence"]["licence_code"]
    assert last["licence"]["version"] == first["licence"]["version"] + 1
    issued = {permit["item_code"] for permit in last["licence"]["permits"]}
    assert issued == {"B1-02", "B1-06"}


async def test_a_refused_item_keeps_nobody_waiting(city: City) -> None:
    journey = await _visited(city)
    await journey.grant("B1-02")
    await journey.grant("B1-06")
    await journey.refuse("B1-04", "hygiene_ventilation")
    view = await journey.until_closed()
    assert _statuses(view) == {"B1-02": "issued", "B1-04": "refused", "B1-06": "issued"}
    assert view["licence"]["version"] == 1


async def test_a_refusal_tells_reasons_and_remedies_in_a_sealed_notice(city: City) -> None:
    journey = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    refused = await journey.refuse("B1-06", "tobacco_away_from_schools")
    assert refused.status_code == 200, refused.text
    view = await journey.until_closed()
    (lane,) = view["lanes"]
    assert view["ending"] == "nothing_granted"
    assert lane["reasons"] == [{"code": "tobacco_away_from_schools", "text": "不符合条件"}]
    assert lane["remedies"] == REMEDIES
    (notice,) = await journey.notices("lane_refused")
    assert notice["facts"]["reasons"] == "tobacco_away_from_schools"
    assert notice["facts"]["remedies"].split() == REMEDIES
    assert notice["seal"]


async def test_a_refusal_rests_on_a_condition_of_the_item_and_on_no_paper_alone(city: City) -> None:
    journey = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    elsewhere = await journey.refuse("B1-06", "raw_and_cooked_apart")
    assert elsewhere.status_code == 422
    assert elsewhere.json()["code"] == "reason_outside_the_notice"
    without = await journey.complete("review", "B1-06", "refuse")
    assert without.status_code == 422
    assert without.json()["code"] == "reasons_missing"
    for code in ("apart_from_dwelling_statement", "apart_from_dwelling"):
        resting_on_no_ground = await journey.refuse("B1-06", code)
        assert resting_on_no_ground.status_code == 422
        assert resting_on_no_ground.json()["code"] == "ground_missing"
    assert (await journey.lane("B1-06"))["status"] == "in_review"
    assert (await journey.refuse("B1-06", "tobacco_fixed_premises")).status_code == 200


async def test_a_licence_its_registry_refuses_without_reasons_is_left_to_a_person(
    city: City,
) -> None:
    await city.let_answer("market_regulation", "BL-00", "refused")
    try:
        journey = await accepted(city, Order(("BL-00",)))
        await journey.open_task("review", "BL-00")
    finally:
        await city.reset_departments()
    lane = await journey.lane("BL-00")
    assert (lane["route"], lane["route_reason"]) == ("review", "registry_unusable")
    await journey.refuse("BL-00", "name_available")
    assert (await journey.until_closed())["ending"] == "nothing_granted"


async def test_one_item_is_withdrawn_and_its_departments_system_is_told(city: City) -> None:
    journey = await _visited(city)
    withdrawn = await journey.act("/withdrawal", {"items": ["B1-04"]})
    assert withdrawn.status_code == 200, withdrawn.text
    await journey.until_lanes(B1_04="withdrawn")

    async def told() -> bool:
        return await _withdrawals(city, "health", journey) == ["withdrawn"]

    await until_true(told)
    assert await _withdrawals(city, "tobacco", journey) == []
    await journey.grant("B1-02")
    await journey.grant("B1-06")
    view = await journey.until_closed()
    assert _statuses(view) == {"B1-02": "issued", "B1-04": "withdrawn", "B1-06": "issued"}


async def test_the_whole_application_is_withdrawn_and_every_system_is_told(city: City) -> None:
    journey = await accepted(city, Order(("B1-02", "B1-06"), uscc=fresh_uscc()))
    await journey.until_lanes(B1_02="in_review", B1_06="in_review")
    assert (await journey.act("/withdrawal", {})).status_code == 200
    view = await journey.until_closed()
    assert view["ending"] == "withdrawn"
    assert _statuses(view) == {"B1-02": "withdrawn", "B1-06": "withdrawn"}

    async def told() -> bool:
        systems = ("market_regulation_permits", "tobacco")
        return all([await _withdrawals(city, each, journey) == ["withdrawn"] for each in systems])

    await until_true(told)
    supervised = await journey.view(city.supervisor())
    assert {task["status"] for task in supervised["tasks"]} <= {"decided", "fallen_away"}


async def test_an_application_is_withdrawn_before_anybody_has_looked_at_it(city: City) -> None:
    journey = await submitted(city, Order(("B1-02",), uscc=fresh_uscc()))
    await journey.open_task("intake_check", "B1-02")
    assert (await journey.act("/withdrawal", {})).status_code == 200
    view = await journey.until_closed()
    assert (view["ending"], view["accepted_at"]) == ("withdrawn", None)


async def test_an_application_is_withdrawn_while_it_awaits_its_correction(city: City) -> None:
    lacking = ("apart_from_dwelling_statement",)
    journey = await submitted(city, Order(("B1-06",), leave_out=lacking, uscc=fresh_uscc()))
    await journey.until(lambda view: view["status"] == "correcting")
    assert (await journey.act("/withdrawal", {})).status_code == 200
    assert (await journey.until_closed())["ending"] == "withdrawn"


async def test_what_is_decided_can_no_longer_be_withdrawn(city: City) -> None:
    journey = await _visited(city)
    await journey.grant("B1-02")
    decided = await journey.act("/withdrawal", {"items": ["B1-02"]})
    assert decided.status_code == 409
    assert decided.json()["code"] == "already_decided"
    assert (await journey.act("/withdrawal", {})).status_code == 200
    view = await journey.until_closed()
    assert _statuses(view) == {"B1-02": "issued", "B1-04": "withdrawn", "B1-06": "withdrawn"}
    assert view["ending"] == "completed"


async def test_nobody_else_withdraws_an_application(city: City) -> None:
    journey = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    stranger = city.applicant()
    answer = await stranger.post(f"/applications/{journey.case_id}/withdrawal", {})
    assert answer.status_code == 404
    reviewer = city.reviewer("tobacco")
    answer = await reviewer.post(f"/applications/{journey.case_id}/withdrawal", {})
    assert answer.status_code == 403
