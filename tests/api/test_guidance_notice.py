"""The one-time notice: equal for equal answers, kept, shown, printed, without abolished permits."""

from typing import Any

import pytest

from departments.simulator.uscc import new_uscc
from tests.api.refusals import problem_of
from tests.system.city import City
from tests.system.journeys import ANSWERS, fresh_uscc

RESTAURANT: dict[str, Any] = {
    **ANSWERS,
    "has_licence": True,
    "business_format": "restaurant",
    "food_counter_separate": True,
}
WAYS: dict[str, dict[str, Any]] = {
    "everything": {},
    "theme": {"theme": "open_supermarket"},
    "another theme": {"theme": "open_restaurant"},
    "menu": {"items": ["B1-06", "B1-02", "BL-00"]},
}


async def guidance(city: City, **body: Any) -> dict[str, Any]:
    asked = {"scheme": "zhongshan", "answers": ANSWERS, **body}
    answer = await city.api.post("/v1/guidance", json=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def needed(notice: dict[str, Any]) -> list[dict[str, Any]]:
    routed = {"required", "filing_only"}
    return [item for item in notice["items"] if item["requirement"] in routed]


@pytest.mark.parametrize("way", WAYS)
async def test_equal_answers_give_equal_notices_by_theme_menu_or_everything(
    city: City, way: str
) -> None:
    whole = await guidance(city)
    asked = await guidance(city, **WAYS[way])
    assert asked["content_hash"] == whole["content_hash"]
    assert needed(asked) == needed(whole)
    assert asked["form"] == whole["form"]


async def test_the_order_of_answers_changes_nothing(city: City) -> None:
    turned = dict(reversed(ANSWERS.items()))
    assert (await guidance(city, answers=turned))["notice_id"] == (await guidance(city))[
        "notice_id"
    ]


async def test_other_answers_give_another_notice(city: City) -> None:
    other = await guidance(city, answers={**ANSWERS, "sells_tobacco": False})
    assert other["content_hash"] != (await guidance(city))["content_hash"]


async def test_a_notice_tells_everything_about_each_item(city: City) -> None:
    notice = await guidance(city)
    food = next(item for item in notice["items"] if item["code"] == "B1-02")
    assert food["conditions"]
    assert food["papers"]
    assert food["checklist"]
    assert food["section"]
    assert food["limits"]
    assert food["basis"]
    assert all(limit["source"] for limit in food["limits"])
    assert food["fees"] == {
        "charged": False,
        "label": {"zh": "不收费", "en": "No fee"},
        "source": "行政许可法 58",
    }
    assert food["validity_and_renewal"]["renewal_closes_before"]["unit"] == "working_days"
    assert food["permits_first"][0]["code"] == "BL-00"
    assert {remedy["code"] for remedy in notice["remedies"]} == {
        "administrative_reconsideration",
        "administrative_litigation",
    }


async def test_a_notice_is_kept_and_can_be_had_again(city: City) -> None:
    notice = await guidance(city)
    again = await city.api.get(notice["links"]["self"])
    assert again.status_code == 200
    first = again.json()
    assert {**first, "given_at": ""} == {**notice, "given_at": ""}


async def test_giving_the_same_notice_twice_keeps_one(city: City) -> None:
    first, second = await guidance(city), await guidance(city)
    assert first["notice_id"] == second["notice_id"]
    kept = await city.api.get(first["links"]["self"])
    assert kept.json()["given_at"] <= first["given_at"]


@pytest.mark.parametrize("part", ["", "/page", "/pdf"])
async def test_a_notice_that_was_never_given_is_unknown(city: City, part: str) -> None:
    answer = await city.api.get(f"/v1/guidance/{'0' * 32}{part}")
    problem_of(answer, 404, "given_notice_unknown")


@pytest.mark.parametrize(
    ("accepted", "language", "title"),
    [
        ("en-GB,en;q=0.9", "en", "One-time notice"),
        ("zh-CN,en;q=0.5", "zh", "一次性告知单"),
        ("fr", "zh", "一次性告知单"),
        ("", "zh", "一次性告知单"),
        ("en;q=nonsense", "zh", "一次性告知单"),
    ],
)
async def test_the_page_speaks_the_readers_language(
    city: City, accepted: str, language: str, title: str
) -> None:
    notice = await guidance(city)
    page = await city.api.get(notice["links"]["page"], headers={"Accept-Language": accepted})
    assert page.headers["Content-Language"] == language
    assert page.headers["Content-Type"].startswith("text/html")
    assert f"<title>{title}" in page.text
    for item in needed(notice):
        assert item["label"][language] in page.text


async def test_the_pdf_of_a_notice_is_the_same_every_time(city: City) -> None:
    path = (await guidance(city))["links"]["pdf"]
    first, second = await city.api.get(path), await city.api.get(path)
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert first.content == second.content


async def test_an_abolished_permit_asks_for_nothing_and_nothing_rests_on_it(city: City) -> None:
    notice = await guidance(city, answers=RESTAURANT, theme="open_restaurant")
    hygiene = next(item for item in notice["items"] if item["code"] == "B1-04")
    assert hygiene["requirement"] == "abolished"
    for part in ("conditions", "papers", "checklist", "limits", "permits_first"):
        assert hygiene[part] == []
    for item in needed(notice):
        assert "B1-04" not in item["prerequisites"]


async def test_a_request_for_an_abolished_permit_is_refused(city: City) -> None:
    form = {"scheme": "zhongshan", "items": ["B1-02", "B1-04"], "answers": RESTAURANT}
    problem = problem_of(await city.api.post("/v1/forms", json=form), 422, "item_abolished")
    assert problem["field"] == "items.1"
    assert "国发" in problem["rule"]


async def test_permits_a_business_holds_are_told_without_being_asked_for(city: City) -> None:
    uscc = fresh_uscc()
    await city.share(
        "certificates",
        holder=uscc,
        certificate_type="permit:BL-00",
        number="BL1",
        issued_by="registry",
        issued_on="2026-01-05",
    )
    notice = await guidance(city, uscc=uscc)
    food = next(item for item in notice["items"] if item["code"] == "B1-02")
    assert food["permits_first"][0]["sharing"] == "found"
    kept = await city.api.get(notice["links"]["self"])
    assert uscc not in kept.text
    assert {
        first["sharing"] for item in kept.json()["items"] for first in item["permits_first"]
    } <= {None}


async def test_personal_papers_are_looked_up_for_nobody_without_a_token(city: City) -> None:
    uscc = fresh_uscc()
    body = {"scheme": "zhongshan", "answers": ANSWERS, "uscc": uscc}
    anonymous = (await city.api.post("/v1/guidance", json=body)).json()
    owner = (await city.applicant().post("/guidance", body)).json()
    assert identity(anonymous)["sharing"] is None
    assert identity(owner)["sharing"] == "not_found"


async def test_a_source_that_is_down_makes_a_paper_pending(city: City) -> None:
    body = {"scheme": "zhongshan", "answers": ANSWERS, "uscc": new_uscc(0, "pending")}
    await city.switch("certificates", "down")
    try:
        notice = (await city.applicant().post("/guidance", body)).json()
    finally:
        await city.switch("certificates", "ok")
    assert identity(notice)["sharing"] == "pending"


def identity(notice: dict[str, Any]) -> dict[str, Any]:
    return next(
        paper
        for item in notice["items"]
        for paper in item["papers"]
        if paper["code"] == "legal_representative_identity"
    )
