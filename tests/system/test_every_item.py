"""Every item of the catalogue from guidance to what comes of it, through HTTP (R36, R61, R79).

The catalogue drives the test: a new item is taken the whole way without a line here.
"""

from typing import Any

import pytest

from catalog.loader import load_catalogue
from domain.actors import Role
from domain.completeness import certificate_code
from tests.system.annex import answers_that_need
from tests.system.city import City
from tests.system.hearings import heard
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, today
from tests.system.verifying import assert_in_order

CATALOGUE = load_catalogue()


@pytest.mark.parametrize("item_code", CATALOGUE.item_codes)
async def test_every_item_goes_from_guidance_to_its_permit(city: City, item_code: str) -> None:
    answers = answers_that_need(CATALOGUE, item_code)
    notice = await told(city, item_code, answers)
    assert notice["requirement"] in {"required", "filing_only"}
    await make_room(city, notice)
    uscc = None if item_code == "BL-00" else fresh_uscc()
    await hold_what_must_come_first(city, notice, uscc)
    journey = await accepted(city, Order((item_code,), answers=answers, uscc=uscc))
    lane = await journey.lane(item_code)
    assert lane["route"] == notice["route"]
    await decided(city, journey, notice)
    view = await journey.until_closed()
    (permit,) = view["licence"]["permits"]
    assert (view["ending"], permit["item_code"]) == ("completed", item_code)
    assert (permit["valid_until"] is None) == (notice["validity"] is None)
    await assert_in_order(city.database, journey.case_id)


async def told(city: City, item_code: str, answers: dict[str, Any]) -> dict[str, Any]:
    """Ask for guidance and give what it says of the item."""
    body = {"scheme": "zhongshan", "answers": answers}
    answer = await city.api.post("/v1/guidance", json=body)
    assert answer.status_code == 200, answer.text
    (notice,) = [each for each in answer.json()["items"] if each["code"] == item_code]
    return dict(notice)


async def make_room(city: City, notice: dict[str, Any]) -> None:
    """Publish places of a quantity-limited item."""
    if notice["quantity_limited"]:
        path = f"/catalogue/items/{notice['code']}/places/442000"
        answer = await city.person(Role.ADMINISTRATOR).put(path, {"capacity": 1000})
        assert answer.status_code == 200, answer.text


async def hold_what_must_come_first(city: City, notice: dict[str, Any], uscc: str | None) -> None:
    """Have the certificate library hold the permits that must be had before this one (R54)."""
    for needed in notice["prerequisites"]:
        await city.share(
            "certificates",
            holder=uscc,
            certificate_type=certificate_code(needed),
            number=f"{needed}-{uscc}",
            issued_by="market_regulation",
            issued_on="2026-01-05",
        )


async def decided(city: City, journey: Journey, notice: dict[str, Any]) -> None:
    """Have a reviewed item visited, heard and signed where it must be, and granted."""
    if notice["route"] != "review":
        return
    if notice["site_check"] == "before_decision":
        inspected = await journey.inspect()
        assert inspected.status_code == 200, inspected.text
    item = CATALOGUE.describe(
        "zhongshan", notice["code"], today(), answers_that_need(CATALOGUE, notice["code"])
    )
    assert item is not None
    more = {"hearing_record": await heard(city, journey)} if item.hearing_required else {}
    steps = (("review", "recommend_grant"), ("signing", "grant"))
    for kind, outcome in steps if item.four_eyes else (("review", "grant"),):
        said = await journey.complete(kind, item.code, outcome, **more)
        assert said.status_code == 200, said.text
