"""Applications and questions that the catalogue or the form do not know: told field by field."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.refusals import faults_of, rows_of
from tests.system.city import City, Person
from tests.system.journeys import Order, draft_body, fresh_uscc

Change = Callable[[dict[str, Any]], None]
ITEMS = ("B1-04", "B1-06")
UNKNOWN = "0" * 32


def _set(*path: str | int, to: object) -> Change:
    def change(body: dict[str, Any]) -> None:
        at: Any = body
        for part in path[:-1]:
            at = at[part]
        at[path[-1]] = to

    return change


def _leave_out(*path: str) -> Change:
    def change(body: dict[str, Any]) -> None:
        at = body
        for part in path[:-1]:
            at = at[part]
        del at[path[-1]]

    return change


WRONG: dict[str, tuple[Change, str, str]] = {
    "unknown scheme": (_set("scheme", to="atlantis"), "scheme", "scheme_unknown"),
    "unknown item": (_set("items", to=["B9-99"]), "items", "item_unknown"),
    "no items": (_set("items", to=[]), "items", "items_invalid"),
    "an item twice": (_set("items", to=["B1-06", "B1-06"]), "items", "items_invalid"),
    "a scheme whose time is over": (_set("scheme", to="changning"), "items", "item_not_offered"),
    "unknown question": (_set("answers", "colour", to="red"), "answers.colour", "question_unknown"),
    "truth for a number": (
        _set("answers", "floor_area", to=True),
        "answers.floor_area",
        "answer_type",
    ),
    "text for a number": (
        _set("answers", "floor_area", to="420"),
        "answers.floor_area",
        "answer_type",
    ),
    "number for a truth": (
        _set("answers", "sells_tobacco", to=1),
        "answers.sells_tobacco",
        "answer_type",
    ),
    "text for a truth": (
        _set("answers", "sells_tobacco", to="yes"),
        "answers.sells_tobacco",
        "answer_type",
    ),
    "no such choice": (
        _set("answers", "business_format", to="circus"),
        "answers.business_format",
        "answer_not_a_choice",
    ),
    "out of range": (
        _set("answers", "floor_area", to=-1),
        "answers.floor_area",
        "answer_out_of_range",
    ),
    "answer missing": (
        _leave_out("answers", "sells_tobacco"),
        "answers.sells_tobacco",
        "answer_missing",
    ),
    "business missing": (_leave_out("business"), "business", "field_missing"),
    "wrong check digit of a business": (
        _set("business", "uscc", to="91442000MA0000015C"),
        "business.uscc",
        "uscc_invalid",
    ),
    "code of a business missing": (_leave_out("business", "uscc"), "business.uscc", "uscc_missing"),
    "unknown field": (_set("form", "colour", to="red"), "form.colour", "field_unknown"),
    "field missing": (_leave_out("form", "contact_phone"), "form.contact_phone", "field_missing"),
    "wrong phone": (
        _set("form", "contact_phone", to="call me"),
        "form.contact_phone",
        "phone_invalid",
    ),
    "paper of no item": (
        _set("papers", 0, "paper_code", to="poem"),
        "papers.0.paper_code",
        "paper_unknown",
    ),
    "document that does not exist": (
        _set("papers", 0, "document_id", to=UNKNOWN),
        "papers.0.document_id",
        "document_unknown",
    ),
    "commitment for another item": (
        _set("commitments", to=[{"item_code": "B1-02", "document_id": UNKNOWN, "signature": "a"}]),
        "commitments.0.item_code",
        "item_not_chosen",
    ),
    "pledge of a paper that cannot follow": (
        _set("pledges", to=[{"paper_code": "poem", "document_id": UNKNOWN}]),
        "pledges.0.paper_code",
        "paper_not_deferrable",
    ),
    "declined for another item": (
        _set("declined_commitment", to=["B1-02"]),
        "declined_commitment.0",
        "item_not_chosen",
    ),
    "for somebody else": (
        _set("on_behalf_of", to="somebody-else"),
        "on_behalf_of",
        "not_a_window_clerk",
    ),
}


@pytest.fixture(scope="module")
async def applicant(city: City) -> Person:
    return city.applicant()


@pytest.fixture(scope="module")
async def good(city: City, applicant: Person) -> dict[str, Any]:
    return await draft_body(city, applicant, Order(ITEMS, declined=("B1-04",), uscc=fresh_uscc()))


def _changed(good: dict[str, Any], change: Change) -> dict[str, Any]:
    copied = {key: dict(value) if isinstance(value, dict) else value for key, value in good.items()}
    copied["papers"] = [dict(paper) for paper in good["papers"]]
    change(copied)
    return copied


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_application_is_refused_and_starts_nothing(
    city: City, applicant: Person, good: dict[str, Any], name: str
) -> None:
    change, field, code = WRONG[name]
    before = await rows_of(city, applicant.actor.subject)
    answer = await applicant.post("/applications", _changed(good, change))
    assert faults_of(answer).get(field) == code, answer.json()["errors"]
    assert await rows_of(city, applicant.actor.subject) == before


@pytest.mark.parametrize("name", WRONG)
async def test_guidance_on_a_draft_tells_the_same_faults_as_its_submission(
    city: City, good: dict[str, Any], name: str
) -> None:
    change, _, _ = WRONG[name]
    owner = city.applicant()
    draft = await owner.post("/drafts", _changed(good, change))
    assert draft.status_code == 201, draft.text
    told = {fault["field"]: fault["code"] for fault in draft.json()["faults"]}
    assert all(fault["rule"] for fault in draft.json()["faults"])
    submitted = await owner.post(f"/drafts/{draft.json()['draft_id']}/submission")
    assert faults_of(submitted) == told
    assert (await owner.get("/applications")).json()["entries"] == []


async def test_a_wrong_identity_number_is_found_by_its_check_digit(city: City) -> None:
    applicant = city.applicant()
    body = await draft_body(city, applicant, Order(("BL-00", "B1-02")))
    fields = {field for field in body["form"] if "id" in field}
    numbers = {f: v for f, v in body["form"].items() if v == "442000199001010011"}
    assert numbers, fields
    body["form"] |= dict.fromkeys(numbers, "442000199001010012")
    found = faults_of(await applicant.post("/applications", body))
    assert found == {f"form.{field}": "citizen_id_invalid" for field in numbers}


async def test_documents_of_somebody_else_cannot_be_handed_in(
    city: City, good: dict[str, Any]
) -> None:
    stranger = city.applicant()
    faults = faults_of(await stranger.post("/applications", good))
    assert set(faults.values()) == {"document_unknown"}
    assert set(faults) == {f"papers.{n}.document_id" for n in range(len(good["papers"]))}
    assert (await stranger.get("/applications")).json()["entries"] == []
