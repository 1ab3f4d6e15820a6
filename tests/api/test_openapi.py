"""The OpenAPI document is complete, and the codec of the Temporal UI keeps to it."""

import json
from dataclasses import replace
from typing import Any

import httpx
import jsonschema_rs
import pytest

from api.app import create_app
from core.config import Settings
from domain.actors import Role
from tests.api.operations import PUBLIC, Operation, operations_of
from tests.api.refusals import problem_of
from tests.system.city import PUBLIC_URL, City

DOCUMENT: dict[str, Any] = create_app(Settings(environment="test")).openapi()
OPERATIONS = operations_of(DOCUMENT)
each_operation = pytest.mark.parametrize(
    "operation", OPERATIONS, ids=[operation.name for operation in OPERATIONS]
)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references to the schema itself."""
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _examples(media: dict[str, Any]) -> list[Any]:
    schema = _resolved(media["schema"])
    own = [media["example"]] if "example" in media else []
    return own + list(schema.get("examples", []))


@each_operation
def test_an_operation_says_what_it_is_for(operation: Operation) -> None:
    described = operation.described
    assert described["summary"]
    assert described["description"].rstrip().endswith(".")
    known = {tag["name"] for tag in DOCUMENT["tags"]}
    assert len(described["tags"]) == 1
    assert set(described["tags"]) <= known


def test_operation_ids_are_unique() -> None:
    ids = [operation.described["operationId"] for operation in OPERATIONS]
    assert len(set(ids)) == len(ids)


@each_operation
def test_an_operation_says_whether_it_needs_a_token(operation: Operation) -> None:
    needs = operation.described.get("security") == [{"token": []}]
    assert needs is (operation.name not in PUBLIC)
    if needs:
        assert {"401", "403"} <= set(operation.described["responses"])


@each_operation
def test_every_error_of_an_operation_is_described_as_a_problem(operation: Operation) -> None:
    responses = operation.described["responses"]
    errors = {status: told for status, told in responses.items() if status >= "400"}
    assert "503" in errors
    for told in errors.values():
        (media,) = told["content"].items()
        assert media == (
            "application/problem+json",
            {"schema": {"$ref": "#/components/schemas/Problem"}},
        )
    assert [status for status in responses if status < "300"]
    if "requestBody" in operation.described:
        assert {"400", "413", "415", "422"} <= set(errors)


@each_operation
def test_a_body_comes_with_examples_that_are_right(operation: Operation) -> None:
    body = operation.described.get("requestBody")
    if body is None:
        return
    for kind, media in body["content"].items():
        if kind == "multipart/form-data":
            properties = _resolved(media["schema"])["properties"]
            assert properties["paper_code"]["examples"]
            continue
        validator = jsonschema_rs.validator_for(
            {**media["schema"], "components": DOCUMENT["components"]}
        )
        examples = _examples(media)
        assert examples
        for example in examples:
            validator.validate(example)


@each_operation
def test_an_acting_post_asks_for_its_key(operation: Operation) -> None:
    named = {p["name"]: p for p in operation.described.get("parameters", ())}
    repeatable = {
        "POST /v1/documents",
        "POST /v1/tasks/{task_id}/claim",
        "POST /v1/tasks/{task_id}/release",
        "POST /v1/notices/{notice_id}/read",
        "POST /v1/codec/{operation}",
        "POST /v1/catalogue/validate",
        "POST /v1/catalogue/diff",
    }
    acts = operation.method == "POST" and operation.name not in PUBLIC | repeatable
    assert ("Idempotency-Key" in named) is acts
    if acts:
        assert named["Idempotency-Key"]["required"] is True


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    named = set(DOCUMENT["components"]["schemas"])
    references = {part.partition('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert references <= named
    assert "$defs" not in text
    assert "HTTPValidationError" not in references


async def test_the_document_is_served(city: City) -> None:
    served = (await city.api.get("/v1/openapi.json")).json()
    assert served["paths"].keys() == DOCUMENT["paths"].keys()
    assert (await city.api.get("/docs")).status_code == 200


PLAIN = {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "IuS4gOeFpyI="}] * 2}


async def test_a_supervisor_decodes_what_was_encoded(city: City) -> None:
    supervisor = city.supervisor()
    encoded = (await supervisor.post("/codec/encode", PLAIN)).json()
    assert encoded["payloads"][0]["metadata"].keys() == {"encoding", "key-id"}
    assert encoded["payloads"][0]["data"] != PLAIN["payloads"][0]["data"]
    assert (await supervisor.post("/codec/decode", encoded)).json() == PLAIN


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
async def test_nobody_else_decodes(city: City, role: Role) -> None:
    answer = await city.person(role, "health").post("/codec/decode", PLAIN)
    assert answer.status_code == (401 if role is Role.CASE else 403)


@pytest.mark.parametrize(
    "body",
    [
        {"payloads": "many"},
        {"payloads": [{"data": 1}]},
        {"payloads": [{"metadata": {"encoding": "YmluYXJ5L2VuY3J5cHRlZA=="}, "data": "AAAA"}]},
        {"unknown": 1},
        "payloads",
    ],
)
async def test_what_our_keys_do_not_open_is_a_problem(city: City, body: object) -> None:
    answer = await city.supervisor().post("/codec/decode", body)
    assert problem_of(answer, 422, "payloads_unreadable")["field"] == "payloads"
    problem_of(await city.supervisor().post("/codec/guess", PLAIN), 422, "request_malformed")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"\\ud800": 1}'])
async def test_what_is_no_json_is_a_problem_of_the_codec(city: City, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {city.supervisor().token}"}
    answer = await city.api.post("/v1/codec/decode", headers=headers, content=content)
    problem_of(answer, 422, "payloads_unreadable")


async def test_an_open_codec_of_a_development_stack_needs_no_token(city: City) -> None:
    settings = city.settings.model_copy(update={"open_codec": True})
    app = create_app(settings, replace(city.resources, settings=settings))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as anybody:
        assert (await anybody.post("/v1/codec/decode", json=PLAIN)).json() == PLAIN
        assert (await anybody.get("/v1/tasks")).status_code == 401
