"""Deny by default: a role calls what the table gives it, and nothing else."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import create_app
from api.dependencies import Allowed
from core.config import Settings
from domain.actors import Role
from tests.api.operations import (
    ALLOWED,
    ENDLESS,
    OF_A_DEPARTMENT,
    PUBLIC,
    Operation,
    operations_of,
)
from tests.system.city import City

ROLES = [role for role in Role if role is not Role.CASE]


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app(Settings(environment="test"))


@pytest.fixture(scope="module")
def operations(app: FastAPI) -> list[Operation]:
    return operations_of(app.openapi())


def test_the_table_names_every_documented_operation_and_no_other(
    operations: list[Operation],
) -> None:
    assert {operation.name for operation in operations} == {*PUBLIC, *ALLOWED}
    assert not PUBLIC & set(ALLOWED)


def test_every_route_that_is_not_public_declares_who_may_call_it(app: FastAPI) -> None:
    declared = {_name(route): _declared(route.dependant) for route in _routes(app)}
    assert set(declared) == {*PUBLIC, *ALLOWED}
    assert {name: roles for name, roles in declared.items() if roles is not None} == ALLOWED


async def test_without_a_token_only_public_routes_answer(
    city: City, operations: list[Operation]
) -> None:
    for operation in operations:
        answer = await _call(city, operation, None)
        if operation.name in PUBLIC:
            assert _code(answer) not in {"not_authenticated", "not_allowed"}, operation.name
        else:
            assert (answer.status_code, _code(answer)) == (401, "not_authenticated"), operation.name
            assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_calls_what_the_table_allows_and_nothing_else(
    city: City, operations: list[Operation], role: Role
) -> None:
    token = city.person(role, "health" if role in OF_A_DEPARTMENT else None).token
    for operation in operations:
        if operation.name in ENDLESS and role in ALLOWED[operation.name]:
            continue
        answer = await _call(city, operation, token)
        denied = (answer.status_code, _code(answer)) == (403, "not_allowed")
        allowed = operation.name in PUBLIC or role in ALLOWED[operation.name]
        assert denied is not allowed, f"{role} {operation.name}: {answer.status_code}"
        assert answer.status_code not in {401, 500}, operation.name


async def test_nobody_is_a_case(city: City) -> None:
    answer = await city.person(Role.CASE).get("/notices")
    assert (answer.status_code, _code(answer)) == (401, "not_authenticated")


async def _call(city: City, operation: Operation, token: str | None) -> httpx.Response:
    headers = {"Idempotency-Key": "roles-are-tested"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    body = None if operation.method in {"GET", "DELETE"} else {"no_such_field": True}
    return await city.api.request(operation.method, operation.address(), headers=headers, json=body)


def _code(answer: httpx.Response) -> str:
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return ""
    return str(answer.json()["code"])


def _routes(app: FastAPI) -> Iterator[Any]:
    """Give every route as included, with the dependencies of its router."""
    contexts = iter_route_contexts(app.routes)
    return (each for each in contexts if isinstance(each.original_route, APIRoute))


def _name(route: Any) -> str:
    (method,) = route.methods
    return f"{method} {route.path}"


def _declared(dependant: Dependant) -> frozenset[Role] | None:
    """Give the roles that pass every ``Allowed`` of the route; None when it has none."""
    found = [each.call.roles for each in dependant.dependencies if isinstance(each.call, Allowed)]
    return frozenset.intersection(*found) if found else None
