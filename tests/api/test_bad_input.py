"""Bodies of the wrong shape: each a problem with its field, nothing written."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.refusals import faults_of, problem_of, rows_of
from tests.system.city import City, Person
from tests.system.journeys import Journey

SMALL = {"scheme": "zhongshan"}
LONE = "\ud800"
HUGE = "长" * 2001


def _headers(person: Person, media_type: str = "application/json") -> dict[str, str]:
    return {
        "Authorization": f"Bearer {person.token}",
        "Idempotency-Key": uuid4().hex,
        "Content-Type": media_type,
    }


async def _send(
    city: City, person: Person, content: bytes, media_type: str = "application/json"
) -> httpx.Response:
    """Post raw bytes as a draft, which takes nearly anything an applicant may say."""
    return await city.api.post("/v1/drafts", headers=_headers(person, media_type), content=content)


MALFORMED = {
    "cut off": (b'{"scheme": "zhongshan"', 422),
    "not json": (b"scheme=zhongshan", 422),
    "empty": (b"", 422),
    "a list": (b"[]", 422),
    "a text": (b'"zhongshan"', 422),
    "null": (b"null", 422),
    "not utf-8": (b'{"scheme": "\xff\xfe"}', 400),
    "nested too deep": (b"[" * 200_000, 400),
    "a number with too many digits": (b'{"scheme": ' + b"9" * 5000 + b"}", 400),
    "a field that is half a surrogate pair": (b'{"scheme": "zhongshan", "\\ud800": 1}', 422),
    "a field of NULs": (b'{"scheme": "zhongshan", "\\u0000": 1}', 422),
    "an endless field": (b'{"scheme": "zhongshan", "' + b"x" * 100_000 + b'": 1}', 422),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_what_is_no_json_object_of_the_right_fields_is_refused(city: City, name: str) -> None:
    content, status = MALFORMED[name]
    applicant = city.applicant()
    problem = problem_of(await _send(city, applicant, content), status)
    assert problem["field"]
    assert len(problem["field"]) <= 200
    assert not any((await rows_of(city, applicant.actor.subject)).values())


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "multipart/form-data", ""])
async def test_only_json_is_taken_as_json(city: City, media_type: str) -> None:
    applicant = city.applicant()
    answer = await _send(city, applicant, json.dumps(SMALL).encode(), media_type)
    assert problem_of(answer, 415, "media_type_not_supported")["field"] == "Content-Type"
    assert not any((await rows_of(city, applicant.actor.subject)).values())


async def test_two_megabytes_are_too_much_announced_or_not(city: City) -> None:
    applicant = city.applicant()
    body = json.dumps({**SMALL, "form": {"contact_phone": "0" * 2_000_000}}).encode()

    async def pieces() -> Any:
        for start in range(0, len(body), 65_536):
            yield body[start : start + 65_536]

    whole = await _send(city, applicant, body)
    pieced = await city.api.post("/v1/drafts", headers=_headers(applicant), content=pieces())
    for answer in (whole, pieced):
        assert problem_of(answer, 413, "body_too_large")["field"] == "body"
    assert not any((await rows_of(city, applicant.actor.subject)).values())


WRONG_DRAFTS: dict[str, tuple[str, Any]] = {
    "scheme missing": ("scheme", None),
    "scheme a number": ("scheme", 1),
    "scheme with NUL": ("scheme", "zhong\x00shan"),
    "items a text": ("items", "B1-02"),
    "items of numbers": ("items.0", [2]),
    "items too many": ("items", ["B1-02"] * 41),
    "answers a list": ("answers", []),
    "an answer that is no value": ("answers.floor_area", {"floor_area": None}),
    "an answer too long": ("answers.business_format", {"business_format": HUGE}),
    "an answer with NUL": ("answers.business_format", {"business_format": "a\x00"}),
    "an answer that is half a pair": ("answers.business_format", {"business_format": LONE}),
    "an endless number": ("answers.floor_area", {"floor_area": float("inf")}),
    "not a number": ("answers.floor_area", {"floor_area": float("nan")}),
    "a number beyond reason": ("answers.floor_area", {"floor_area": 10**400}),
    "business a text": ("business", "超市"),
    "name missing": ("business.name", {"district": "442000"}),
    "name empty": ("business.name", {"name": " ", "district": "442000"}),
    "name too long": ("business.name", {"name": HUGE, "district": "442000"}),
    "name with NUL": ("business.name", {"name": "a\x00", "district": "442000"}),
    "name half a pair": ("business.name", {"name": LONE, "district": "442000"}),
    "uscc with NUL": ("business.uscc", {"name": "a", "district": "4420", "uscc": "\x00"}),
    "uscc too long": ("business.uscc", {"name": "a", "district": "4420", "uscc": "9" * 19}),
    "form value a number": ("form.contact_phone", {"contact_phone": 1}),
    "form value too long": ("form.contact_phone", {"contact_phone": HUGE}),
    "form value with NUL": ("form.contact_phone", {"contact_phone": "\x00"}),
    "paper without document": ("papers.0.document_id", [{"paper_code": "a"}]),
    "paper with more": ("papers.0.note", [{"paper_code": "a", "document_id": "b", "note": ""}]),
    "traditional a text": ("traditional", "true"),
    "traditional a number": ("traditional", 1),
    "an unknown field": ("priority", True),
}


@pytest.mark.parametrize("name", WRONG_DRAFTS)
async def test_a_field_of_the_wrong_kind_is_named(city: City, name: str) -> None:
    path, value = WRONG_DRAFTS[name]
    applicant = city.applicant()
    top = path.partition(".")[0]
    body = {**SMALL, top: value} if value is not None else {}
    answer = await _send(city, applicant, json.dumps(body).encode())
    named = faults_of(answer)
    assert any(field.startswith(path) for field in named), named
    assert not any((await rows_of(city, applicant.actor.subject)).values())


async def test_a_file_is_judged_by_what_it_is(city: City, open_case: Journey) -> None:
    owner = city.applicant()
    wrong = {
        "file_empty": (b"", "application/pdf", "a"),
        "file_type_not_allowed": (b"MZ", "application/pdf", "a"),
        "request_malformed": (b"%PDF", "application/pdf", "no code"),
    }
    for code, (body, kind, paper) in wrong.items():
        answer = await city.api.post(
            "/v1/documents",
            headers={"Authorization": f"Bearer {owner.token}"},
            files={"file": ("a.pdf", body, kind)},
            data={"paper_code": paper},
        )
        problem_of(answer, 422, code)
    headers = _headers(owner, "multipart/form-data; boundary=x")
    problem_of(await city.api.post("/v1/documents", headers=headers, content=b"--y"), 400)
    problem_of(await city.api.post("/v1/documents", headers=_headers(owner), json={}), 422)
    assert not any((await rows_of(city, owner.actor.subject)).values())
