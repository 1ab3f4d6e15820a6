"""Who sees what: cases, papers, documents, licences, permits and tasks of others stay hidden."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.actors import Role
from tests.api.refusals import problem_of
from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, draft_body, fresh_uscc

OF_A_CASE = (
    "",
    "/lanes",
    "/debts",
    "/allowed-actions",
    "/clock",
    "/clock/lane/B1-02",
    "/timeline",
    "/events",
    "/notices",
)
ACTS: dict[str, dict[str, Any]] = {
    "/correction": {},
    "/withdrawal": {},
    "/rectification": {},
    "/visit/reschedule": {"reason": "停水"},
    "/lanes/B1-02/supplement": {},
    "/debts/any/payment": {"document_id": "any"},
}


async def _ids(reader: Person, path: str, key: str, **query: Any) -> set[str]:
    """Give the ids of all pages of a list."""
    found: set[str] = set()
    cursor: dict[str, str] = {}
    while True:
        answer = await reader.get(path, **{"limit": 100, **query, **cursor})
        assert answer.status_code == 200, answer.text
        found |= {entry[key] for entry in answer.json()["entries"]}
        if answer.json()["next_cursor"] is None:
            return found
        cursor = {"cursor": answer.json()["next_cursor"]}


@pytest.mark.parametrize("part", OF_A_CASE)
async def test_a_case_of_somebody_else_looks_like_one_that_does_not_exist(
    city: City, open_case: Journey, part: str
) -> None:
    stranger = city.applicant()
    foreign = await stranger.get(f"/applications/{open_case.case_id}{part}")
    missing = await stranger.get(f"/applications/{'0' * 32}{part}")
    told = problem_of(foreign, 404, "application_unknown")
    assert {**told, "request_id": ""} == {**missing.json(), "request_id": ""}


@pytest.mark.parametrize("act", ACTS)
async def test_nobody_acts_on_somebody_elses_case(city: City, open_case: Journey, act: str) -> None:
    before = len(await open_case.timeline())
    answer = await city.applicant().post(f"/applications/{open_case.case_id}{act}", ACTS[act])
    problem_of(answer, 404, "application_unknown")
    assert len(await open_case.timeline()) == before


async def test_lists_hold_only_what_is_the_readers_business(city: City, open_case: Journey) -> None:
    seen = {
        "owner": await _ids(open_case.applicant, "/applications", "case_id"),
        "stranger": await _ids(city.applicant(), "/applications", "case_id"),
        "food": await _ids(city.reviewer("market_regulation"), "/applications", "case_id"),
        "health": await _ids(city.reviewer("health"), "/applications", "case_id", item="B1-06"),
    }
    assert seen["owner"] == {open_case.case_id}
    assert seen["stranger"] == set()
    assert open_case.case_id in seen["food"]
    assert open_case.case_id not in seen["health"]


async def test_a_department_without_a_lane_does_not_see_the_case(
    city: City, open_case: Journey
) -> None:
    for reader in (city.reviewer("health"), city.inspector("fire_rescue")):
        answer = await reader.get(f"/applications/{open_case.case_id}")
        problem_of(answer, 404, "application_unknown")


async def test_a_reviewer_sees_the_papers_of_the_own_lane_and_not_of_its_siblings(
    city: City, open_case: Journey
) -> None:
    for department, own in (("market_regulation", "B1-02"), ("tobacco", "B1-06")):
        view = await open_case.view(city.reviewer(department))
        papers = {lane["item_code"]: lane["papers"] for lane in view["lanes"]}
        assert {item for item, shown in papers.items() if shown is not None} == {own}
        assert papers[own]
        assert all(lane["status"] for lane in view["lanes"])


async def test_applicant_and_supervisor_see_the_papers_of_every_lane(
    city: City, open_case: Journey
) -> None:
    for reader in (open_case.applicant, city.supervisor()):
        lanes = (await open_case.view(reader))["lanes"]
        assert all(lane["papers"] for lane in lanes)


async def test_officials_are_not_named_to_applicants(city: City, open_case: Journey) -> None:
    assert (await open_case.view())["tasks"] == []
    official = [entry for entry in await open_case.timeline() if entry["actor_role"] == "reviewer"]
    assert {entry["actor"] for entry in official} <= {""}


async def test_a_document_is_read_by_its_owner_and_those_who_decide_on_its_item(
    city: City, open_case: Journey
) -> None:
    papers = (await open_case.lane("B1-02"))["papers"]
    document_id = next(p["document_id"] for p in papers if "food" in p["paper_code"])
    readers = {
        open_case.applicant: 200,
        city.reviewer("market_regulation"): 200,
        city.supervisor(): 200,
        city.applicant(): 404,
        city.reviewer("tobacco"): 404,
        city.reviewer("health"): 404,
    }
    for reader, status in readers.items():
        answer = await reader.get(f"/documents/{document_id}")
        assert answer.status_code == status, reader.actor
        if status != 200:
            problem_of(answer, 404)


async def test_a_signed_commitment_is_read_by_the_department_it_was_made_to(city: City) -> None:
    applicant = city.applicant()
    body = await draft_body(city, applicant, Order(("B1-04", "B1-06"), uscc=fresh_uscc()))
    (commitment,) = body["commitments"]
    assert (await applicant.post("/applications", body)).status_code == 201
    path = f"/documents/{commitment['document_id']}"
    assert (await city.reviewer("health").get(path)).status_code == 200
    problem_of(await city.reviewer("tobacco").get(path), 404, "document_unknown")


async def test_a_document_that_was_not_handed_in_is_its_owners_alone(city: City) -> None:
    owner = city.applicant()
    document_id = await owner.upload("food_premises_layout")
    assert (await owner.get(f"/documents/{document_id}")).content == b"%PDF-1.7 synthetic"
    for reader in (city.applicant(), city.supervisor(), city.reviewer("market_regulation")):
        problem_of(await reader.get(f"/documents/{document_id}"), 404, "document_unknown")


async def test_a_signed_address_opens_one_document_and_no_other(city: City) -> None:
    owner = city.applicant()
    mine, other = [await owner.upload("food_premises_layout") for _ in range(2)]
    address = city.resources.links.address(mine, datetime.now(UTC))
    assert (await city.api.get(address)).status_code == 200
    problem_of(await city.api.get(address.replace(mine, other)), 403, "address_invalid")


async def test_licence_and_permit_are_shown_to_their_holder_and_the_department(
    city: City, closed_case: Journey
) -> None:
    (permit,) = (await closed_case.view())["licence"]["permits"]
    code = (await closed_case.view())["licence"]["licence_code"]
    stranger, tobacco = city.applicant(), city.reviewer("tobacco")
    for part in ("", "/document", "/token"):
        path = f"/licences/{code}{part}"
        assert (await closed_case.applicant.get(path)).status_code == 200
        problem_of(await stranger.get(path), 404, "licence_unknown")
    for part in ("", "/allowed-actions"):
        path = f"/permits/{permit['permit_id']}{part}"
        assert (await closed_case.applicant.get(path)).status_code == 200
        assert (await city.reviewer("market_regulation").get(path)).status_code == 200
        problem_of(await stranger.get(path), 404, "permit_unknown")
        problem_of(await tobacco.get(path), 404, "permit_unknown")
    asked = await stranger.post(f"/permits/{permit['permit_id']}/hearing-request")
    problem_of(asked, 404, "permit_unknown")


async def test_a_task_of_another_department_is_neither_shown_nor_taken(
    city: City, open_case: Journey
) -> None:
    task_id = (await open_case.open_task("review", "B1-02"))["task_id"]
    tobacco = city.reviewer("tobacco")
    problem_of(await tobacco.get(f"/tasks/{task_id}"), 404, "task_unknown")
    for act, body in (("claim", None), ("release", None), ("completion", {"outcome": "grant"})):
        answer = await tobacco.post(f"/tasks/{task_id}/{act}", body)
        problem_of(answer, 404, "task_unknown")
    assert task_id not in await _ids(tobacco, "/tasks", "task_id", kind="review")
    food = city.reviewer("market_regulation")
    assert task_id in await _ids(food, "/tasks", "task_id", kind="review")


async def test_drafts_and_notices_are_their_owners_alone(city: City, open_case: Journey) -> None:
    owner, stranger = city.applicant(), city.applicant()
    draft = await owner.post("/drafts", {"scheme": "zhongshan"})
    path = f"/drafts/{draft.json()['draft_id']}"
    problem_of(await stranger.get(path), 404, "draft_unknown")
    problem_of(await stranger.put(path, {"scheme": "zhongshan"}), 404, "draft_unknown")
    problem_of(await stranger.delete(path), 404, "draft_unknown")
    problem_of(await stranger.post(f"{path}/submission"), 404, "draft_unknown")
    notice = (await open_case.applicant.get("/notices")).json()["entries"][0]
    problem_of(await stranger.post(f"/notices/{notice['id']}/read"), 404, "notice_unknown")
    assert (await stranger.get("/notices")).json()["entries"] == []


async def test_a_window_clerk_and_an_administrator_see_every_case(
    city: City, open_case: Journey
) -> None:
    for role in (Role.WINDOW_CLERK, Role.ADMINISTRATOR, Role.SUPERVISOR):
        view = await open_case.view(city.person(role))
        assert view["case_id"] == open_case.case_id
