"""Cases that the tests of the HTTP face read but do not change."""

import asyncio

import pytest

from tests.system.city import PATIENCE, City
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, until_true


@pytest.fixture(scope="session")
async def open_case(city: City) -> Journey:
    """Food of the market authority and tobacco, both under review; hygiene is nobody's here."""
    journey = await accepted(city, Order(("B1-02", "B1-06"), uscc=fresh_uscc()))

    async def sent_to_both() -> bool:
        return (await journey.kinds()).count("lane_dispatched") == 2

    await until_true(sent_to_both)
    await journey.scheduled_visit()
    return journey


@pytest.fixture(scope="session")
async def closed_case(city: City) -> Journey:
    """A device filing of the market authority, issued and closed, with nothing left to do."""
    journey = await accepted(city, Order(("B1-08",), uscc=fresh_uscc()))
    await journey.until_closed()
    async with asyncio.timeout(PATIENCE):
        await city.handle(journey.case_id).result()
    return journey
