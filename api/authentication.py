"""Who calls: a bearer token of the configured OIDC issuer, or of the development issuer."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import HTTPException
from jwt import PyJWKClient, PyJWKClientConnectionError

from api.problems import UnavailableError
from core.config import Settings
from domain.actors import Actor, Role

DEVELOPMENT_ISSUER = "urn:tongxing:development"
_ALGORITHMS = ["RS256", "ES256", "EdDSA"]
_LONGEST_CLAIM = 200
_KEYS_HOLD_SECONDS = 300
"""How long a withdrawn key is still believed."""
_BETWEEN_LOOKS_SECONDS = 5
"""How often at most an unknown key id has us look for new keys."""
_ISSUER_WAIT_SECONDS = 5
_BELIEVED_SECONDS = 60
_TOKENS_KEPT = 2048


class TokenVerifier(Protocol):
    """Checks a token's signature, issuer, audience and dates; gives its claims."""

    async def claims(self, token: str) -> dict[str, Any]:
        """Give the claims.

        Raises:
            jwt.InvalidTokenError: the token is not to be believed.
        """
        ...


class OidcVerifier:
    """Verifies with the published keys of an OIDC issuer; they are fetched in a thread."""

    def __init__(self, issuer: str, jwks_url: str, audience: str) -> None:
        self._keys = PyJWKClient(
            jwks_url,
            lifespan=_KEYS_HOLD_SECONDS,
            cooldown_duration=_BETWEEN_LOOKS_SECONDS,
            timeout=_ISSUER_WAIT_SECONDS,
        )
        self._issuer = issuer
        self._audience = audience

    async def claims(self, token: str) -> dict[str, Any]:
        try:
            key = await asyncio.to_thread(self._keys.get_signing_key_from_jwt, token)
        except PyJWKClientConnectionError as error:
            raise UnavailableError(
                "issuer_unavailable", "The issuer of the tokens cannot be asked for its keys."
            ) from error
        return _decode(token, key.key, self._issuer, self._audience)


@dataclass(frozen=True, slots=True)
class DevelopmentIssuer:
    """Issues and verifies tokens for demo and tests; never in production.

    Its key is derived from the callback secret, so that every API process of a stack agrees.
    """

    key: Ed25519PrivateKey
    audience: str

    @classmethod
    def from_settings(cls, settings: Settings) -> "DevelopmentIssuer":
        secret = settings.callback_secret.get_secret_value()
        seed = hashlib.sha256(f"development issuer {secret}".encode()).digest()
        return cls(Ed25519PrivateKey.from_private_bytes(seed), settings.oidc_audience)

    def issue(self, actor: Actor, *, valid_for: timedelta = timedelta(hours=12)) -> str:
        now = datetime.now(UTC)
        claims = {
            "iss": DEVELOPMENT_ISSUER,
            "aud": self.audience,
            "sub": actor.subject,
            "role": actor.role.value,
            "iat": now,
            "exp": now + valid_for,
        }
        if actor.department:
            claims["department"] = actor.department
        return jwt.encode(claims, self.key, algorithm="EdDSA")

    async def claims(self, token: str) -> dict[str, Any]:
        return _decode(token, self.key.public_key(), DEVELOPMENT_ISSUER, self.audience)


class RememberingVerifier:
    """Spares checking the signature again of a token that was believed a moment ago.

    A token is remembered by its digest, never longer than it is valid, and no longer than a
    minute, so that a withdrawn key is not believed for longer than it was without this.
    """

    def __init__(self, verifier: TokenVerifier) -> None:
        self._verifier = verifier
        self._believed: OrderedDict[bytes, tuple[float, dict[str, Any]]] = OrderedDict()

    async def claims(self, token: str) -> dict[str, Any]:
        digest, now = hashlib.sha256(token.encode()).digest(), time.time()
        until, known = self._believed.get(digest, (0.0, {}))
        if now < until:
            return known
        claims = await self._verifier.claims(token)
        self._believed[digest] = (min(float(claims["exp"]), now + _BELIEVED_SECONDS), claims)
        self._believed.move_to_end(digest)
        if len(self._believed) > _TOKENS_KEPT:
            self._believed.popitem(last=False)
        return claims


def verifier_of(settings: Settings) -> TokenVerifier:
    """Give the verifier that the settings ask for; the development one never in production."""
    if settings.development_issuer:
        return DevelopmentIssuer.from_settings(settings)
    return OidcVerifier(settings.oidc_issuer, settings.oidc_jwks_url, settings.oidc_audience)


async def authenticate(verifier: TokenVerifier, authorization: str | None) -> Actor:
    """Give the actor of an ``Authorization`` header.

    Raises:
        HTTPException: 401 without saying more than that the token is not believed.
        UnavailableError: the issuer's keys cannot be had now.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise _unauthorized("A bearer token is needed.")
    try:
        return actor_of(await verifier.claims(token))
    except (jwt.PyJWTError, ValueError, KeyError, TypeError) as error:
        raise _unauthorized("The token is not valid.") from error


async def applicant_of(verifier: TokenVerifier, authorization: str | None) -> str | None:
    """Give the applicant whose token it is; others, and who has none, are told what is public."""
    if authorization is None:
        return None
    actor = await authenticate(verifier, authorization)
    return actor.subject if actor.role is Role.APPLICANT else None


def actor_of(claims: dict[str, Any]) -> Actor:
    """Read subject, role and department; officials without a department are not believed."""
    subject, role = claims["sub"], Role(claims["role"])
    department = claims.get("department") if role.is_of_a_department else None
    if role is Role.CASE or not _is_storable(subject):
        raise ValueError("sub")
    if role.is_of_a_department and not _is_storable(department):
        raise ValueError("department")
    return Actor(subject, role, department)


def _is_storable(claim: object) -> bool:
    """Whether it is a short text without control characters or halves of surrogate pairs."""
    return isinstance(claim, str) and claim.isprintable() and 0 < len(claim) <= _LONGEST_CLAIM


def _decode(token: str, key: Any, issuer: str, audience: str) -> dict[str, Any]:  # noqa: ANN401  # PyJWT's key types
    return jwt.decode(
        token,
        key,
        algorithms=_ALGORITHMS,
        issuer=issuer,
        audience=audience,
        options={"require": ["exp", "sub", "iss", "aud"]},
    )


def _unauthorized(detail: str) -> HTTPException:
    return HTTPException(401, detail, headers={"WWW-Authenticate": "Bearer"})
