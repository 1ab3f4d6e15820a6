"""Each style of system, spoken to as the product does, with the simulator on the other side."""

from dataclasses import replace
from datetime import date, timedelta

import httpx
import pytest

from departments.errors import DepartmentActionRequiredError, DepartmentRetriableError
from departments.http import Connection
from departments.polled import PolledSystem
from departments.protocol import DepartmentReport, RegistrationPush, ReportOutcome
from departments.synchronous import SynchronousSystem
from domain.identifiers import is_valid_uscc
from tests.fakes.simulated_city import SimulatedCity, a_dispatch, a_document

REASONS = [{"code": "B1-02.space", "text": "too small"}]


async def test_a_synchronous_system_reports_in_its_answer(city: SimulatedCity) -> None:
    await city.let_answer("market_regulation_permits", "B1-02", "refused", reasons=REASONS)
    system = city.departments.system("market_regulation_permits")
    receipt = await system.submit(a_dispatch("case-1.B1-02"))
    assert receipt.report is not None
    assert (receipt.report.outcome, receipt.report.sequence) == (ReportOutcome.REFUSED, 1)
    assert receipt.report.reasons[0].code == "B1-02.space"
    assert not receipt.must_be_polled
    assert await system.status("case-1.B1-02") is None


async def test_the_registry_grants_at_once_and_gives_a_valid_code(city: SimulatedCity) -> None:
    receipt = await city.departments.system("market_regulation").submit(a_dispatch("c.BL-00"))
    assert receipt.report is not None
    assert receipt.report.outcome is ReportOutcome.GRANTED
    uscc = dict(receipt.report.facts)["uscc"]
    assert is_valid_uscc(uscc)
    registration = await city.departments.shared_data.fetch_registration(uscc)
    assert registration is not None
    assert registration.status == "in_business"


async def test_a_system_that_calls_back_gives_only_a_receipt(city: SimulatedCity) -> None:
    system = city.departments.system("health")
    receipt = await system.submit(a_dispatch())
    assert receipt.reference.startswith("health-")
    assert (receipt.report, receipt.must_be_polled) == (None, False)
    assert await system.status("case-1.B1-04") is None
    [called] = await city.callbacks.bodies(1)
    assert (called["dispatch_key"], called["outcome"]) == ("case-1.B1-04", "in_progress")


async def test_a_polled_system_must_be_polled_and_moves_on(city: SimulatedCity) -> None:
    system = city.departments.system("tobacco")
    receipt = await system.submit(a_dispatch("case-1.B1-06"))
    assert (receipt.must_be_polled, receipt.report) == (True, None)
    seen = [await system.status("case-1.B1-06") for _ in range(3)]
    assert [report.outcome.value for report in seen if report] == [
        "received",
        "in_progress",
        "in_progress",
    ]
    await city.report("tobacco", "case-1.B1-06", "granted", facts={"number": "1"})
    decided = await system.status("case-1.B1-06")
    assert decided is not None
    assert (decided.outcome, decided.sequence) == (ReportOutcome.GRANTED, 3)
    assert decided.facts == (("number", "1"),)
    assert city.callbacks.requests == []


async def test_a_polled_system_knows_nothing_of_a_case_it_was_not_sent(
    city: SimulatedCity,
) -> None:
    assert await city.departments.system("tobacco").status("unknown") is None


@pytest.mark.parametrize("code", ["market_regulation_permits", "health", "tobacco"])
async def test_sending_the_same_case_again_gives_the_same_receipt(
    city: SimulatedCity, code: str
) -> None:
    system = city.departments.system(code)
    first = await system.submit(a_dispatch())
    assert await system.submit(a_dispatch()) == first


async def test_a_case_may_be_sent_again_with_newly_authorised_addresses(
    city: SimulatedCity,
) -> None:
    system = city.departments.system("tobacco")
    first = await system.submit(a_dispatch())
    again = a_dispatch(documents=(a_document(address="two"),), callback_url="http://new.test/")
    assert await system.submit(again) == first


@pytest.mark.parametrize("code", ["market_regulation_permits", "health", "tobacco"])
async def test_other_content_under_the_same_key_is_a_conflict(
    city: SimulatedCity, code: str
) -> None:
    system = city.departments.system(code)
    await system.submit(a_dispatch())
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await system.submit(a_dispatch(fields=(("area", "80"),)))
    assert caught.value.reason == "conflict"


async def test_the_department_receives_fields_papers_and_level(city: SimulatedCity) -> None:
    await city.departments.system("health").submit(a_dispatch(level="provincial"))
    [entry] = [entry for entry in await city.log("health") if entry["call"] == "submit"]
    assert entry["dispatch_key"] == "case-1.B1-04"
    assert entry["body"]["fields"] == {"area": "120"}
    assert entry["body"]["level"] == "provincial"
    assert entry["body"]["documents"][0]["document_id"] == "document-1"


async def test_a_withdrawal_ends_the_case_and_may_be_repeated(city: SimulatedCity) -> None:
    system = city.departments.system("tobacco")
    await system.submit(a_dispatch())
    for _ in range(2):
        await system.withdraw("case-1.B1-04", "withdrawn")
    report = await system.status("case-1.B1-04")
    assert report is not None
    assert report.outcome is ReportOutcome.WITHDRAWN
    await system.withdraw("never sent", "withdrawn")


async def test_a_decided_case_cannot_be_withdrawn_any_more(city: SimulatedCity) -> None:
    system = city.departments.system("tobacco")
    await system.submit(a_dispatch())
    await city.report("tobacco", "case-1.B1-04", "granted")
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await system.withdraw("case-1.B1-04", "withdrawn")
    assert caught.value.reason == "conflict"


def a_push(key: str = "push-1") -> RegistrationPush:
    return RegistrationPush(
        push_key=key,
        uscc="91442000MA4UPTKX4C",
        name="Noodle House",
        district="442000",
        registered_on=date(2026, 3, 2),
        scope_entries=("catering",),
        item_codes=("B1-04",),
    )


async def test_a_registration_is_told_once_per_key(city: SimulatedCity) -> None:
    system = city.departments.system("health")
    for _ in range(2):
        await system.push_registration(a_push())
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await system.push_registration(replace(a_push(), name="Tea House"))
    assert caught.value.reason == "conflict"


async def test_keys_with_odd_characters_stay_one_part_of_the_address(
    city: SimulatedCity,
) -> None:
    system = city.departments.system("tobacco")
    assert await system.status("a?b#c d") is None


async def test_a_system_that_is_down_may_be_asked_again(city: SimulatedCity) -> None:
    await city.switch("health", "down", retry_after_seconds=30, until_calls=1)
    system = city.departments.system("health")
    with pytest.raises(DepartmentRetriableError) as caught:
        await system.submit(a_dispatch())
    assert (caught.value.reason, caught.value.retry_after) == (
        "unavailable",
        timedelta(seconds=30),
    )
    assert (await system.submit(a_dispatch())).reference


RECEIPT = {"reference": "r-1", "received_at": "2026-03-02T09:00:00+08:00"}


def report(key: str, **more: object) -> dict[str, object]:
    at = "2026-03-02T09:00:00+08:00"
    return {"dispatch_key": key, "sequence": 1, "outcome": "granted", "at": at, **more}


def connected(answer: object) -> Connection:
    client = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
    )
    return Connection(client, "tobacco", "tobacco", "http://x.test", timedelta(seconds=1))


async def test_a_synchronous_system_without_a_report_is_a_fault() -> None:
    system = SynchronousSystem(connected({"receipt": RECEIPT, "report": None}))
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await system.submit(a_dispatch("key"))
    assert caught.value.reason == "report_missing"


async def test_a_report_on_another_case_is_never_believed() -> None:
    answer = {"receipt": RECEIPT, "report": report("another-key")}
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await SynchronousSystem(connected(answer)).submit(a_dispatch("key"))
    assert caught.value.reason == "answer_for_other_case"
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await PolledSystem(connected({"report": report("another-key")})).status("key")
    assert caught.value.reason == "answer_for_other_case"


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "perhaps"},
        {"sequence": 0},
        {"sequence": "1"},
        {"at": "2026-03-02T09:00:00"},
        {"outcome": "refused"},
        {"outcome": "information_needed"},
        {"facts": {"uscc": "with\x00nul"}},
        {"reasons": [{"code": "a", "text": ""}]},
    ],
)
async def test_a_report_that_cannot_be_true_is_not_believed(wrong: dict[str, object]) -> None:
    with pytest.raises(DepartmentActionRequiredError) as caught:
        await PolledSystem(connected({"report": report("key", **wrong)})).status("key")
    assert caught.value.reason == "answer_unreadable"


async def test_a_report_is_taken_over_whole() -> None:
    content = report("key", reasons=[{"code": "a", "text": "b"}], facts={"z": "1", "a": "2"})
    found = await PolledSystem(connected({"report": content})).status("key")
    assert isinstance(found, DepartmentReport)
    assert found.facts == (("a", "2"), ("z", "1"))
    assert [(reason.code, reason.text) for reason in found.reasons] == [("a", "b")]
