"""What is found in shared data, what is awaited, and what nobody can tell now."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.testing import ActivityEnvironment

from activities.shared_data import LONGEST_LOOK_UP, SharedDataActivities
from domain.completeness import WantedPaper
from domain.credit import CreditFlag, CreditStanding
from domain.submission import Provenance, ProvidedPaper
from models.effects import (
    AwaitPaper,
    LookUpCredit,
    LookUpPapers,
    PapersLookedUp,
)
from tests.fakes.documents import FakeDocuments
from tests.fakes.simulated_city import SimulatedCity
from workflows.options import SHARED_DATA_AT_ONCE

HOLDER = "business-1"
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine o'clock on a Monday in Shanghai."""
LEASE = WantedPaper("premises.lease", "lease")


@pytest.fixture
def activities(city: SimulatedCity, documents: FakeDocuments) -> SharedDataActivities:
    return SharedDataActivities(
        city.departments.shared_data, documents, longest_look_up=timedelta(milliseconds=200)
    )


def environment(now: datetime = NOW) -> ActivityEnvironment:
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=now)
    return environment


async def share_lease(city: SimulatedCity, **more: object) -> None:
    usual = {
        "holder": HOLDER,
        "certificate_type": "lease",
        "number": "L-7",
        "issued_by": "housing",
        "issued_on": "2025-01-01",
    }
    await city.share("certificates", **{**usual, **more})


async def look_up(activities: SharedDataActivities, *wanted: WantedPaper) -> PapersLookedUp:
    request = LookUpPapers(HOLDER, wanted)
    return await environment().run(activities.look_up_papers, request)


async def await_paper(activities: SharedDataActivities) -> ProvidedPaper:
    return await environment().run(activities.await_paper, AwaitPaper(HOLDER, LEASE))


async def credit(activities: SharedDataActivities, *subjects: str) -> CreditStanding:
    return await environment().run(activities.look_up_credit, LookUpCredit(subjects))


async def test_a_paper_in_force_is_found_and_can_be_sent_on(
    city: SimulatedCity, activities: SharedDataActivities, documents: FakeDocuments
) -> None:
    await share_lease(city)
    answer = await look_up(activities, LEASE, WantedPaper("other", "deed"))
    [paper] = answer.found
    assert (paper.paper_code, paper.provenance) == ("premises.lease", Provenance.SHARED)
    assert answer.unreachable == ()
    [reference] = await documents.references((paper.document_id,))
    assert (await city.control.get(reference.url)).is_success


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"valid_until": "2026-03-01"}, 0),
        ({"valid_until": "2026-03-02"}, 1),
        ({"valid_until": None}, 1),
        ({"status": "revoked"}, 0),
        ({"status": "expired", "valid_until": "2027-01-01"}, 0),
    ],
)
async def test_only_a_certificate_in_force_on_the_day_counts(
    city: SimulatedCity, activities: SharedDataActivities, more: dict[str, object], count: int
) -> None:
    await share_lease(city, **more)
    assert len((await look_up(activities, LEASE)).found) == count


@pytest.mark.parametrize("mode", [{"mode": "down"}, {"mode": "slow", "delay_ms": 60_000}])
async def test_a_paper_whose_source_does_not_answer_is_unreachable_not_missing(
    city: SimulatedCity, activities: SharedDataActivities, mode: dict[str, Any]
) -> None:
    await share_lease(city)
    await city.switch("certificates", **mode)
    with capture_logs() as lines:
        answer = await look_up(activities, LEASE, WantedPaper("other", "deed"))
    assert (answer.found, answer.unreachable) == ((), ("premises.lease", "other"))
    assert HOLDER not in str(lines)


async def test_a_found_paper_that_cannot_be_kept_is_unreachable(
    city: SimulatedCity, activities: SharedDataActivities, documents: FakeDocuments
) -> None:
    await share_lease(city)
    documents.is_away = True
    assert (await look_up(activities, LEASE)).unreachable == ("premises.lease",)


def test_a_look_up_is_answered_within_its_actions_time() -> None:
    action = SHARED_DATA_AT_ONCE["start_to_close_timeout"]
    assert action > LONGEST_LOOK_UP


async def test_a_paper_is_awaited_without_blame_until_it_is_there(
    city: SimulatedCity, activities: SharedDataActivities
) -> None:
    with pytest.raises(ApplicationError) as caught:
        await await_paper(activities)
    assert (caught.value.type, caught.value.non_retryable) == ("NotThereYet", False)
    assert caught.value.category is ApplicationErrorCategory.BENIGN
    await share_lease(city)
    assert (await await_paper(activities)).paper_code == "premises.lease"


async def test_awaiting_a_paper_goes_on_while_the_source_is_away(
    city: SimulatedCity, activities: SharedDataActivities
) -> None:
    await city.switch("certificates", "down", retry_after_seconds=60)
    with pytest.raises(ApplicationError) as caught:
        await await_paper(activities)
    assert caught.value.next_retry_delay == timedelta(seconds=60)
    assert not caught.value.non_retryable


async def test_good_credit_keeps_grade_date_and_version(
    activities: SharedDataActivities,
) -> None:
    standing = await credit(activities, "firm", "person", "")
    assert (standing.grade, standing.flags) == ("A", ())
    assert standing.source_version == "simulated-1"
    assert isinstance(standing.as_of, date)


async def test_one_flagged_party_is_enough(
    city: SimulatedCity, activities: SharedDataActivities
) -> None:
    await city.share("credit", subject="firm", grade="D")
    await city.share("credit", subject="person", grade="A", flags=["broken_pledge"])
    standing = await credit(activities, "firm", "person")
    assert (standing.grade, standing.flags) == ("A", (CreditFlag.BROKEN_PLEDGE,))


@pytest.mark.parametrize(
    ("grades", "worst"), [(("A", "C"), "C"), (("AAA", "A"), "A"), (("B", "AA"), "B")]
)
async def test_without_flags_the_worse_grade_counts(
    city: SimulatedCity, activities: SharedDataActivities, grades: tuple[str, str], worst: str
) -> None:
    for subject, grade in zip(("firm", "person"), grades, strict=True):
        await city.share("credit", subject=subject, grade=grade)
    assert (await credit(activities, "firm", "person")).grade == worst


@pytest.mark.parametrize("flag", list(CreditFlag))
async def test_every_flag_of_the_law_is_understood(
    city: SimulatedCity, activities: SharedDataActivities, flag: CreditFlag
) -> None:
    await city.share("credit", subject="firm", flags=[flag.value])
    assert (await credit(activities, "firm")).flags == (flag,)


async def test_a_flag_nobody_understands_lets_the_decision_wait(
    city: SimulatedCity, activities: SharedDataActivities
) -> None:
    await city.share("credit", subject="firm", flags=["unheard_of"])
    with pytest.raises(ApplicationError) as caught:
        await credit(activities, "firm")
    assert (caught.value.type, caught.value.non_retryable) == ("CreditFlagUnknown", False)


async def test_a_silent_credit_source_lets_the_decision_wait(
    city: SimulatedCity, activities: SharedDataActivities
) -> None:
    await city.switch("credit", "down")
    with pytest.raises(ApplicationError) as caught:
        await credit(activities, "firm", "person")
    assert (caught.value.type, caught.value.non_retryable) == ("DepartmentRetriableError", False)
