"""Workers killed and restarted: nothing is lost, nothing is done twice, every client resumes."""

import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from activities.permit_records import PermitRecordActivities
from activities.records import RecordActivities
from domain.actors import Actor
from domain.case import Case
from domain.commands import CompleteTask, ReportRectification
from domain.decide import decide
from domain.permits.decide import decide as decide_permit
from domain.permits.permit import Permit
from domain.record import Proposal
from domain.tasks import Finding, TaskOutcome
from models.messages import RecordApplication
from models.permit_messages import RecordPermit
from tests.system.city import (
    PATIENCE,
    City,
    assembled_city,
    namespace_of_process,
    working,
)
from tests.system.city import test_settings as settings_of_tests
from tests.system.faults import Faults, faulty
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, patiently
from tests.system.permits import PermitJourney, issued_permit
from tests.system.verifying import assert_in_order
from tests.system.worker_process import DYING_AFTER_COMMIT, worker_process
from worker import build_workers

FOOD, TOBACCO, POINT = "B1-02", "B1-06", "ventilation"


@pytest.fixture(scope="module")
async def shaken(
    new_database: Callable[[], str], temporal_address: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[City]:
    """A city whose workers each test starts and kills; it has a namespace of its own."""
    settings = settings_of_tests(new_database(), tmp_path_factory.mktemp("shaken"))
    impatient = settings.model_copy(update={"update_wait_seconds": 1.0})
    namespace = f"{namespace_of_process()}-durability"
    async with assembled_city(impatient, temporal_address, namespace) as city:
        yield city


@pytest.fixture(autouse=True)
async def nothing_lost(shaken: City) -> AsyncIterator[None]:
    """After every test the record of every case is whole and the read model is its fold."""
    yield
    await assert_in_order(shaken.database)


@asynccontextmanager
async def workers(city: City, faults: Faults | None = None) -> AsyncIterator[Faults]:
    """Run workers in this process, rebuilt from nothing and with these faults."""
    faults = faults or Faults()
    resources = replace(city.worker_resources, client=await faulty(city.client, faults))
    async with working(build_workers(resources, city.settings)):
        yield faults


async def visited(city: City, *items: str) -> Journey:
    """Give a case whose items only wait for their decisions."""
    journey = await accepted(city, Order(items, uscc=fresh_uscc()))
    answer = await journey.inspect()
    assert answer.status_code == 200, answer.text
    return journey


@pytest.mark.timeout(120)
async def test_a_worker_killed_in_mid_case_is_replaced(shaken: City, tmp_path: Path) -> None:
    async with workers(shaken):
        journey = await accepted(shaken, Order((FOOD,), uscc=fresh_uscc()))
        await journey.scheduled_visit()
    async with worker_process(shaken, tmp_path) as process:
        assert (await patiently(journey.inspect)).status_code == 200
        process.send_signal(signal.SIGKILL)
        assert await process.wait() == -signal.SIGKILL
    grant = await deciding(journey, FOOD)
    away = await grant()
    assert (away.status_code, away.json()["code"]) == (503, "case_not_answering")
    assert int(away.headers["Retry-After"]) > 0
    async with workers(shaken):
        granted = await patiently(grant)
        assert granted.status_code == 200, granted.text
        assert (await journey.until_closed())["ending"] == "completed"
    assert (await journey.kinds()).count("lane_granted") == 1


@pytest.mark.timeout(120)
async def test_a_turn_committed_by_a_killed_worker_is_answered_once(
    shaken: City, tmp_path: Path
) -> None:
    async with workers(shaken):
        journey = await visited(shaken, FOOD, TOBACCO)
    before = await journey.view()
    grant = await deciding(journey, FOOD)
    async with worker_process(shaken, tmp_path, DYING_AFTER_COMMIT) as process:
        assert (await grant()).status_code == 503
        assert await process.wait() == -signal.SIGKILL
    committed = await journey.view()
    assert committed["sequence"] > before["sequence"]
    async with workers(shaken):
        first = await patiently(grant)
        again = await grant()
        assert first.status_code == 200, first.text
        assert (again.status_code, again.json()) == (200, first.json())
        assert (await journey.lane(FOOD))["status"] == "granted"
    assert (await journey.kinds()).count("lane_granted") == 1


@pytest.mark.timeout(120)
async def test_a_turn_committed_by_a_killed_worker_needs_no_client_to_go_on(
    shaken: City, tmp_path: Path
) -> None:
    async with workers(shaken):
        journey = await visited(shaken, FOOD)
    grant = await deciding(journey, FOOD)
    async with worker_process(shaken, tmp_path, DYING_AFTER_COMMIT) as process:
        assert (await grant()).status_code == 503
        assert await process.wait() == -signal.SIGKILL
    async with workers(shaken):
        view = await journey.until(lambda view: view["status"] == "closed", 3 * PATIENCE)
    assert view["ending"] == "completed"
    assert (await journey.kinds()).count("lane_granted") == 1


@pytest.mark.parametrize("fault", ["fail_before", "fail_after"])
async def test_a_turn_that_fails_around_its_commit_is_written_once(
    shaken: City, fault: str
) -> None:
    async with workers(shaken) as faults:
        journey = await visited(shaken, FOOD)
        grant = await deciding(journey, FOOD)
        setattr(faults, fault, 1)
        granted = await patiently(grant)
        assert granted.status_code == 200, granted.text
        assert (await grant()).json() == granted.json()
        await journey.until_closed()
    assert (await journey.kinds()).count("lane_granted") == 1


async def test_a_turn_nobody_repeats_is_caught_up_with_at_the_next_one(shaken: City) -> None:
    async with workers(shaken):
        journey = await visited(shaken, FOOD, TOBACCO)
        await commit_and_forget(journey, FOOD)
        workflow = await state_of(journey)
        assert workflow.the_lane(FOOD).status == "in_review"
        assert (await journey.lane(FOOD))["status"] == "granted"
        granted = await (await deciding(journey, TOBACCO))()
        assert granted.status_code == 200, granted.text
        assert (await journey.until_closed())["ending"] == "completed"
    assert (await journey.kinds()).count("lane_granted") == 2


async def test_what_a_forgotten_turn_has_decided_is_not_decided_again(shaken: City) -> None:
    async with workers(shaken):
        journey = await visited(shaken, FOOD, TOBACCO)
        refuse = await deciding(journey, FOOD, "refuse")
        await commit_and_forget(journey, FOOD)
        late = await refuse()
        assert late.status_code == 409, late.text
        assert (await journey.lane(FOOD))["status"] == "granted"
        workflow = await state_of(journey)
        assert workflow.the_lane(FOOD).status == "granted"


async def test_a_systems_message_that_rests_on_a_forgotten_turn_is_taken(shaken: City) -> None:
    async with workers(shaken):
        permit = await issued_permit(shaken)
        await permit.check(POINT)
        await permit.until_stage("rectifying")
        await forget_report_of_rectification(permit)
        task_id = await permit.open_task()
        author = shaken.inspector(permit.department).actor
        command = CompleteTask(
            author,
            task_id,
            TaskOutcome.PASSED,
            findings=(Finding(POINT, permit.department, passed=True),),
            inspectors=(author.subject, "another-inspector"),
            message_id="message-of-a-system",
        )
        await shaken.permit_handle(permit.permit_id).signal("complete_task", command)
        await permit.until_stage("valid")


async def forget_report_of_rectification(permit: PermitJourney) -> None:
    """Write the report as a worker does that dies before its workflow hears of it."""
    handle = permit.city.permit_handle(permit.permit_id)
    state: Permit = await handle.query("status", result_type=Permit)
    command = ReportRectification(permit.holder.actor)
    events = decide_permit(state, command, datetime.now(UTC))
    resources = permit.city.worker_resources
    activities = PermitRecordActivities(resources.database, resources.signer)
    await activities.record_permit(RecordPermit(forgotten(state, command.actor, events)))


async def commit_and_forget(journey: Journey, item: str) -> None:
    """Write the grant of an item as a worker does that dies before its workflow hears of it."""
    case = await state_of(journey)
    task = await journey.open_task("review", item)
    reviewer = journey.city.reviewer(task["departments"][0]).actor
    command = CompleteTask(reviewer, task["task_id"], TaskOutcome.GRANT)
    events = decide(case, command, datetime.now(UTC))
    resources = journey.city.worker_resources
    activities = RecordActivities(resources.database, resources.signer)
    await activities.record_application(RecordApplication(forgotten(case, reviewer, events)))


def forgotten(state: Case | Permit, actor: Actor, events: tuple[Any, ...]) -> Proposal[Any]:
    """Propose what a client asked for that is gone and never asks again."""
    now = datetime.now(UTC)
    return Proposal(
        stream=state.case_id if isinstance(state, Case) else state.permit_id,
        base_sequence=state.sequence,
        base_hash=state.chain_head,
        cause="update/of-a-client-that-is-gone",
        at=max(now, state.last_at or now),
        actor=actor,
        events=events,
    )


async def state_of(journey: Journey) -> Case:
    """What the workflow itself holds, which may lag behind the record."""
    handle = journey.city.handle(journey.case_id)
    state: Case = await handle.query("status", result_type=Case)
    return state


async def deciding(
    journey: Journey, item: str, outcome: str = "grant"
) -> Callable[[], Awaitable[httpx.Response]]:
    """Give a reviewer's request to decide on an item; each call repeats it with its key."""
    task = await journey.open_task("review", item)
    reviewer = journey.city.reviewer(task["departments"][0])
    path, key = f"/tasks/{task['task_id']}/completion", f"key-{outcome}-{task['task_id']}"
    reasons = [{"code": "raw_and_cooked_apart", "text": "不符合条件"}]
    body = {"outcome": outcome, "reasons": reasons if outcome == "refuse" else []}
    return lambda: reviewer.post(path, body, key=key)
