"""Acts that come too late, by the wrong person or with what does not fit: nothing is recorded."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from catalog.calendar import working_calendar
from domain.actors import Role
from domain.calendar import local_date
from tests.api.refusals import problem_of, rows_of
from tests.system.city import City
from tests.system.journeys import Journey, Order, accepted, fresh_uscc

FOOD_CLOCK = "clock/lane/B1-02"


def _today() -> str:
    return local_date(datetime.now(UTC)).isoformat()


async def _unchanged(journey: Journey, before: dict[str, int]) -> None:
    subject = journey.applicant.actor.subject
    assert await rows_of(journey.city, subject, journey.case_id) == before


async def _rows(journey: Journey) -> dict[str, int]:
    return await rows_of(journey.city, journey.applicant.actor.subject, journey.case_id)


WRONG_COMPLETIONS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown outcome": ({"outcome": "shrug"}, "request_malformed"),
    "outcome of another kind of task": ({"outcome": "recorded"}, "outcome_does_not_fit"),
    "no outcome": ({}, "request_malformed"),
    "a finding that is a text": (
        {
            "outcome": "grant",
            "findings": [{"point_code": "a", "department": "b", "passed": "yes"}],
        },
        "request_malformed",
    ),
    "a reason with NUL": (
        {"outcome": "refuse", "reasons": [{"code": "a", "text": "\x00"}]},
        "request_malformed",
    ),
    "a cause with NUL": (
        {"outcome": "refuse", "cause_of_revocation": "\x00"},
        "request_malformed",
    ),
    "a refusal without reasons": ({"outcome": "refuse"}, "reasons_missing"),
    "a reason that rests on nothing": (
        {"outcome": "refuse", "reasons": [{"code": "taste", "text": "不喜欢"}]},
        "reason_outside_the_notice",
    ),
    "a supplement without gaps": ({"outcome": "request_supplement"}, "gaps_missing"),
    "a gap outside the notice": (
        {
            "outcome": "request_supplement",
            "gaps": [{"item_code": "B1-02", "code": "poem", "reason": "缺诗"}],
        },
        "outside_the_notice",
    ),
}


@pytest.mark.parametrize("name", WRONG_COMPLETIONS)
async def test_a_completion_that_does_not_fit_the_task_is_refused(
    city: City, open_case: Journey, name: str
) -> None:
    body, code = WRONG_COMPLETIONS[name]
    task = await open_case.open_task("review", "B1-02")
    before = await _rows(open_case)
    reviewer = city.reviewer("market_regulation")
    answer = await reviewer.post(f"/tasks/{task['task_id']}/completion", body)
    problem = problem_of(answer, 422, code)
    assert problem["field"]
    await _unchanged(open_case, before)


async def test_a_task_that_is_decided_takes_no_second_decision(city: City) -> None:
    journey = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    task = await journey.open_task("review", "B1-06")
    await journey.refuse("B1-06", "tobacco_fixed_premises")
    closed = await journey.until_closed()
    before = await _rows(journey)
    reviewer = city.reviewer("tobacco")
    late = await reviewer.post(f"/tasks/{task['task_id']}/completion", {"outcome": "grant"})
    assert closed["ending"] == "nothing_granted"
    problem_of(late, 409)
    reassigned = await city.supervisor().post(
        f"/tasks/{task['task_id']}/reassignment", {"assignee": "somebody"}
    )
    problem_of(reassigned, 409)
    for act, body in {
        "/withdrawal": {},
        "/correction": {},
        "/rectification": {},
        "/visit/reschedule": {"reason": "停水"},
    }.items():
        problem_of(await journey.act(act, body), 409, "case_closed")
    await _unchanged(journey, before)


WRONG_CLOCKS: dict[str, tuple[str, dict[str, Any], int, str, str]] = {
    "until a year nobody knows": ("until", {"until": "9999-12-31"}, 422, "year_not_published", ""),
    "until today": ("until", {"until": _today()}, 422, "until_in_the_past", ""),
    "until no day": ("until", {"until": "2027-02-30"}, 422, "request_malformed", ""),
    "until an instant": ("until", {"until": "2027-02-03T00:00:00Z"}, 422, "request_malformed", ""),
    "until a number": ("until", {"until": 1_800_000_000}, 422, "request_malformed", ""),
    "no notice": ("notice_document_id", {"notice_document_id": ""}, 422, "request_malformed", ""),
    "a clock of an item that is not in the case": (
        "",
        {},
        403,
        "not_your_department",
        "clock/lane/B1-05",
    ),
}


@pytest.mark.parametrize("name", WRONG_CLOCKS)
async def test_a_suspension_that_names_no_good_day_stops_no_clock(
    city: City, open_case: Journey, name: str
) -> None:
    field, changed, status, code, clock = WRONG_CLOCKS[name]
    body = {
        "procedure": "expert_review",
        "legal_basis": "行政许可法 45",
        "notice_document_id": open_case.case_id,
        "until": (datetime.now(UTC) + timedelta(days=20)).date().isoformat(),
        **changed,
    }
    before = await _rows(open_case)
    path = f"/applications/{open_case.case_id}/{clock or FOOD_CLOCK}/suspension"
    problem = problem_of(await city.reviewer("market_regulation").post(path, body), status, code)
    assert problem["field"] == field or not field
    await _unchanged(open_case, before)


async def test_the_last_published_year_and_the_next_are_known_well_enough(
    city: City, open_case: Journey
) -> None:
    last = max(year.year for year in working_calendar().published)
    assert local_date(datetime.now(UTC)).year <= last + 1
    permit_path = f"/permits/{open_case.case_id}.B1-02/revocation"
    body = {
        "cause": "fraud",
        "reasons": [{"code": "a", "text": "b"}],
        "hearing_until": f"{last + 2}-01-01",
    }
    answer = await city.reviewer("market_regulation").post(permit_path, body)
    problem_of(answer, 404, "permit_unknown")


@pytest.mark.parametrize(
    "changed",
    [
        {"count": "5"},
        {"count": True},
        {"count": 0},
        {"count": 61},
        {"unit": "hours"},
        {"kind": "a"},
    ],
)
async def test_an_extension_of_the_wrong_kind_extends_nothing(
    city: City, open_case: Journey, changed: dict[str, Any]
) -> None:
    body = {
        "kind": "statutory",
        "count": 5,
        "unit": "working_days",
        "approver": "head",
        "legal_basis": "行政许可法 42",
        "reasons": "案情复杂",
        **changed,
    }
    before = await _rows(open_case)
    path = f"/applications/{open_case.case_id}/{FOOD_CLOCK}/extension"
    problem = problem_of(await city.supervisor().post(path, body), 422, "request_malformed")
    assert problem["field"] == next(iter(changed))
    await _unchanged(open_case, before)


async def test_a_place_of_an_unknown_item_or_a_wrong_number_is_not_published(city: City) -> None:
    administrator = city.person(Role.ADMINISTRATOR)
    for path, capacity, status in (
        ("/catalogue/items/B9-99/places/nowhere", 3, 404),
        ("/catalogue/items/B1-06/places/nowhere", "3", 422),
        ("/catalogue/items/B1-06/places/nowhere", True, 422),
        ("/catalogue/items/B1-06/places/nowhere", -1, 422),
        ("/catalogue/items/B1-06/places/no%20where", 3, 422),
    ):
        problem_of(await administrator.put(path, {"capacity": capacity}), status)
