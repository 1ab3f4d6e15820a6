"""What a tester can switch over HTTP, and that a reset brings the first moment back."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from departments.configuration import SYSTEMS_FILE, load_configuration
from departments.errors import DepartmentRetriableError
from departments.simulator.app import create_app
from departments.simulator.settings import SimulatorSettings
from tests.fakes.simulated_city import ADDRESS, SimulatedCity, a_dispatch, simulated_city

KEY = "case-1.B1-04"


async def failures(city: SimulatedCity, calls: int) -> int:
    """Count how many calls of a system fail."""
    failed = 0
    for number in range(calls):
        try:
            await city.departments.system("tobacco").status(str(number))
        except DepartmentRetriableError:
            failed += 1
    return failed


async def test_a_system_that_is_down_fails_every_call_until_it_is_well(
    city: SimulatedCity,
) -> None:
    await city.switch("tobacco", "down")
    assert await failures(city, 5) == 5
    await city.switch("tobacco", "ok")
    assert await failures(city, 5) == 0


async def test_a_fault_can_end_by_itself_after_some_calls(city: SimulatedCity) -> None:
    await city.switch("tobacco", "down", until_calls=2)
    assert await failures(city, 5) == 2


async def test_a_flaky_system_fails_its_share_of_calls_the_same_in_every_run() -> None:
    counts = set()
    for _ in range(2):
        async with simulated_city() as city:
            await city.switch("tobacco", "flaky", rate=0.5)
            counts.add(await failures(city, 40))
    assert len(counts) == 1
    assert 8 < counts.pop() < 32


@pytest.mark.parametrize(("rate", "failed"), [(0, 0), (1, 10)])
async def test_the_rate_of_a_flaky_system_is_kept(
    city: SimulatedCity, rate: int, failed: int
) -> None:
    await city.switch("tobacco", "flaky", rate=rate)
    assert await failures(city, 10) == failed


async def test_a_slow_system_waits_two_seconds_unless_told_otherwise(
    city: SimulatedCity,
) -> None:
    path = "/control/systems/tobacco/fault"
    assert (await city.control.put(path, json={"mode": "slow"})).json()["delay_ms"] == 2000
    await city.switch("tobacco", "slow", delay_ms=1)
    assert await failures(city, 3) == 0


async def test_a_slow_system_runs_into_our_time_limit() -> None:
    async with simulated_city(
        lambda usual: usual.model_copy(
            update={
                "systems": {
                    **usual.systems,
                    "tobacco": usual.systems["tobacco"].model_copy(
                        update={"timeout_seconds": 0.01}
                    ),
                }
            }
        )
    ) as city:
        await city.switch("tobacco", "slow", delay_ms=60_000)
        with pytest.raises(DepartmentRetriableError) as caught:
            await city.departments.system("tobacco").status("1")
        assert caught.value.reason == "timed_out"


@pytest.mark.parametrize(
    "fault",
    [
        {"mode": "asleep"},
        {"mode": "flaky", "rate": 2},
        {"mode": "slow", "delay_ms": -1},
        {"mode": "down", "until_calls": 0},
        {"mode": "down", "surprise": 1},
        {},
        [],
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(city: SimulatedCity, fault: object) -> None:
    answer = await city.control.put("/control/systems/tobacco/fault", json=fault)
    assert answer.status_code == 422


async def test_a_failing_call_is_in_the_log(city: SimulatedCity) -> None:
    await city.switch("tobacco", "down")
    await failures(city, 1)
    [entry] = await city.log("tobacco")
    assert (entry["call"], entry["status"]) == ("GET failed", 503)


async def test_the_overview_tells_style_fault_pace_and_answers(city: SimulatedCity) -> None:
    await city.switch("health", "down", retry_after_seconds=9)
    await city.let_answer("health", "B1-04", "granted")
    pace = {"callback_delay_ms": 5, "polls_until_in_progress": 4}
    assert (await city.control.put("/control/systems/health/pace", json=pace)).json() == pace
    overview = (await city.control.get("/control/systems")).json()["health"]
    assert (overview["style"], overview["fault"]["mode"]) == ("callback", "down")
    assert overview["pace"] == pace
    assert overview["answers"]["B1-04"]["outcome"] == "granted"


async def test_the_pace_says_at_which_poll_a_case_is_in_progress(city: SimulatedCity) -> None:
    pace = {"callback_delay_ms": 0, "polls_until_in_progress": 1}
    await city.control.put("/control/systems/tobacco/pace", json=pace)
    system = city.departments.system("tobacco")
    await system.submit(a_dispatch(KEY))
    report = await system.status(KEY)
    assert report is not None
    assert report.outcome == "in_progress"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/control/systems/customs/fault"),
        ("PUT", "/control/systems/customs/pace"),
        ("PUT", "/control/systems/customs/answers/B1-04"),
        ("POST", "/control/systems/customs/cases/k/report"),
        ("GET", "/control/systems/customs/log"),
    ],
)
async def test_a_system_that_does_not_exist_is_told_so(
    city: SimulatedCity, method: str, path: str
) -> None:
    content = {
        "fault": {"mode": "ok"},
        "pace": {"callback_delay_ms": 1},
        "B1-04": {"outcome": "granted"},
        "report": {"outcome": "granted"},
        "log": None,
    }[path.rpartition("/")[2]]
    answer = await city.control.request(method, path, json=content)
    assert (answer.status_code, answer.json()["reason"]) == (404, "system_unknown")


async def test_there_is_no_report_on_a_case_that_was_never_sent(city: SimulatedCity) -> None:
    answer = await city.report("health", "unknown", "granted")
    assert (answer.status_code, answer.json()["reason"]) == (404, "case_unknown")


async def test_a_synchronous_system_cannot_report_later(city: SimulatedCity) -> None:
    await city.departments.system("market_regulation_permits").submit(a_dispatch(KEY))
    answer = await city.report("market_regulation_permits", KEY, "granted")
    assert (answer.status_code, answer.json()["reason"]) == (409, "answers_at_once")


async def test_a_case_travels_under_its_own_key_only(city: SimulatedCity) -> None:
    case = {
        "dispatch_key": "one",
        "case_number": "1",
        "item_code": "B1-04",
        "department": "health",
        "level": "municipal",
        "fields": {},
        "documents": [],
        "callback_url": "http://x.test/",
    }
    path = "/health-commission/cases"
    other = await city.control.post(path, json=case, headers={"Idempotency-Key": "two"})
    assert (other.status_code, other.json()["reason"]) == (400, "idempotency_key_mismatch")
    assert (await city.control.post(path, json=case)).status_code == 422
    nonsense = {**case, "callback_url": "javascript:alert(1)"}
    refused = await city.control.post(path, json=nonsense, headers={"Idempotency-Key": "one"})
    assert refused.status_code == 422


async def test_a_reset_forgets_everything_and_the_callbacks_under_way() -> None:
    async with simulated_city(callback_delay=timedelta(minutes=10)) as city:
        await city.departments.system("health").submit(a_dispatch(KEY))
        await city.switch("health", "down")
        await city.let_answer("tobacco", "B1-06", "granted")
        await city.share("credit", subject="s", grade="D")
        await city.share("slots", department="health", slots=[])
        reset = await city.control.post("/control/reset")
        assert reset.status_code == 204
        overview = (await city.control.get("/control/systems")).json()
        assert overview["health"]["fault"]["mode"] == "ok"
        assert overview["tobacco"]["answers"] == {}
        assert await city.log("health") == []
        assert (await city.departments.shared_data.fetch_credit("s")).grade == "A"
        assert (await city.report("health", KEY, "granted")).status_code == 404
        assert city.callbacks.requests == []


async def test_one_system_is_slow_and_fails_often_without_being_told() -> None:
    app = create_app(SimulatorSettings(load_configuration(SYSTEMS_FILE), "secret"))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ADDRESS) as client,
    ):
        overview = (await client.get("/control/systems")).json()
    modes = {code: system["fault"]["mode"] for code, system in overview.items()}
    assert modes.pop("urban_management") == "flaky"
    assert set(modes.values()) == {"ok"}


async def test_the_process_is_healthy_whatever_its_systems_suffer(city: SimulatedCity) -> None:
    for system in city.departments.systems:
        await city.switch(system, "down")
    assert (await city.control.get("/health")).json() == {"status": "ok"}


async def test_ending_the_process_ends_the_callbacks_under_way() -> None:
    before = len(asyncio.all_tasks())
    async with simulated_city(callback_delay=timedelta(minutes=10)) as city:
        await city.departments.system("health").submit(a_dispatch(KEY))
        assert len(asyncio.all_tasks()) == before + 1
    assert len(asyncio.all_tasks()) == before
