"""Tokens of an OIDC issuer whose published keys rotate."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from fastapi import HTTPException
from jwt.algorithms import RSAAlgorithm

from api import authentication
from api.authentication import OidcVerifier, authenticate
from api.problems import UnavailableError
from domain.actors import Actor, Role

ISSUER = "https://identity.test"
AUDIENCE = "tongxing"


def _new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class Issuer:
    """An OIDC issuer that publishes its keys on a port of its own."""

    url: str
    keys: dict[str, RSAPrivateKey] = field(default_factory=dict)
    fetched: int = 0

    def published(self) -> bytes:
        self.fetched += 1
        entries = [
            {**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": name, "use": "sig"}
            for name, key in self.keys.items()
        ]
        return json.dumps({"keys": entries}).encode()

    def issue(self, kid: str, **changed: object) -> str:
        now = datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "somebody",
            "role": "applicant",
            "exp": now + timedelta(minutes=5),
            **changed,
        }
        return jwt.encode(claims, self.keys[kid], algorithm="RS256", headers={"kid": kid})


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    found: list[Issuer] = []

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = found[0].published()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its signature
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    found.append(Issuer(f"http://127.0.0.1:{server.server_port}/keys", {"first": _new_key()}))
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    yield found[0]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def verifier(issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> OidcVerifier:
    monkeypatch.setattr(authentication, "_BETWEEN_LOOKS_SECONDS", 0)
    return OidcVerifier(ISSUER, issuer.url, AUDIENCE)


async def _actor(verifier: OidcVerifier, token: str) -> Actor:
    return await authenticate(verifier, f"Bearer {token}")


async def _refused(verifier: OidcVerifier, token: str) -> None:
    with pytest.raises(HTTPException) as raised:
        await _actor(verifier, token)
    assert raised.value.status_code == 401


async def test_a_token_of_the_issuer_names_its_actor(
    issuer: Issuer, verifier: OidcVerifier
) -> None:
    official = issuer.issue("first", role="reviewer", department="health")
    assert await _actor(verifier, official) == Actor("somebody", Role.REVIEWER, "health")
    assert await _actor(verifier, issuer.issue("first")) == Actor("somebody", Role.APPLICANT)
    assert issuer.fetched == 1


async def test_a_department_counts_for_officials_only(
    issuer: Issuer, verifier: OidcVerifier
) -> None:
    token = issuer.issue("first", role="supervisor", department="health")
    assert await _actor(verifier, token) == Actor("somebody", Role.SUPERVISOR)


async def test_a_new_key_is_believed_as_soon_as_it_is_published(
    issuer: Issuer, verifier: OidcVerifier
) -> None:
    await _actor(verifier, issuer.issue("first"))
    issuer.keys["second"] = _new_key()
    assert (await _actor(verifier, issuer.issue("second"))).subject == "somebody"
    assert (await _actor(verifier, issuer.issue("first"))).subject == "somebody"


async def test_a_withdrawn_key_is_not_believed_once_the_keys_were_read_again(
    issuer: Issuer, verifier: OidcVerifier
) -> None:
    old = issuer.issue("first")
    await _actor(verifier, old)
    issuer.keys = {"second": _new_key()}
    await _actor(verifier, issuer.issue("second"))
    await _refused(verifier, old)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.test"},
        {"aud": "another-city"},
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"role": "mayor"},
        {"role": "reviewer"},
    ],
)
async def test_wrong_claims_of_the_right_issuer_are_refused(
    issuer: Issuer, verifier: OidcVerifier, changed: dict[str, object]
) -> None:
    await _refused(verifier, issuer.issue("first", **changed))


async def test_a_key_that_was_never_published_is_refused(
    issuer: Issuer, verifier: OidcVerifier
) -> None:
    stranger = Issuer(issuer.url, {"first": _new_key(), "third": _new_key()})
    await _refused(verifier, stranger.issue("first"))
    await _refused(verifier, stranger.issue("third"))
    secret = jwt.encode(
        {"iss": ISSUER, "aud": AUDIENCE, "sub": "a", "role": "supervisor", "exp": 4_000_000_000},
        "a secret that is long enough to sign with",
        algorithm="HS256",
        headers={"kid": "first"},
    )
    await _refused(verifier, secret)


async def test_an_issuer_that_does_not_answer_is_no_fault_of_the_token(issuer: Issuer) -> None:
    lonely = OidcVerifier(ISSUER, "http://127.0.0.1:9/keys", AUDIENCE)
    with pytest.raises(UnavailableError) as raised:
        await _actor(lonely, issuer.issue("first"))
    assert raised.value.code == "issuer_unavailable"
