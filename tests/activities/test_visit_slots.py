"""Slots from the departments' calendars and from the visits that inspectors make elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.testing import ActivityEnvironment

from activities.visit_slots import RecordedCalendars, VisitActivities
from core.config import Settings
from core.db import Database
from domain.slot_search import FreeTime, VisitPlan, Wanted, search
from domain.visit_terms import VisitTerms
from models.effects import FindSlots, SlotsFound
from tests.fakes.calendars import CALENDAR
from tests.fakes.simulated_city import SimulatedCity

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine o'clock on a Monday in Shanghai."""
DEPARTMENTS = ("fire_rescue", "health")
TERMS = VisitTerms(duration_minutes=90, travel_minutes=30)


@dataclass(frozen=True, slots=True)
class NobodyBusy:
    """Calendars of a city without other visits."""

    async def choose(
        self, asked: FindSlots, wanted: Wanted, free: Sequence[FreeTime]
    ) -> VisitPlan | None:
        return search(wanted, free, ())


@pytest.fixture
def activities(city: SimulatedCity) -> VisitActivities:
    return VisitActivities(city.departments.shared_data, NobodyBusy())


async def slots(activities: VisitActivities, now: datetime = NOW, **more: Any) -> SlotsFound:
    usual: dict[str, Any] = {
        "departments": DEPARTMENTS,
        "district": "442000",
        "after": NOW,
        "minimum_inspectors": 2,
        "visit_id": "case-1.v1",
        "terms": TERMS,
        "calendar": CALENDAR,
    }
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=now)
    return await environment.run(activities.find_slots, FindSlots(**{**usual, **more}))


async def share(city: SimulatedCity, department: str, *inspectors: str, day: int = 1) -> None:
    """Let these inspectors of a department be free on a morning, and nobody else."""
    begins = NOW + timedelta(days=day)
    free = [
        {
            "inspector": name,
            "starts_at": begins.isoformat(),
            "ends_at": (begins + timedelta(hours=3)).isoformat(),
        }
        for name in inspectors
    ]
    await city.share("slots", department=department, slots=free)


async def test_a_slot_brings_inspectors_of_every_department(activities: VisitActivities) -> None:
    found = await slots(activities)
    [slot] = found.visits
    assert slot.starts_at > NOW
    assert {i.department for i in slot.inspectors} == set(DEPARTMENTS)
    assert (found.visit_id, found.reason) == ("case-1.v1", "")


async def test_departments_that_cannot_come_together_come_apart(
    city: SimulatedCity, activities: VisitActivities
) -> None:
    await share(city, "health", "h1", "h2", day=1)
    await share(city, "fire_rescue", "f1", "f2", day=2)
    found = await slots(activities)
    assert [{i.department for i in slot.inspectors} for slot in found.visits] == [
        {"health"},
        {"fire_rescue"},
    ]
    assert found.reason == "no_common_slot"


async def test_no_slot_yet_is_nobodys_fault(
    city: SimulatedCity, activities: VisitActivities
) -> None:
    await city.share("slots", department="health", slots=[])
    with pytest.raises(ApplicationError) as caught:
        await slots(activities)
    assert (caught.value.type, caught.value.non_retryable) == ("NoCommonSlotYet", False)
    assert caught.value.category is ApplicationErrorCategory.BENIGN


async def test_a_repeated_question_is_about_the_future(activities: VisitActivities) -> None:
    later = NOW + timedelta(days=20)
    found = (await slots(activities, now=later)).visits
    assert all(slot.starts_at > later for slot in found)


async def test_a_silent_source_of_availability_is_asked_again(
    city: SimulatedCity, activities: VisitActivities
) -> None:
    await city.switch("slots", "down", retry_after_seconds=3)
    with pytest.raises(ApplicationError) as caught:
        await slots(activities)
    assert caught.value.next_retry_delay == timedelta(seconds=3)


async def test_two_cases_never_get_the_same_inspector_at_the_same_time(
    city: SimulatedCity, new_database: Callable[[], str]
) -> None:
    await share(city, "health", "h1", "h2")
    database = Database.of(Settings.model_validate({"database_url": new_database()}))
    activities = VisitActivities(city.departments.shared_data, RecordedCalendars(database))
    alone: dict[str, Any] = {"departments": ("health",)}
    try:
        first = await slots(activities, visit_id="case-1.v1", **alone)
        again = await slots(activities, visit_id="case-1.v1", **alone)
        assert again.visits == first.visits
        with pytest.raises(ApplicationError) as caught:
            await slots(activities, visit_id="case-2.v1", **alone)
        assert caught.value.type == "NoCommonSlotYet"
        held_no_more = NOW + timedelta(minutes=11)
        assert (await slots(activities, held_no_more, visit_id="case-2.v1", **alone)).visits
    finally:
        await database.dispose()
