"""One answer per key, however often and however closely together a request is repeated."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
from sqlalchemy import func, select

from domain.calendar import local_date
from models.tables import ApplicationRow
from tests.api.refusals import problem_of, rows_of
from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, draft_body, fresh_uscc, submitted

ORDER = ("B1-06",)


async def _body(city: City, applicant: Person) -> dict[str, object]:
    return await draft_body(city, applicant, Order(ORDER, uscc=fresh_uscc()))


async def _cases(city: City, applicant: Person) -> int:
    async with city.database.reading() as session:
        query = select(func.count()).where(ApplicationRow.applicant == applicant.actor.subject)  # type: ignore[arg-type]  # SQLModel's columns
        return int((await session.execute(query)).scalar_one())


async def test_the_same_key_gives_the_same_receipt_and_one_case(city: City) -> None:
    applicant, key = city.applicant(), uuid4().hex
    body = await _body(city, applicant)
    first, second = [await applicant.post("/applications", body, key=key) for _ in range(2)]
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert await _cases(city, applicant) == 1


async def test_requests_with_one_key_at_the_same_time_make_one_case(city: City) -> None:
    applicant, key = city.applicant(), uuid4().hex
    body = await _body(city, applicant)
    together = (applicant.post("/applications", body, key=key) for _ in range(5))
    answers = await asyncio.gather(*together)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await _cases(city, applicant) == 1


async def test_a_key_holds_for_one_body_only(city: City) -> None:
    applicant, key = city.applicant(), uuid4().hex
    body = await _body(city, applicant)
    assert (await applicant.post("/applications", body, key=key)).status_code == 201
    before = await rows_of(city, applicant.actor.subject)
    other = {**body, "form": {**body["form"], "contact_phone": "13900139000"}}  # type: ignore[dict-item]
    problem = problem_of(
        await applicant.post("/applications", other, key=key), 422, "idempotency_key_reused"
    )
    assert problem["field"] == "Idempotency-Key"
    assert await rows_of(city, applicant.actor.subject) == before


async def test_a_key_is_its_callers_own(city: City) -> None:
    key = uuid4().hex
    applicants = [city.applicant() for _ in range(2)]
    cases = set()
    for applicant in applicants:
        answer = await applicant.post("/applications", await _body(city, applicant), key=key)
        cases.add(answer.json()["case_id"])
    assert len(cases) == 2


async def test_another_key_makes_another_case(city: City) -> None:
    applicant = city.applicant()
    body = await _body(city, applicant)
    answers = [await applicant.post("/applications", body) for _ in range(2)]
    assert len({answer.json()["case_id"] for answer in answers}) == 2


async def test_without_a_key_or_with_a_poor_one_nothing_is_done(city: City) -> None:
    applicant = city.applicant()
    body = await _body(city, applicant)
    headers = {"Authorization": f"Bearer {applicant.token}"}
    for more in ({}, {"Idempotency-Key": "short"}, {"Idempotency-Key": "with a space"}):
        answer = await city.api.post("/v1/applications", headers=headers | more, json=body)
        assert problem_of(answer, 422, "request_malformed")["field"] == "Idempotency-Key"
    assert await _cases(city, applicant) == 0


async def test_an_act_without_a_body_is_repeated_by_its_key(city: City) -> None:
    journey, key = await _waiting(city), uuid4().hex
    supervisor = city.supervisor()
    path = f"/applications/{journey.case_id}/clock/lane/{ORDER[0]}"
    official = city.reviewer("tobacco")
    suspended = await official.post(f"{path}/suspension", await _suspension(official))
    assert suspended.status_code == 200, suspended.text
    answers = [await supervisor.post(f"{path}/resumption", key=key) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}, answers[0].text
    assert len({answer.text for answer in answers}) == 1


async def test_a_draft_makes_one_case_whatever_the_key(city: City) -> None:
    applicant = city.applicant()
    draft = await applicant.post("/drafts", await _body(city, applicant))
    path = f"/drafts/{draft.json()['draft_id']}/submission"
    answers = [await applicant.post(path) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert await _cases(city, applicant) == 1


async def test_a_refused_act_may_be_repeated_with_its_key(city: City) -> None:
    journey, key = await _waiting(city), uuid4().hex
    acts = [await _correct(journey, key) for _ in range(2)]
    assert [answer.status_code for answer in acts] == [409, 409]
    assert acts[0].json()["code"] == acts[1].json()["code"]


async def test_one_decision_wins_and_the_other_reviewer_is_told(city: City) -> None:
    journey = await _waiting(city)
    task = await journey.open_task("review", ORDER[0])
    body = {
        "outcome": "refuse",
        "reasons": [{"code": "tobacco_fixed_premises", "text": "与住所不独立"}],
    }
    path = f"/tasks/{task['task_id']}/completion"
    reviewers = [city.reviewer("tobacco") for _ in range(2)]
    answers = await asyncio.gather(*(each.post(path, body) for each in reviewers))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200, 409], [answer.text for answer in answers]


async def _waiting(city: City) -> Journey:
    """Give a case whose only item is under review."""
    journey = await submitted(city, Order(ORDER, uscc=fresh_uscc()))
    await journey.until(lambda view: view["accepted_at"] is not None)
    return journey


async def _correct(journey: Journey, key: str) -> httpx.Response:
    path = f"/applications/{journey.case_id}/correction"
    return await journey.applicant.post(path, {"papers": []}, key=key)


async def _suspension(official: Person) -> dict[str, str]:
    return {
        "procedure": "expert_review",
        "legal_basis": "行政许可法 45",
        "notice_document_id": await official.upload("suspension_notice"),
        "until": (local_date(datetime.now(UTC)) + timedelta(days=30)).isoformat(),
    }
