"""Requests generated from the OpenAPI document: no failure, no status that it does not name."""

import asyncio
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from core.config import Settings
from tests.api.operations import ALLOWED, PUBLIC
from tests.system.city import PUBLIC_URL, City
from tests.system.journeys import Journey

EXAMPLES = 6
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(create_app(Settings(environment="test")).openapi())
OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (found.ok() for found in SCHEMA.get_all_operations())
}
FOLLOWS_FOR_EVER = "GET /v1/applications/{case_id}/events"

few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


async def _explore(city: City, name: str, known: dict[str, str]) -> None:
    """Generate requests in a thread and send them in the loop in which the city runs."""
    loop = asyncio.get_running_loop()
    operation = OPERATIONS[name]

    @few
    @given(case=operation.as_strategy())
    def explore(case: Any) -> None:
        asyncio.run_coroutine_threadsafe(_check(city, name, case, known), loop).result(20)

    await asyncio.to_thread(explore)


async def _check(city: City, name: str, case: Any, known: dict[str, str]) -> None:
    """Send one request as somebody who may, and compare its answer with the document."""
    for parameter, value in known.items():
        if parameter in (case.path_parameters or {}):
            case.path_parameters[parameter] = value
    request = case.as_transport_kwargs(base_url=PUBLIC_URL)
    request["headers"] = dict(request["headers"])
    request["headers"].pop("Authorization", None)
    if name not in PUBLIC:
        role = sorted(ALLOWED[name])[0]
        request["headers"]["Authorization"] = f"Bearer {city.person(role, 'tobacco').token}"
    cookies = request.pop("cookies")
    assert not cookies
    answer = await city.api.request(**request)
    case.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize("name", OPERATIONS)
async def test_whatever_is_asked_the_answer_is_documented(city: City, name: str) -> None:
    await _explore(city, name, {})


@pytest.mark.parametrize(
    "name", [name for name in OPERATIONS if "_id}" in name and name != FOLLOWS_FOR_EVER]
)
async def test_whatever_is_asked_of_a_real_case_the_answer_is_documented(
    city: City, open_case: Journey, name: str
) -> None:
    task = await open_case.open_task("review", "B1-06")
    known = {"case_id": open_case.case_id, "task_id": task["task_id"], "item_code": "B1-06"}
    await _explore(city, name, known)
