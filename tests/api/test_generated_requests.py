"""Requests generated from the OpenAPI document: no failure, no status that it does not name."""

import asyncio
from dataclasses import dataclass
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
from tests.api.operations import ALLOWED, ENDLESS, PUBLIC
from tests.system.city import PUBLIC_URL, City, Person
from tests.system.journeys import Order, accepted, fresh_uscc

EXAMPLES = 5
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
_PARAMETERS = ("{case_id}", "{task_id}", "{permit_id}", "{licence_code}")
OF_WHAT_EXISTS = sorted(
    (
        name
        for name in OPERATIONS
        if any(part in name for part in _PARAMETERS) and name != FOLLOWS_FOR_EVER
    ),
    key=lambda name: "withdrawal" in name,
)
"""The withdrawal comes last: after it most acts are refused for the same reason."""

few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What really exists of one applicant: a case under review, a permit, a licence."""

    applicant: Person
    parameters: dict[str, str]


@pytest.fixture(scope="module")
async def known(city: City) -> Known:
    """Make what the requests may well change."""
    case = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    filing = await accepted(city, Order(("B1-08",), uscc=fresh_uscc()), case.applicant)
    licence = (await filing.until_closed())["licence"]
    parameters = {
        "case_id": case.case_id,
        "task_id": (await case.open_task("review", "B1-06"))["task_id"],
        "item_code": "B1-06",
        "kind": "lane",
        "subject": "B1-06",
        "licence_code": licence["licence_code"],
        "permit_id": licence["permits"][0]["permit_id"],
    }
    return Known(case.applicant, parameters)


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


def _somebody_who_may(
    city: City, name: str, applicant: Person | None = None, department: str = "tobacco"
) -> Person | None:
    if name in PUBLIC:
        return None
    role = max(ALLOWED[name] - {Role.WINDOW_CLERK})
    if role is Role.APPLICANT and applicant:
        return applicant
    return city.person(role, department)


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - ENDLESS))
async def test_whatever_is_asked_the_answer_is_documented(city: City, name: str) -> None:
    await _explore(city, name, _somebody_who_may(city, name), {})


@pytest.mark.parametrize("name", OF_WHAT_EXISTS)
async def test_whatever_is_asked_of_what_exists_the_answer_is_documented(
    city: City, known: Known, name: str
) -> None:
    department = "market_regulation" if "{permit_id}" in name else "tobacco"
    caller = _somebody_who_may(city, name, known.applicant, department)
    await _explore(city, name, caller, known.parameters)
