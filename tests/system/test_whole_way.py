"""The main story of an application, from submission to permits."""

from tests.system.city import City
from tests.system.journeys import Order, accepted

ALL = ("BL-00", "B1-01", "B1-02", "B1-04", "B1-05", "B1-06", "B1-08")


async def test_everything_granted_is_issued_under_one_licence_code(city: City) -> None:
    journey = await accepted(city, Order(ALL))
    await journey.until_lanes(B1_01="filed", B1_08="filed", B1_04="granted", B1_05="granted")
    visited = await journey.inspect()
    assert visited.status_code == 200, visited.text
    for item in ("B1-02", "B1-06"):
        granted = await journey.grant(item)
        assert granted.status_code == 200, granted.text
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    assert {lane["status"] for lane in view["lanes"]} == {"issued"}
    assert len({permit["number"] for permit in view["licence"]["permits"]}) == len(ALL)
