"""A published calendar and a new catalogue version reach the cases they concern."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.publishing import publish_calendar, publish_catalogue
from catalog.calendar import working_calendar
from domain.calendar import local_date
from tests.system.city import City
from tests.system.journeys import USCC, Journey, Order, accepted, submitted, until_true


async def test_a_published_calendar_moves_the_due_dates_of_open_cases(city: City) -> None:
    journey = await accepted(city, Order(("B1-04",), declined=("B1-04",), uscc=USCC))
    clock = f"/applications/{journey.case_id}/clock/lane/B1-04"
    before = (await journey.applicant.get(clock)).json()["limits"][0]["due"]["date"]
    today = local_date(datetime.now(UTC))
    tomorrow = next(
        day
        for day in (today + timedelta(days=n) for n in range(1, 10))
        if working_calendar().is_working_day(day)
    )
    usual = working_calendar()
    changed = replace(usual, version="test-day-off", days_off=(*usual.days_off, tomorrow))
    assert await publish_calendar(city.client, city.database, changed) >= 1
    await until_true(lambda: _has(journey, "calendar_replaced"))
    after = (await journey.applicant.get(clock)).json()["limits"][0]["due"]["date"]
    assert after > before


async def test_a_new_catalogue_version_reaches_cases_that_are_not_accepted(city: City) -> None:
    journey = await submitted(city, Order(("B1-02",), uscc=USCC))
    await journey.open_task("intake_check", "B1-02")
    newer = replace(city.resources.catalogue, version="newer-version")
    assert await publish_catalogue(city.client, city.database, newer) >= 1
    await until_true(lambda: _has(journey, "catalogue_replaced"))
    await journey.check_intake("B1-02")
    await journey.until(lambda view: view["accepted_at"] is not None)
    latest = replace(newer, version="latest-version")
    await publish_catalogue(city.client, city.database, latest)
    assert (await journey.kinds()).count("catalogue_replaced") == 1


async def _has(journey: Journey, kind: str) -> bool:
    return kind in await journey.kinds()
