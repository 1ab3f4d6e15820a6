"""Papers reach the department also of what was done on the spot while it was away (R61)."""

from tests.system.city import City
from tests.system.journeys import USCC, Order, accepted


async def test_a_filing_done_while_its_system_is_down_is_delivered_when_it_is_back(
    city: City,
) -> None:
    await city.switch("market_regulation_permits", "down")
    try:
        journey = await accepted(city, Order(("B1-08",), uscc=USCC))
        await journey.until_closed()
        assert (await journey.lane("B1-08"))["status"] == "issued"
        await journey.until(lambda view: view["lanes"][0]["dispatch"] == "delayed")
        await city.switch("market_regulation_permits", "ok")
        await journey.skip(days=1)
        await journey.until(lambda view: view["lanes"][0]["dispatch"] == "received")
    finally:
        await city.reset_departments()
