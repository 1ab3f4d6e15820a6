"""Ed25519 signatures of licences and receipts, checkable offline with the published keys."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from jwt.algorithms import OKPAlgorithm
from jwt.types import Options

from core.config import Settings, SettingsError

_ALGORITHM = "EdDSA"


class SignatureInvalidError(Exception):
    """A token or seal that no published key has signed."""


class Signer(Protocol):
    """Whoever can seal: a key file, a key service, or another algorithm behind the same calls."""

    def sign(self, payload: Mapping[str, Any], *, purpose: str) -> str:
        """Give a compact JWS over the payload."""
        ...

    def public_keys(self) -> dict[str, Any]:
        """Give the JSON Web Key Set for offline checkers."""
        ...


class FileSigner:
    """Signs with one Ed25519 key from a PEM file."""

    def __init__(self, key: Ed25519PrivateKey, retired: Sequence[Mapping[str, Any]] = ()) -> None:
        self._key = key
        self._retired = retired
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key_id = hashlib.sha256(raw).hexdigest()[:16]

    @classmethod
    def from_file(
        cls, path: Path, *, create: bool = False, retired: Sequence[Mapping[str, Any]] = ()
    ) -> "FileSigner":
        """Load the key; a development stack may have it made when it is missing.

        Raises:
            FileNotFoundError: there is no key and none may be made.
            TypeError: the file holds another kind of key.
        """
        if create and not path.exists():
            _write_new_key(path)
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{path} holds no Ed25519 key")
        return cls(key, retired)

    @classmethod
    def from_settings(cls, settings: Settings) -> "FileSigner":
        """Load the configured key; outside production a missing one is made.

        Raises:
            SettingsError: no key file is named, or the retired keys cannot be read.
        """
        if settings.signing_key_file is None:
            raise SettingsError("TONGXING_SIGNING_KEY_FILE is missing.")
        retired = _retired_keys(settings.retired_keys_file)
        create = settings.environment != "production"
        return cls.from_file(settings.signing_key_file, create=create, retired=retired)

    def sign(self, payload: Mapping[str, Any], *, purpose: str) -> str:
        headers = {"kid": self.key_id, "typ": purpose}
        return jwt.encode(dict(payload), self._key, algorithm=_ALGORITHM, headers=headers)

    def public_keys(self) -> dict[str, Any]:
        published = json.loads(OKPAlgorithm.to_jwk(self._key.public_key()))
        return {
            "keys": [
                {**published, "kid": self.key_id, "alg": _ALGORITHM, "use": "sig"},
                *self._retired,
            ],
        }


def verify(token: str, keys: Mapping[str, Any], *, purpose: str) -> dict[str, Any]:
    """Check a token with a published key set, as anyone can do offline.

    Raises:
        SignatureInvalidError: wrong key, wrong purpose, tampered with, or no token at all.
    """
    try:
        header = jwt.get_unverified_header(token)
        key = next(key for key in keys["keys"] if key["kid"] == header.get("kid"))
        public = OKPAlgorithm.from_jwk(key)
        if header.get("typ") != purpose or not isinstance(public, Ed25519PublicKey):
            raise SignatureInvalidError("purpose")
        # The day of issue is part of what is said; a checker's clock that lags forges nothing.
        options: Options = {"verify_iat": False}
        return dict(jwt.decode(token, public, algorithms=[_ALGORITHM], options=options))
    except (jwt.PyJWTError, StopIteration, KeyError, ValueError) as error:
        raise SignatureInvalidError(type(error).__name__) from error


def _retired_keys(path: Path | None) -> list[dict[str, Any]]:
    """Read former public keys; a private part, left in by mistake, is never published."""
    if path is None:
        return []
    try:
        keys = json.loads(path.read_text("utf-8"))["keys"]
        return [{name: value for name, value in key.items() if name != "d"} for key in keys]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path} holds no JSON Web Key Set.") from error


def _write_new_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path.touch(mode=0o600)
    path.write_bytes(pem)
