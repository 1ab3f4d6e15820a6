"""Intake on the real servers: one notice, its answer or silence, and what is turned away."""

from datetime import datetime
from typing import Any

import httpx

from catalog.calendar import working_calendar
from domain.actors import Role
from domain.calendar import end_of_day, local_date
from tests.system.city import City, Person
from tests.system.journeys import (
    ANSWERS,
    Journey,
    Order,
    accepted,
    draft_body,
    fresh_uscc,
    submitted,
)

LACKING = ("hygiene_site_plan", "apart_from_dwelling_statement")
"""A paper that only the health bureau needs, and one that only tobacco needs."""


async def _asked_for_correction(city: City) -> Journey:
    """Have three departments find something: two by machine, one by a person."""
    items = ("B1-02", "B1-04", "B1-06")
    journey = await submitted(city, Order(items, leave_out=LACKING, uscc=fresh_uscc()))
    gap = {"item_code": "B1-02", "code": "food_premises_layout", "reason": "图上没有标明洗手池"}
    told = await journey.complete("intake_check", "B1-02", "deficient", gaps=[gap])
    assert told.status_code == 200, told.text
    await journey.until(lambda view: view["status"] == "correcting")
    return journey


async def _papers(journey: Journey, *codes: str) -> dict[str, Any]:
    applicant = journey.applicant
    papers = [{"paper_code": code, "document_id": await applicant.upload(code)} for code in codes]
    return {"papers": papers}


async def test_all_departments_ask_once_together_and_the_answer_brings_acceptance(
    city: City,
) -> None:
    journey = await _asked_for_correction(city)
    (notice,) = await journey.notices("correction_requested")
    asked = {gap.partition(":")[2] for gap in notice["facts"]["gaps"].split()}
    assert asked == {*LACKING, "food_premises_layout"}
    assert notice["seal"]
    papers = await _papers(journey, *asked)
    answered = await journey.act("/correction", papers)
    assert answered.status_code == 200, answered.text
    await journey.check_intake("B1-02")
    view = await journey.until(lambda view: view["accepted_at"] is not None)
    assert {lane["status"] for lane in view["lanes"]}.isdisjoint({"opened", "not_accepted"})


async def test_a_second_correction_cannot_be_asked_for(city: City) -> None:
    journey = await _asked_for_correction(city)
    await journey.act("/correction", await _papers(journey, *LACKING, "food_premises_layout"))
    gap = {"item_code": "B1-02", "code": "food_premises_layout", "reason": "仍未标明洗手池"}
    await journey.complete("intake_check", "B1-02", "deficient", gaps=[gap])
    view = await journey.until(lambda view: view["accepted_at"] is not None)
    assert (await journey.lane("B1-02"))["status"] == "not_accepted"
    assert (await journey.kinds()).count("correction_requested") == 1
    assert view["status"] == "accepted"


async def test_what_still_lacks_something_is_not_accepted_with_reasons_and_remedies(
    city: City,
) -> None:
    journey = await _asked_for_correction(city)
    papers = await _papers(journey, "food_premises_layout", "hygiene_site_plan")
    await journey.act("/correction", papers)
    await journey.check_intake("B1-02")
    await journey.until(lambda view: view["accepted_at"] is not None)
    tobacco = await journey.lane("B1-06")
    assert tobacco["status"] == "not_accepted"
    assert [reason["code"] for reason in tobacco["reasons"]] == ["apart_from_dwelling_statement"]
    assert tobacco["remedies"] == ["administrative_reconsideration", "administrative_litigation"]
    (notice,) = await journey.notices("lane_not_accepted")
    assert notice["facts"]["item"] == "B1-06"
    assert notice["seal"]


async def test_the_answer_may_bring_only_what_the_notice_asked_for(city: City) -> None:
    journey = await _asked_for_correction(city)
    refused = await journey.act("/correction", await _papers(journey, "premises_right"))
    assert refused.status_code == 422
    assert refused.json()["code"] == "not_asked_for"


async def test_silence_until_the_correction_date_closes_the_application(city: City) -> None:
    lacking = ("apart_from_dwelling_statement",)
    journey = await submitted(city, Order(("B1-06",), leave_out=lacking, uscc=fresh_uscc()))
    view = await journey.until(lambda view: view["status"] == "correcting")
    await journey.skip_past(view["correction"]["due_on"])
    closed = await journey.until_closed()
    assert closed["ending"] == "not_supplemented"
    assert closed["accepted_at"] is None
    late = await journey.act("/correction", await _papers(journey, *lacking))
    assert late.status_code == 409
    assert late.json()["code"] == "case_closed"


async def test_silence_ends_only_the_items_that_lack_something(city: City) -> None:
    journey = await _asked_for_correction(city)
    await journey.act("/withdrawal", {"items": ["B1-02"]})
    view = await journey.view()
    await journey.skip_past(view["correction"]["due_on"])
    closed = await journey.until_closed()
    assert {lane["item_code"]: lane["status"] for lane in closed["lanes"]} == {
        "B1-02": "withdrawn",
        "B1-04": "terminated",
        "B1-06": "terminated",
    }


async def test_papers_nobody_checks_within_five_working_days_count_as_accepted_on_receipt(
    city: City,
) -> None:
    journey = await submitted(city, Order(("B1-02",), uscc=fresh_uscc()))
    await journey.open_task("intake_check", "B1-02")
    received_on = local_date(datetime.fromisoformat((await journey.view())["received_at"]))
    due_at = await journey.due_at("acceptance/case")
    assert due_at == end_of_day(working_calendar().add_working_days(received_on, 5))
    await journey.skip_to(due_at)
    view = await journey.until(lambda view: view["accepted_at"] is not None)
    assert view["accepted_at"] == view["received_at"]
    (notice,) = await journey.notices("accepted")
    assert notice["facts"]["how"] == "deemed"
    supervised = await journey.view(city.supervisor())
    checks = [task["status"] for task in supervised["tasks"] if task["kind"] == "intake_check"]
    assert checks == ["fallen_away"]


async def test_gaps_known_before_the_fifth_day_are_told_even_if_a_department_is_silent(
    city: City,
) -> None:
    items = ("B1-02", "B1-06")
    lacking = ("apart_from_dwelling_statement",)
    journey = await submitted(city, Order(items, leave_out=lacking, uscc=fresh_uscc()))
    await journey.open_task("intake_check", "B1-02")
    await journey.skip_to(await journey.due_at("acceptance/case"))
    view = await journey.until(lambda view: view["status"] == "correcting")
    assert [gap["code"] for gap in view["correction"]["gaps"]] == list(lacking)


async def test_what_the_scheme_does_not_handle_is_told_at_once_with_the_right_way(
    city: City,
) -> None:
    answers = {**ANSWERS, "business_format": "restaurant", "premises_place": "border_port"}
    answers["sells_class_two_devices"] = False
    items = ("B1-02", "B1-06", "B1-08")
    journey = await submitted(city, Order(items, answers=answers, uscc=fresh_uscc()))
    view = await journey.until_closed()
    assert view["ending"] == "nothing_accepted"
    assert {lane["item_code"]: lane["status"] for lane in view["lanes"]} == {
        "B1-02": "wrong_authority",
        "B1-06": "outside_scheme",
        "B1-08": "not_required",
    }
    turned = {
        entry["facts"]["item_code"]: entry["facts"]
        for entry in await journey.timeline()
        if entry["kind"] == "lane_turned_away"
    }
    assert "海关" in turned["B1-02"]["instead"]
    assert "市烟草专卖局" in turned["B1-06"]["instead"]
    assert all(facts["reasons"] for facts in turned.values())
    assert len(await journey.notices("lane_turned_away")) == len(items)


async def test_turning_one_item_away_does_not_hold_up_the_others(city: City) -> None:
    answers = {**ANSWERS, "business_format": "restaurant"}
    journey = await accepted(city, Order(("B1-06", "B1-08"), answers=answers, uscc=fresh_uscc()))
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    assert [lane["status"] for lane in view["lanes"]] == ["outside_scheme", "issued"]


async def test_without_the_licence_in_the_application_the_business_names_its_code(
    city: City,
) -> None:
    applicant = city.applicant()
    body = await draft_body(city, applicant, Order(("B1-08",)))
    missing = await applicant.post("/applications", body)
    assert _faults(missing) == {"business.uscc": "uscc_missing"}
    body["business"]["uscc"] = "91442000MA00000150"
    invalid = await applicant.post("/applications", body)
    assert _faults(invalid) == {"business.uscc": "uscc_invalid"}
    body["business"]["uscc"] = fresh_uscc()
    assert (await applicant.post("/applications", body)).status_code == 201


async def test_a_clerk_hands_in_for_somebody_who_then_holds_the_case(city: City) -> None:
    clerk, applicant = _clerk(city), city.applicant()
    body = await draft_body(city, clerk, Order(("B1-08",), uscc=fresh_uscc()))
    body["on_behalf_of"] = applicant.actor.subject
    receipt = await clerk.post("/applications", body)
    assert receipt.status_code == 201, receipt.text
    journey = Journey(city, applicant, receipt.json()["case_id"])
    view = await journey.until_closed()
    assert (view["channel"], view["ending"]) == ("window", "completed")
    assert await journey.notices("received")
    assert (await journey.view(clerk))["case_id"] == journey.case_id


async def test_only_a_clerk_applies_for_somebody_and_a_clerk_only_for_somebody(
    city: City,
) -> None:
    applicant, clerk = city.applicant(), _clerk(city)
    order = Order(("B1-08",), uscc=fresh_uscc())
    body = await draft_body(city, applicant, order)
    body["on_behalf_of"] = "applicant-of-somebody-else"
    assert _faults(await applicant.post("/applications", body)) == {
        "on_behalf_of": "not_a_window_clerk"
    }
    unnamed = await clerk.post("/applications", await draft_body(city, clerk, order))
    assert _faults(unnamed) == {"on_behalf_of": "field_missing"}


def _clerk(city: City) -> Person:
    return city.person(Role.WINDOW_CLERK)


def _faults(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    return {error["field"]: error["code"] for error in answer.json()["errors"]}
