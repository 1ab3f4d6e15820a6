"""Tokens that are not believed: 401 without saying why, and nothing is written."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.authentication import DEVELOPMENT_ISSUER
from domain.actors import Actor, Role
from tests.api.refusals import problem_of, rows_of
from tests.system.city import City
from tests.system.journeys import ANSWERS

SUBJECT = "applicant-with-a-bad-token"


def _claims(city: City, **changed: object) -> dict[str, Any]:
    now = datetime.now(UTC)
    claims = {
        "iss": DEVELOPMENT_ISSUER,
        "aud": city.settings.oidc_audience,
        "sub": SUBJECT,
        "role": "applicant",
        "iat": now,
        "exp": now + timedelta(hours=1),
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _signed(city: City, **changed: object) -> str:
    return jwt.encode(_claims(city, **changed), city.issuer.key, algorithm="EdDSA")


async def _submit(city: City, authorization: str) -> httpx.Response:
    headers = {"Authorization": authorization, "Idempotency-Key": "bad-token-key"}
    return await city.api.post("/v1/drafts", headers=headers, json={"scheme": "zhongshan"})


WRONG_CLAIMS: dict[str, dict[str, object]] = {
    "expired": {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
    "without an end": {"exp": None},
    "not valid yet": {"nbf": datetime(2999, 1, 1, tzinfo=UTC)},
    "another issuer": {"iss": "https://elsewhere.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-city"},
    "no audience": {"aud": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "subject with NUL": {"sub": "a\x00b"},
    "subject of two lines": {"sub": "a\nb"},
    "subject too long": {"sub": "a" * 201},
    "no role": {"role": None},
    "unknown role": {"role": "mayor"},
    "several roles": {"role": ["applicant", "supervisor"]},
    "the role of a case": {"role": "case"},
    "a reviewer of no department": {"role": "reviewer"},
    "an inspector of an empty department": {"role": "inspector", "department": ""},
    "a department that is no text": {"role": "department_system", "department": ["health"]},
}


@pytest.mark.parametrize("name", WRONG_CLAIMS)
async def test_a_token_with_wrong_claims_is_not_believed(city: City, name: str) -> None:
    token = _signed(city, **WRONG_CLAIMS[name])
    problem = problem_of(await _submit(city, f"Bearer {token}"), 401, "not_authenticated")
    assert problem["detail"] == "The token is not valid."
    assert not any((await rows_of(city, SUBJECT)).values())


def _none(city: City) -> str:
    """Give a token that says it needs no signature."""
    return jwt.encode(_claims(city), "", algorithm="none")


def _with_public_key_as_secret(city: City) -> str:
    """Give a token signed with what everybody knows, as if the key were a shared secret."""
    public = city.issuer.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return jwt.encode(_claims(city), public, algorithm="HS256")


def _of_another_key(city: City) -> str:
    return jwt.encode(_claims(city), Ed25519PrivateKey.generate(), algorithm="EdDSA")


def _tampered(city: City) -> str:
    """Give a good token whose role was changed after it was signed."""
    head, _, signature = _signed(city).split(".")
    claims = {**_claims(city, iat=None, exp=None), "role": "supervisor", "exp": 4_000_000_000}
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize("forge", [_none, _with_public_key_as_secret, _of_another_key, _tampered])
async def test_a_forged_token_is_not_believed(city: City, forge: Any) -> None:
    answer = await _submit(city, f"Bearer {forge(city)}")
    problem_of(answer, 401, "not_authenticated")
    assert not any((await rows_of(city, SUBJECT)).values())


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer a.b.c", "Bearer ä", "Basic YTpi", "Bearer " + "x" * 9000],
)
async def test_a_header_that_holds_no_token_is_not_believed(city: City, header: str) -> None:
    answer = await city.api.get("/v1/drafts", headers={b"Authorization": header.encode()})
    problem_of(answer, 401, "not_authenticated")


async def test_guidance_believes_no_bad_token_either(city: City) -> None:
    body = {"scheme": "zhongshan", "answers": ANSWERS}
    assert (await city.api.post("/v1/guidance", json=body)).status_code == 200
    headers = {"Authorization": "Bearer a.b.c"}
    answer = await city.api.post("/v1/guidance", headers=headers, json=body)
    problem_of(answer, 401, "not_authenticated")


async def test_the_development_issuer_gives_only_tokens_that_are_believed(city: City) -> None:
    wanted = {"subject": "tester", "role": "reviewer", "department": "health"}
    answer = await city.api.post("/v1/development/tokens", json=wanted)
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert (await city.api.get("/v1/tasks", headers=headers)).status_code == 200
    for wrong, field in (
        ({"subject": "tester", "role": "reviewer"}, "department"),
        ({"subject": "tester", "role": "case"}, "role"),
        ({"subject": "tester", "role": "mayor"}, "role"),
        ({"subject": "", "role": "applicant"}, "subject"),
    ):
        refused = await city.api.post("/v1/development/tokens", json=wrong)
        assert problem_of(refused, 422)["field"] == field


async def test_a_token_runs_out(city: City) -> None:
    actor = Actor(SUBJECT, Role.APPLICANT)
    token = city.issuer.issue(actor, valid_for=timedelta(seconds=-1))
    problem_of(await _submit(city, f"Bearer {token}"), 401, "not_authenticated")
