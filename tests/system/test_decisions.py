"""Decisions of reviewers on the real servers: repeated, at once, by whom, and by systems."""

import asyncio
from uuid import uuid4

import httpx

from domain.actors import Actor, Role
from domain.commands import CompleteTask
from domain.tasks import Reason, TaskOutcome
from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, until_true

FOOD, TOBACCO = "B1-02", "B1-06"
LAYOUT = "food_premises_layout"
REFUSAL: dict[str, object] = {
    "outcome": "refuse",
    "reasons": [{"code": "raw_and_cooked_apart", "text": "生熟未分开"}],
}


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


async def _complete(person: Person, task_id: str, key: str | None = None) -> httpx.Response:
    return await person.post(f"/tasks/{task_id}/completion", REFUSAL, key=key)


async def test_a_decision_repeated_with_its_key_gets_the_same_answer(city: City) -> None:
    journey, task_id = await _in_review(city)
    reviewer = _reviewer(city)
    first, second = [await _complete(reviewer, task_id, key="the-same-key") for _ in range(2)]
    assert first.status_code == 200, first.text
    assert (second.status_code, second.json()) == (200, first.json())
    assert (await journey.kinds()).count("lane_refused") == 1


async def test_a_key_that_comes_with_another_body_is_refused(city: City) -> None:
    _, task_id = await _in_review(city)
    reviewer = _reviewer(city)
    await _complete(reviewer, task_id, key="the-same-key")
    path = f"/tasks/{task_id}/completion"
    other = await reviewer.post(path, {"outcome": "grant"}, key="the-same-key")
    assert other.status_code == 422
    assert other.json()["code"] == "idempotency_key_reused"


async def test_a_second_decision_is_told_by_whom_the_first_was(city: City) -> None:
    _, task_id = await _in_review(city)
    first, second = _reviewer(city), _reviewer(city)
    assert (await _complete(first, task_id)).status_code == 200
    for late in (first, second):
        answer = await _complete(late, task_id)
        assert answer.status_code == 409
        assert answer.json()["code"] == "task_already_decided"
        assert first.actor.subject in answer.json()["detail"]


async def test_of_reviewers_deciding_at_once_exactly_one_wins(city: City) -> None:
    journey, task_id = await _in_review(city)
    reviewers = [_reviewer(city) for _ in range(4)]
    answers = await asyncio.gather(*(_complete(each, task_id) for each in reviewers))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    won = next(r for r, a in zip(reviewers, answers, strict=True) if a.status_code == 200)
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["code"] for problem in lost} == {"task_already_decided"}
    assert all(won.actor.subject in problem["detail"] for problem in lost)
    assert (await journey.kinds()).count("lane_refused") == 1


async def test_a_task_of_another_department_looks_like_none(city: City) -> None:
    journey, task_id = await _in_review(city)
    stranger, sibling = city.reviewer("health"), city.reviewer("tobacco")
    for official in (stranger, sibling):
        assert (await official.get(f"/tasks/{task_id}")).status_code == 404
        refused = await _complete(official, task_id)
        assert refused.status_code == 404
        assert refused.json()["code"] == "task_unknown"
    assert (await stranger.get(f"/applications/{journey.case_id}")).status_code == 404
    assert (await sibling.get(f"/applications/{journey.case_id}")).status_code == 200
    assert (await journey.lane(FOOD))["status"] == "in_review"


async def test_who_is_no_official_of_the_task_may_not_decide(city: City) -> None:
    journey, task_id = await _in_review(city)
    for person in (journey.applicant, city.supervisor()):
        answer = await _complete(person, task_id)
        assert answer.status_code == 403


async def test_a_refusal_needs_reasons_that_the_notice_knows(city: City) -> None:
    journey, _ = await _in_review(city)
    silent = await journey.complete("review", FOOD, "refuse")
    assert (silent.status_code, silent.json()["code"]) == (422, "reasons_missing")
    strange = await journey.refuse(FOOD, "did_not_like_it")
    assert strange.status_code == 422
    assert (await journey.lane(FOOD))["status"] == "in_review"


async def _asked_to_supplement(city: City) -> Journey:
    journey, _ = await _in_review(city)
    asked = await _ask(journey)
    assert asked.status_code == 200, asked.text
    return journey


async def _ask(journey: Journey) -> httpx.Response:
    gaps = [{"item_code": FOOD, "code": LAYOUT, "reason": "图上没有标明洗手池"}]
    return await journey.complete("review", FOOD, "request_supplement", gaps=gaps)


async def _supplement(journey: Journey, paper: str) -> httpx.Response:
    document_id = await journey.applicant.upload(paper)
    papers = [{"paper_code": paper, "document_id": document_id}]
    return await journey.act(f"/lanes/{FOOD}/supplement", {"papers": papers})


async def test_a_supplement_is_asked_for_in_writing_one_at_a_time(city: City) -> None:
    journey = await _asked_to_supplement(city)
    lane = await journey.lane(FOOD)
    assert lane["status"] == "supplementing"
    assert [gap["code"] for gap in lane["supplement"]["gaps"]] == [LAYOUT]
    (notice,) = await journey.notices("supplement_requested")
    assert notice["facts"]["due_on"] == lane["supplement"]["due_on"]
    assert notice["seal"]
    for answer in (await _ask(journey), await journey.grant(FOOD)):
        assert (answer.status_code, answer.json()["code"]) == (409, "supplement_open")


async def test_only_what_was_asked_for_supplements_and_review_goes_on(city: City) -> None:
    journey = await _asked_to_supplement(city)
    strange = await _supplement(journey, "food_safety_rules")
    assert (strange.status_code, strange.json()["code"]) == (422, "not_asked_for")
    given = await _supplement(journey, LAYOUT)
    assert given.status_code == 200, given.text
    lane = await journey.lane(FOOD)
    assert (lane["status"], lane["supplement"]) == ("in_review", None)
    again = await _supplement(journey, LAYOUT)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_requested")
    assert (await journey.inspect()).status_code == 200
    assert (await journey.grant(FOOD)).status_code == 200


async def test_a_supplement_that_does_not_come_leaves_the_decision_on_what_there_is(
    city: City,
) -> None:
    journey = await _asked_to_supplement(city)
    await journey.skip_past((await journey.lane(FOOD))["supplement"]["due_on"])
    await journey.until_lanes(B1_02="in_review")
    assert "supplement_lapsed" in await journey.kinds()
    late = await _supplement(journey, LAYOUT)
    assert (late.status_code, late.json()["code"]) == (409, "nothing_requested")
    assert (await journey.refuse(FOOD, LAYOUT)).status_code == 200


async def test_a_claim_spares_double_work_and_can_be_given_back(city: City) -> None:
    _, task_id = await _in_review(city)
    first, second = _reviewer(city), _reviewer(city)
    claimed = await first.post(f"/tasks/{task_id}/claim")
    assert claimed.json()["holder"] == first.actor.subject
    assert (await first.post(f"/tasks/{task_id}/claim")).status_code == 200
    taken = await second.post(f"/tasks/{task_id}/claim")
    assert (taken.status_code, taken.json()["code"]) == (409, "task_claimed")
    not_own = await second.post(f"/tasks/{task_id}/release")
    assert (not_own.status_code, not_own.json()["code"]) == (409, "task_not_claimed")
    shown = (await second.get(f"/tasks/{task_id}")).json()
    assert shown["claimed_by"] == first.actor.subject
    assert (await first.post(f"/tasks/{task_id}/release")).status_code == 204
    assert (await second.post(f"/tasks/{task_id}/claim")).status_code == 200


async def test_a_claim_of_somebody_else_does_not_forbid_the_decision(city: City) -> None:
    _, task_id = await _in_review(city)
    await _reviewer(city).post(f"/tasks/{task_id}/claim")
    assert (await _complete(_reviewer(city), task_id)).status_code == 200


async def test_a_supervisor_gives_a_task_to_somebody_who_is_told(city: City) -> None:
    journey, task_id = await _in_review(city)
    assignee = _reviewer(city)
    path, body = f"/tasks/{task_id}/reassignment", {"assignee": assignee.actor.subject}
    assert (await _reviewer(city).post(path, body)).status_code == 403
    assert (await city.supervisor().post(path, body)).status_code == 200
    mine = (await assignee.get("/tasks", assignee=assignee.actor.subject)).json()["entries"]
    assert [task["task_id"] for task in mine] == [task_id]
    inbox = (await assignee.get("/notices", limit=100)).json()["entries"]
    told = [n for n in inbox if n["template"] == "task_reassigned"]
    assert [n["facts"]["task"] for n in told] == [task_id]
    assert (await _complete(assignee, task_id)).status_code == 200
    late = await city.supervisor().post(path, body)
    assert (late.status_code, late.json()["code"]) == (409, "task_not_open")
    assert (await journey.kinds()).count("task_reassigned") == 1


async def _signal(
    city: City, journey: Journey, task_id: str, *, department: str, message_id: str
) -> None:
    command = CompleteTask(
        Actor(f"system/{department}", Role.DEPARTMENT_SYSTEM, department),
        task_id,
        TaskOutcome.REFUSE,
        reasons=(Reason("raw_and_cooked_apart", "生熟未分开"),),
        message_id=message_id,
    )
    await city.handle(journey.case_id).signal("complete_task", command)


async def _since(journey: Journey, sequence: int) -> list[tuple[str, object]]:
    """Give what was recorded after a place, without what differs from case to case."""
    return [
        (entry["kind"], entry["facts"].get("reasons"))
        for entry in await journey.timeline()
        if entry["sequence"] > sequence
    ]


async def test_a_decision_signalled_by_a_system_is_recorded_like_a_persons(city: City) -> None:
    by_person, first_task = await _in_review(city)
    by_system, second_task = await _in_review(city)
    marks = [(await each.view())["sequence"] for each in (by_person, by_system)]
    assert (await _complete(_reviewer(city), first_task)).status_code == 200
    message = uuid4().hex
    for _ in range(2):
        await _signal(
            city, by_system, second_task, department="market_regulation", message_id=message
        )
    await by_system.until_lanes(B1_02="refused")
    told = [await _since(by_person, marks[0]), await _since(by_system, marks[1])]
    assert told[0] == told[1]
    assert ("lane_refused", REFUSAL["reasons"]) in told[0]


async def test_a_signal_the_rules_do_not_allow_becomes_an_event_and_changes_nothing(
    city: City,
) -> None:
    journey, task_id = await _in_review(city)
    before = (await journey.view())["sequence"]
    for _ in range(2):
        await _signal(city, journey, task_id, department="tobacco", message_id="strange")
    await _signal(
        city, journey, f"{task_id}0", department="market_regulation", message_id="unknown"
    )
    await until_true(lambda: _grown_to(journey, before + 2))
    refused = [e["facts"]["code"] for e in await journey.timeline() if e["sequence"] > before]
    assert refused == ["not_your_department", "task_unknown"]
    assert (await journey.lane(FOOD))["status"] == "in_review"
    assert (await _complete(_reviewer(city), task_id)).status_code == 200


async def _has_place(journey: Journey) -> bool:
    return (await journey.lane(TOBACCO))["place"] is not None


async def _grown_to(journey: Journey, sequence: int) -> bool:
    return bool((await journey.view())["sequence"] >= sequence)
