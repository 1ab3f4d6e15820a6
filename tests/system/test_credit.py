"""Credit on the real servers: a flag excludes from the easier ways and refuses nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from tests.system.city import City
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, submitted

FLAGS = ["serious_dishonesty"]
TEST_REPORT = "hygiene_test_report"
"""A paper of the hygiene permit that a commitment replaces and that may be deferred."""


async def _flagged_while_checked(city: City) -> Journey:
    """Have a flag come up between submission and acceptance, while a person looks at papers."""
    person = _person()
    order = Order(("B1-02", "B1-05"), uscc=fresh_uscc(), handling_person=person)
    journey = await submitted(city, order)
    await journey.open_task("intake_check", "B1-02")
    await city.share("credit", subject=person, flags=FLAGS)
    await journey.check_intake("B1-02")
    await journey.until_lanes(B1_05="in_review")
    return journey


def _person() -> str:
    return f"person-{uuid4().hex[:12]}"


@asynccontextmanager
async def _credit_down(city: City) -> AsyncIterator[None]:
    await city.switch("credit", "down")
    try:
        yield
    finally:
        await city.switch("credit", "ok")


async def test_a_flag_found_on_deciding_leads_to_review_and_refuses_nothing(city: City) -> None:
    journey = await _flagged_while_checked(city)
    fire = await journey.lane("B1-05")
    assert (fire["route"], fire["route_reason"]) == ("review", "credit_flag_found")
    kinds = await journey.kinds()
    signed = kinds.index("decision_signed")
    assert kinds[signed:].index("lane_rerouted") > 0
    assert "lane_refused" not in kinds
    task = await journey.open_task("review", "B1-05")
    assert task["departments"] == ["fire_rescue"]


async def test_an_item_that_fell_to_review_is_visited_and_granted_by_a_person(city: City) -> None:
    journey = await _flagged_while_checked(city)
    visit = await journey.scheduled_visit()
    assert set(visit["item_codes"]) == {"B1-02", "B1-05"}
    assert (await journey.inspect()).status_code == 200
    for item in ("B1-02", "B1-05"):
        granted = await journey.grant(item)
        assert granted.status_code == 200, granted.text
    view = await journey.until_closed()
    assert {lane["status"] for lane in view["lanes"]} == {"issued"}


async def test_a_flag_known_before_excludes_from_commitment(city: City) -> None:
    person = _person()
    await city.share("credit", subject=person, flags=FLAGS)
    order = Order(("B1-05",), uscc=fresh_uscc(), handling_person=person)
    journey = await accepted(city, order)
    lane = await journey.lane("B1-05")
    assert (lane["route"], lane["route_reason"]) == ("review", "excluded_by_credit")
    assert "decision_signed" not in await journey.kinds()


async def test_a_flag_known_before_excludes_from_tolerance(city: City) -> None:
    person = _person()
    await city.share("credit", subject=person, flags=FLAGS)
    order = Order(
        ("B1-04",),
        leave_out=(TEST_REPORT,),
        pledged=(TEST_REPORT,),
        uscc=fresh_uscc(),
        handling_person=person,
    )
    journey = await submitted(city, order)
    view = await journey.until(lambda view: view["status"] == "correcting")
    assert [gap["code"] for gap in view["correction"]["gaps"]] == [TEST_REPORT]
    assert view["debts"] == []


async def test_without_a_flag_the_same_paper_is_replaced_by_the_commitment(city: City) -> None:
    order = Order(("B1-04",), leave_out=(TEST_REPORT,), uscc=fresh_uscc())
    journey = await accepted(city, order)
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    assert view["lanes"][0]["route"] == "commitment"


async def test_the_flag_of_the_business_excludes_like_that_of_the_person(city: City) -> None:
    first = await accepted(city, Order(("BL-00",)))
    uscc = (await first.until_closed())["uscc"]
    await city.share("credit", subject=f"b{first.case_id}", flags=["broken_pledge"])
    journey = await accepted(city, Order(("B1-05",), uscc=uscc))
    assert (await journey.lane("B1-05"))["route_reason"] == "excluded_by_credit"


async def test_a_silent_credit_source_leaves_the_item_waiting_in_sight_until_it_answers(
    city: City,
) -> None:
    async with _credit_down(city):
        journey = await accepted(city, Order(("B1-05", "B1-08"), uscc=fresh_uscc()))
        view = await journey.until_lanes(B1_05="decision_signed", B1_08="filed")
        assert view["lanes"][0]["route"] == "commitment"
        assert view["lanes"][1]["issuance_blockers"] == [
            {"code": "waits_for_sibling", "concerns": "B1-05"}
        ]
    await journey.skip(minutes=5)
    view = await journey.until_closed()
    assert {lane["status"] for lane in view["lanes"]} == {"issued"}


async def test_a_flag_that_the_silent_source_tells_at_last_still_counts(city: City) -> None:
    person = _person()
    await city.share("credit", subject=person, flags=FLAGS)
    async with _credit_down(city):
        order = Order(("B1-05",), uscc=fresh_uscc(), handling_person=person)
        journey = await accepted(city, order)
        await journey.until_lanes(B1_05="decision_signed")
    await journey.skip(minutes=5)
    await journey.until_lanes(B1_05="in_review")
    assert (await journey.lane("B1-05"))["route_reason"] == "credit_flag_found"
