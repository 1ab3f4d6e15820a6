"""Papers reach their departments, lane by lane, whatever happens to the other lanes."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.testing import ActivityEnvironment

from activities.departments import LONGEST_WAIT_FOR_LANE, DepartmentActivities
from domain.catalogue import Level
from domain.commands import DispatchAnswer
from domain.dispatching import LaneDispatch
from models.effects import (
    DispatchCase,
    DispatchOne,
    PolledReport,
    PollLane,
    WithdrawLane,
)
from tests.fakes.documents import FakeDocuments
from tests.fakes.simulated_city import SimulatedCity, a_document
from workflows.options import DISPATCH_IN_ONE_ACTION

SYSTEMS = {
    "BL-00": "market_regulation",
    "B1-02": "market_regulation_permits",
    "B1-04": "health",
    "B1-06": "tobacco",
}


def a_lane(item: str = "B1-04", **more: Any) -> LaneDispatch:
    system = SYSTEMS.get(item, "health")
    values: dict[str, Any] = {
        "case_number": "2026-000001",
        "item_code": item,
        "system": system,
        "department": system.removesuffix("_permits"),
        "level": Level.MUNICIPAL,
        "dispatch_key": f"case-1.{item}",
        "fields": (("area", "120"),),
        "document_ids": (),
    }
    return LaneDispatch(**{**values, **more})


@pytest.fixture
def activities(city: SimulatedCity, documents: FakeDocuments) -> DepartmentActivities:
    return DepartmentActivities(
        city.departments,
        documents,
        "http://tongxing.test/",
        longest_wait=timedelta(milliseconds=500),
    )


async def dispatch(activities: DepartmentActivities, *lanes: LaneDispatch) -> list[DispatchAnswer]:
    request = DispatchCase("case-1", lanes)
    return list((await ActivityEnvironment().run(activities.dispatch_case, request)).answers)


async def dispatch_one(activities: DepartmentActivities, lane: LaneDispatch) -> DispatchAnswer:
    request = DispatchOne("case-1", lane)
    return await ActivityEnvironment().run(activities.dispatch_one, request)


async def poll(activities: DepartmentActivities, system: str, key: str, after: int) -> PolledReport:
    return await ActivityEnvironment().run(activities.poll_lane, PollLane(system, key, after))


async def withdraw(activities: DepartmentActivities, system: str) -> None:
    request = WithdrawLane(system, "case-1.B1-06", "withdrawn")
    await ActivityEnvironment().run(activities.withdraw_lane, request)


async def failure(doing: Awaitable[object]) -> ApplicationError:
    with pytest.raises(ApplicationError) as caught:
        await doing
    assert not caught.value.non_retryable
    return caught.value


async def test_all_lanes_are_sent_in_one_action_each_in_its_systems_style(
    activities: DepartmentActivities,
) -> None:
    registry, permits, health, tobacco = await dispatch(activities, *map(a_lane, SYSTEMS))
    assert registry.report is not None
    assert (registry.report.outcome, registry.report.sequence) == ("granted", 1)
    assert dict(registry.report.facts)["uscc"]
    assert permits.report is not None
    assert permits.report.outcome == "received"
    assert (health.report, health.must_be_polled) == (None, False)
    assert (tobacco.report, tobacco.must_be_polled) == (None, True)
    for answer in (registry, permits, health, tobacco):
        assert answer.reference
        assert (answer.delay, answer.fault) == ("", "")


async def test_a_lanes_papers_carry_addresses_and_where_to_call_back(
    city: SimulatedCity, activities: DepartmentActivities, documents: FakeDocuments
) -> None:
    documents.known["document-1"] = a_document()
    await dispatch(activities, a_lane("B1-04", document_ids=("document-1",)))
    [entry] = [entry for entry in await city.log("health") if entry["call"] == "submit"]
    assert entry["body"]["documents"][0]["url"] == a_document().url
    assert (entry["body"]["level"], entry["body"]["case_number"]) == ("municipal", "2026-000001")
    address = "http://tongxing.test/v1/departments/health/callbacks"
    assert entry["body"]["callback_url"] == address


async def test_a_system_that_is_down_delays_only_its_own_lane(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await city.switch("health", "down")
    health, tobacco = await dispatch(activities, a_lane("B1-04"), a_lane("B1-06"))
    assert (health.delay, health.reference, health.fault) == ("unavailable", "", "")
    assert tobacco.reference


async def test_a_silent_system_is_not_waited_for(
    city: SimulatedCity, documents: FakeDocuments
) -> None:
    await city.switch("health", "slow", delay_ms=60_000)
    hurried = DepartmentActivities(
        city.departments, documents, "http://x.test", longest_wait=timedelta(milliseconds=20)
    )
    health, tobacco = await dispatch(hurried, a_lane("B1-04"), a_lane("B1-06"))
    assert health.delay == "timed_out"
    assert tobacco.reference


def test_every_lane_is_bounded_well_within_the_action() -> None:
    action = DISPATCH_IN_ONE_ACTION["start_to_close_timeout"]
    assert action > LONGEST_WAIT_FOR_LANE


async def test_lanes_are_sent_concurrently(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    for system in SYSTEMS.values():
        await city.switch(system, "slow", delay_ms=250)
    begun = asyncio.get_running_loop().time()
    answers = await dispatch(activities, *map(a_lane, SYSTEMS))
    assert asyncio.get_running_loop().time() - begun < 0.9
    assert all(answer.reference for answer in answers)


async def test_what_somebody_must_put_right_is_that_lanes_fault(
    activities: DepartmentActivities,
) -> None:
    await dispatch(activities, a_lane("B1-04"))
    changed = a_lane("B1-04", fields=(("area", "80"),))
    unknown = a_lane("B1-12", system="customs")
    without_paper = a_lane("B1-02", document_ids=("lost",))
    answers = await dispatch(activities, changed, unknown, without_paper, a_lane("B1-06"))
    faults = [answer.fault for answer in answers]
    assert faults == ["conflict", "not_connected", "document_missing", ""]


async def test_papers_that_cannot_be_addressed_now_are_a_delay(
    activities: DepartmentActivities, documents: FakeDocuments
) -> None:
    documents.is_away = True
    [answer] = await dispatch(activities, a_lane("B1-04"))
    assert (answer.delay, answer.fault) == ("documents_unavailable", "")


async def test_dispatching_twice_gives_the_same_answers(
    activities: DepartmentActivities,
) -> None:
    lanes = tuple(map(a_lane, SYSTEMS))
    assert await dispatch(activities, *lanes) == await dispatch(activities, *lanes)


async def test_one_lane_is_tried_again_when_its_system_says_so(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await city.switch("health", "down", retry_after_seconds=90, until_calls=1)
    error = await failure(dispatch_one(activities, a_lane("B1-04")))
    assert error.type == "DepartmentRetriableError"
    assert error.next_retry_delay == timedelta(seconds=90)
    assert (await dispatch_one(activities, a_lane("B1-04"))).reference


@pytest.mark.parametrize("wish", [{}, {"retry_after_seconds": 0}])
async def test_without_a_wish_the_calls_own_policy_spaces_the_attempts(
    city: SimulatedCity, activities: DepartmentActivities, wish: dict[str, int]
) -> None:
    await city.switch("health", "down", **wish)
    error = await failure(dispatch_one(activities, a_lane("B1-04")))
    assert error.next_retry_delay is None


async def test_one_lane_that_needs_somebody_to_act_is_not_tried_again(
    activities: DepartmentActivities,
) -> None:
    unknown = await dispatch_one(activities, a_lane("B1-12", system="customs"))
    assert unknown == DispatchAnswer("B1-12", fault="not_connected")
    lost = await dispatch_one(activities, a_lane("B1-04", document_ids=("lost",)))
    assert lost == DispatchAnswer("B1-04", fault="document_missing")


async def test_a_failure_holds_codes_only(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await city.switch("health", "down")
    error = await failure(
        dispatch_one(activities, a_lane("B1-04", fields=(("name", "Zhang San"),)))
    )
    assert error.message == "health: unavailable"


async def test_a_poll_waits_for_the_decision_without_blame(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await dispatch(activities, a_lane("B1-06"))
    for _ in range(3):
        error = await failure(poll(activities, "tobacco", "case-1.B1-06", 0))
        assert error.type == "NotDecidedYet"
        assert error.category is ApplicationErrorCategory.BENIGN
    reasons = [{"code": "B1-06.distance", "text": "too near"}]
    await city.report("tobacco", "case-1.B1-06", "refused", reasons=reasons)
    report = (await poll(activities, "tobacco", "case-1.B1-06", 2)).report
    assert report is not None
    assert (report.outcome, report.sequence) == ("refused", 3)
    assert report.reasons[0].code == "B1-06.distance"


async def test_a_poll_gives_no_report_that_is_known_already(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await dispatch(activities, a_lane("B1-06"))
    await city.report("tobacco", "case-1.B1-06", "granted")
    error = await failure(poll(activities, "tobacco", "case-1.B1-06", 2))
    assert error.type == "NotDecidedYet"
    assert (await poll(activities, "tobacco", "case-1.B1-06", 1)).report is not None


async def test_a_system_of_another_style_is_never_polled(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    assert await poll(activities, "health", "case-1.B1-04", 0) == PolledReport(None)
    assert await city.log("health") == []


async def test_a_poll_of_a_system_in_trouble_is_repeated_not_given_up(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await city.switch("tobacco", "down", retry_after_seconds=7)
    away = await failure(poll(activities, "tobacco", "k", 0))
    assert away.next_retry_delay == timedelta(seconds=7)
    unknown = await failure(poll(activities, "customs", "k", 0))
    assert unknown.type == "DepartmentActionRequiredError"
    assert unknown.category is not ApplicationErrorCategory.BENIGN


async def test_a_system_is_told_of_the_end_as_often_as_needed(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await dispatch(activities, a_lane("B1-06"))
    await city.switch("tobacco", "down", until_calls=1)
    assert (await failure(withdraw(activities, "tobacco"))).type == "DepartmentRetriableError"
    await withdraw(activities, "tobacco")
    await withdraw(activities, "tobacco")
    report = (await poll(activities, "tobacco", "case-1.B1-06", 1)).report
    assert report is not None
    assert report.outcome == "withdrawn"


async def test_a_system_that_will_not_hear_of_the_end_does_not_keep_the_case_open(
    city: SimulatedCity, activities: DepartmentActivities
) -> None:
    await dispatch(activities, a_lane("B1-06"))
    await city.report("tobacco", "case-1.B1-06", "granted")
    with capture_logs() as lines:
        await withdraw(activities, "tobacco")
        await withdraw(activities, "customs")
    assert [(line["event"], line["reason"]) for line in lines] == [
        ("department.withdrawal_refused", "conflict"),
        ("department.withdrawal_refused", "not_connected"),
    ]
