"""The questions that still matter, asked for by anybody."""

from typing import Any

import pytest

from tests.api.refusals import problem_of
from tests.system.city import City
from tests.system.journeys import ANSWERS, Order, accepted, fresh_uscc


async def ask(city: City, **more: Any) -> dict[str, Any]:
    body = {"scheme": "zhongshan", **more}
    answer = await city.api.post("/v1/guidance/questions", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_questions_come_with_choices_and_the_items_they_decide(city: City) -> None:
    told = await ask(city, items=["BL-00"])
    (question,) = told["questions"]
    assert (question["code"], question["kind"]) == ("has_licence", "boolean")
    assert [each["code"] for each in question["why"]] == ["BL-00"]
    assert not told["complete"]


async def test_it_is_complete_when_guidance_needs_nothing_more(city: City) -> None:
    given: dict[str, Any] = {}
    asked = await ask(city, theme="open_supermarket")
    while not asked["complete"]:
        code = asked["questions"][0]["code"]
        given[code] = ANSWERS[code]
        asked = await ask(city, theme="open_supermarket", answers=given)
    body = {"scheme": "zhongshan", "theme": "open_supermarket"}
    notices = [
        (await city.api.post("/v1/guidance", json=body | {"answers": answers})).json()
        for answers in (given, ANSWERS)
    ]
    found = [[(i["code"], i["requirement"], i["rule"]) for i in n["items"]] for n in notices]
    assert found[0] == found[1]
    assert len(given) < len(ANSWERS)


async def test_what_is_known_from_elsewhere_is_not_asked(city: City) -> None:
    assert (await ask(city, items=["BL-00"], known={"has_licence": True}))["complete"]


async def test_what_registry_and_certificates_know_of_a_business_is_not_asked(city: City) -> None:
    uscc = fresh_uscc()
    registered = {"name": "中山市测试商店", "district": "442000", "registered_on": "2025-03-03"}
    await city.share("registrations", uscc=uscc, **registered)
    await city.share(
        "certificates",
        holder=uscc,
        certificate_type="permit:B1-09",
        number="CLASS-3",
        issued_by="market_regulation",
        issued_on="2026-01-05",
    )
    told = await ask(city, items=["BL-00"], uscc=uscc)
    assert told["complete"]
    assert told["known"]["has_licence"] == {"value": True, "source": "registry", "reference": uscc}
    assert told["known"]["class_three_permit_held"]["reference"] == "CLASS-3"
    assert not (await ask(city, items=["BL-00"], uscc=fresh_uscc()))["complete"]


async def test_what_the_applicant_answered_for_the_business_before_is_not_asked(
    city: City,
) -> None:
    uscc, owner = fresh_uscc(), city.applicant()
    await accepted(city, Order(("B1-06",), uscc=uscc), owner)
    body = {"scheme": "zhongshan", "items": ["B1-06"], "uscc": uscc}
    path = "/guidance/questions"
    mine = (await owner.post(path, body)).json()
    assert mine["complete"]
    assert mine["known"]["sells_tobacco"]["source"] == "earlier_case"
    theirs = (await city.applicant().post(path, body)).json()
    assert not theirs["complete"]
    assert "sells_tobacco" not in theirs["known"]


async def test_a_code_with_wrong_check_digits_is_refused(city: City) -> None:
    body = {"scheme": "zhongshan", "uscc": "91442000MA0000015C"}
    answer = await city.api.post("/v1/guidance/questions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "uscc_invalid")


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"scheme": "atlantis"}, 404, "scheme_unknown", "scheme"),
        ({"theme": "open_circus"}, 404, "theme_unknown", "theme"),
        ({"items": ["B9-99"]}, 404, "item_unknown", "items"),
        ({"theme": "open_bookshop", "items": ["BL-00"]}, 422, "request_malformed", ""),
        ({"answers": {"floor_area": True}}, 422, "answer_type", "answers.floor_area"),
        ({"answers": {"colour": "red"}}, 422, "question_unknown", "answers.colour"),
        ({"answers": {"specialities": "cinema"}}, 422, "answer_type", "answers.specialities"),
        ({"answers": {"specialities": [["a"]]}}, 422, "request_malformed", "answers.specialities"),
    ],
)
async def test_what_cannot_be_understood_is_refused_by_its_field(
    city: City, change: dict[str, Any], status: int, code: str, field: str
) -> None:
    body = {"scheme": "zhongshan", **change}
    answer = await city.api.post("/v1/guidance/questions", json=body)
    assert problem_of(answer, status, code)["field"].startswith(field)


async def test_an_item_shows_its_published_rules_of_instant_approval(city: City) -> None:
    item = (await city.api.get("/v1/catalogue/schemes/zhongshan/items/BL-00")).json()
    assert item["section"]
    assert item["instant"]["rules"]
    assert item["instant"]["sampling_percent"] > 0
