"""What the OpenAPI document says beyond the routes: problems, tags, one shape for every error."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from api.problems import MEDIA_TYPE, Problem
from departments.wire import CallbackBody, PushResultBody

DESCRIPTION = """One application, several permits, many departments, one licence code (一照通行).

Codes are stable and English; texts for people come in Chinese and English. Every error is a
problem (RFC 9457) with `code`, `field` and `rule`. A POST that acts carries an `Idempotency-Key`:
repeating it with the same body repeats the answer. Lists are read page by page with `cursor`.
Instants are RFC 3339 with their offset; days are days in Asia/Shanghai."""

TAGS = [
    {"name": "guidance", "description": "The one-time notice 一次性告知: which permits, and why."},
    {"name": "forms", "description": "One form for several permits 一表申请, and its burden."},
    {"name": "drafts", "description": "Applications in the making, told what they still lack."},
    {"name": "documents", "description": "Papers handed in, and fetched by those who decide."},
    {"name": "applications", "description": "Handing in, and the case as it stands."},
    {"name": "clocks", "description": "Legal periods day by day, as they are or would be."},
    {"name": "acts", "description": "What the applicant does in a running case."},
    {"name": "reviews", "description": "Requests, objections, disputes, recusal 回避."},
    {"name": "supervision", "description": "Clocks stopped, resumed and extended (第四十五条)."},
    {"name": "records", "description": "The record: timeline, events as they happen, notices."},
    {"name": "tasks", "description": "Human steps of the departments: inbox, claims, decisions."},
    {"name": "permits", "description": "Permits after issuance: verification and revocation."},
    {"name": "licences", "description": "One licence code for everything a business holds."},
    {"name": "public", "description": "What anyone may see and check, without an account."},
    {"name": "departments", "description": "Signed reports of the departments' systems."},
    {"name": "catalogue", "description": "Schemes, items, questions, calendar, places."},
    {"name": "scope", "description": "Business scope, the instant list, and who is told (R34)."},
    {"name": "commitments", "description": "告知书 and 承诺书, made out to be signed."},
    {"name": "notices", "description": "The in-app inbox."},
    {"name": "operation", "description": "Health, readiness, codec and development tokens."},
]

_STATUSES = (400, 401, 403, 404, 409, 413, 415, 422, 503)
_OF_A_BODY = {"400", "413", "415"}
_OF_A_TOKEN = {"401", "403"}
_OF_A_REQUEST = {"404", "422"}
_PROVES_ITSELF = {
    "/v1/guidance": {"401"},
    "/v1/forms": {"401"},
    "/v1/documents/{document_id}/content": {"403"},
    "/v1/departments/{code}/callbacks": {"403"},
    "/v1/departments/{code}/pushes/{push_id}/results": {"403"},
}
"""Open to all, and yet refused with a bad token, address or signature."""
_REFERENCE = {"schema": {"$ref": "#/components/schemas/Problem"}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: _REFERENCE}}
    for status in _STATUSES
}
"""Responses that an operation may have; those that it cannot are left out of the document."""


def complete_documentation(app: FastAPI) -> None:
    """Have the document describe what is referred to but not found in any signature."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        described = document["components"]["schemas"]
        for model in (Problem, CallbackBody, PushResultBody):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            described.update(schema.pop("$defs", {}))
            described[model.__name__] = schema
        _leave_out_what_cannot_be(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def _leave_out_what_cannot_be(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status in _impossible(path, method, operation):
                operation["responses"].pop(status, None)


def _impossible(path: str, method: str, operation: dict[str, Any]) -> set[str]:
    has_body = "requestBody" in operation
    impossible = set() if has_body else set(_OF_A_BODY)
    if "security" not in operation:
        impossible |= _OF_A_TOKEN - _PROVES_ITSELF.get(path, set())
    if method == "get":
        impossible.add("409")
    if not has_body and "parameters" not in operation:
        impossible |= _OF_A_REQUEST
    return impossible
