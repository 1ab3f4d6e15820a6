"""Requests generated from the OpenAPI document: no failure, no status that it does not name."""

import asyncio
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from core.config import Settings
from domain.actors import Role
from tests.api.operations import ALLOWED, PUBLIC
from tests.system.city import PUBLIC_URL, City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc

EXAMPLES = 8
CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SCHEMA = schemathesis.openapi.from_dict(create_app(Settings(environment="test")).openapi())
OPERATIONS = {
    f"{found.ok().method.upper()} {found.ok().path}": found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
}
FOLLOWS_FOR_EVER = "GET /v1/applications/{case_id}/events"
OF_A_CASE = [
    name
    for name in OPERATIONS
    if ("{case_id}" in name or "{task_id}" in name) and name != FOLLOWS_FOR_EVER
]

few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
async def own_case(city: City) -> Journey:
    """A case that the requests may well change."""
    return await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))


async def _explore(city: City, name: str, caller: Person | None, known: dict[str, str]) -> None:
    """Generate requests in a thread and send them in the loop in which the city runs."""
    loop = asyncio.get_running_loop()
    operation = OPERATIONS[name]

    @few
    @given(case=operation.as_strategy())
    def explore(case: Any) -> None:
        asyncio.run_coroutine_threadsafe(_check(city, case, caller, known), loop).result(20)

    await asyncio.to_thread(explore)


async def _check(city: City, case: Any, caller: Person | None, known: dict[str, str]) -> None:
    """Send one request and compare its answer with the document."""
    for parameter in set(known) & set(case.path_parameters or {}):
        case.path_parameters[parameter] = known[parameter]
    generated = case.as_transport_kwargs(base_url=PUBLIC_URL)
    assert not generated.pop("cookies")
    generated["headers"] = {**generated["headers"], "Authorization": _authorization(caller)}
    request = city.api.build_request(**generated)
    await request.aread()
    answer = await city.api.send(request)
    case.validate_response(answer, checks=CHECKS)


def _authorization(caller: Person | None) -> str:
    return f"Bearer {caller.token}" if caller else ""


def _somebody_who_may(city: City, name: str, applicant: Person | None = None) -> Person | None:
    if name in PUBLIC:
        return None
    role = max(ALLOWED[name] - {Role.WINDOW_CLERK})
    if role is Role.APPLICANT and applicant:
        return applicant
    return city.person(role, "tobacco")


@pytest.mark.parametrize("name", OPERATIONS)
async def test_whatever_is_asked_the_answer_is_documented(city: City, name: str) -> None:
    await _explore(city, name, _somebody_who_may(city, name), {})


@pytest.mark.parametrize("name", OF_A_CASE)
async def test_whatever_is_asked_of_a_real_case_the_answer_is_documented(
    city: City, own_case: Journey, name: str
) -> None:
    known = {
        "case_id": own_case.case_id,
        "task_id": f"{own_case.case_id}.t1",
        "item_code": "B1-06",
        "kind": "lane",
        "subject": "B1-06",
    }
    await _explore(city, name, _somebody_who_may(city, name, own_case.applicant), known)
