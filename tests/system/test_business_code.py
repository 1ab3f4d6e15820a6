"""One code for one business, whichever applications its permits come from (扫码亮证)."""

from typing import Any

from tests.system.city import City
from tests.system.journeys import Journey, Order, accepted, fresh_uscc


async def _founded(city: City) -> tuple[Journey, dict[str, Any]]:
    """Give a business's first application, which brought licence and device filing."""
    journey = await accepted(city, Order(("BL-00", "B1-08")))
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    return journey, view


async def _applied_again(city: City, first: Journey, uscc: str) -> dict[str, Any]:
    journey = await accepted(city, Order(("B1-05",), uscc=uscc), first.applicant)
    return await journey.until_closed()


async def test_a_later_application_shows_its_permits_under_the_same_code(city: City) -> None:
    journey, first = await _founded(city)
    second = await _applied_again(city, journey, first["uscc"])
    code = first["licence"]["licence_code"]
    assert second["licence"]["licence_code"] == code
    shown = (await city.api.get(f"/v1/public/licences/{code}")).json()
    numbers = {permit["number"] for permit in shown["permits"]}
    assert numbers == {
        permit["number"] for view in (first, second) for permit in view["licence"]["permits"]
    }
    assert len(numbers) == 3
    assert {permit["status"] for permit in shown["permits"]} == {"valid"}


async def test_a_later_application_makes_a_new_version_of_the_document(city: City) -> None:
    journey, first = await _founded(city)
    code = first["licence"]["licence_code"]
    before = await journey.applicant.get(f"/licences/{code}/document")
    again = await journey.applicant.get(f"/licences/{code}/document")
    await _applied_again(city, journey, first["uscc"])
    after = await journey.applicant.get(f"/licences/{code}/document")
    assert before.content == again.content
    assert before.content != after.content
    assert f"{code}-1.pdf" in before.headers["content-disposition"]
    assert f"{code}-2.pdf" in after.headers["content-disposition"]
    licence = (await journey.applicant.get(f"/licences/{code}")).json()
    assert (licence["version"], licence["uscc"]) == (2, first["uscc"])
    assert len(licence["permits"]) == 3


async def test_the_token_of_the_new_version_names_every_permit(city: City) -> None:
    journey, first = await _founded(city)
    code = first["licence"]["licence_code"]
    before = (await journey.applicant.get(f"/licences/{code}/token")).json()["token"]
    await _applied_again(city, journey, first["uscc"])
    after = (await journey.applicant.get(f"/licences/{code}/token")).json()["token"]
    assert before != after
    page = await city.api.get(
        f"/v1/public/licences/{code}", params={"token": after}, headers={"Accept": "text/html"}
    )
    assert page.status_code == 200
    assert first["licence"]["permits"][0]["number"] in page.text


async def test_another_business_has_another_code_and_does_not_see_this_one(city: City) -> None:
    _, first = await _founded(city)
    stranger = await accepted(city, Order(("B1-08",), uscc=fresh_uscc()))
    other = await stranger.until_closed()
    code = first["licence"]["licence_code"]
    assert other["licence"]["licence_code"] != code
    hidden = await stranger.applicant.get(f"/licences/{code}")
    assert hidden.status_code == 404
