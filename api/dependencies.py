"""What handlers ask for by annotation."""

from typing import Annotated

from fastapi import Depends, Header, HTTPException, Path, Request
from fastapi.security import HTTPBearer

from api.authentication import authenticate
from api.resources import Resources
from domain.actors import Actor, Role

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the caller; repeating a request with it repeats the answer.",
    ),
]


CaseId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


def resources(request: Request) -> Resources:
    """Give the process's resources."""
    found: Resources = request.app.state.resources
    return found


ResourcesDependency = Annotated[Resources, Depends(resources)]


TOKEN = HTTPBearer(
    bearerFormat="JWT",
    scheme_name="token",
    auto_error=False,
    description="Of the OIDC issuer, with the claims `role` and, for officials, `department`.",
)
"""For the documentation; ``authenticate`` judges the header."""


async def current_actor(
    resources: ResourcesDependency,
    _documented: Annotated[object, Depends(TOKEN)],
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Actor:
    """Give whoever the bearer token names."""
    return await authenticate(resources.verifier, authorization)


CurrentActor = Annotated[Actor, Depends(current_actor)]


class Allowed:
    """Lets only these roles call a route; every route but the public ones declares one."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, actor: CurrentActor) -> None:
        if actor.role not in self.roles:
            names = ", ".join(sorted(role.value for role in self.roles))
            raise HTTPException(403, f"Only these roles may do this: {names}.")


APPLICANTS = (Role.APPLICANT, Role.WINDOW_CLERK)
HEADS = (Role.HEAD_OF_AUTHORITY, Role.HEAD_OF_GOVERNMENT)
"""Who approves extensions (行政许可法 42)."""
OFFICIALS = (Role.REVIEWER, Role.INSPECTOR, Role.SUPERVISOR, *HEADS)
PEOPLE = (*APPLICANTS, *OFFICIALS, Role.ADMINISTRATOR)
EVERYBODY = (*PEOPLE, Role.DEPARTMENT_SYSTEM)
"""Everybody with a token."""
