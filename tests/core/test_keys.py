"""Signatures of licences and receipts: checkable by anyone offline, forgeable by nobody."""

import json
import stat
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm

from core.config import Settings, SettingsError
from core.keys import FileSigner, SignatureInvalidError, verify

SIGNER = FileSigner(Ed25519PrivateKey.generate())
OTHER = FileSigner(Ed25519PrivateKey.generate())
PAYLOAD = {"licence": "ZS-1", "名称": "测试商店", "permits": ["A", "B"], "version": 2}


def refused(token: str, keys: dict[str, Any] | None = None, purpose: str = "licence") -> None:
    with pytest.raises(SignatureInvalidError):
        verify(token, keys or SIGNER.public_keys(), purpose=purpose)


class TestVerify:
    def test_gives_what_was_signed(self) -> None:
        token = SIGNER.sign(PAYLOAD, purpose="licence")
        assert verify(token, SIGNER.public_keys(), purpose="licence") == PAYLOAD

    def test_finds_the_key_among_several(self) -> None:
        keys = {"keys": [*OTHER.public_keys()["keys"], *SIGNER.public_keys()["keys"]]}
        token = SIGNER.sign(PAYLOAD, purpose="licence")
        assert verify(token, keys, purpose="licence") == PAYLOAD

    def test_gives_what_was_signed_when_the_checkers_clock_lags_behind_the_issue(self) -> None:
        payload = PAYLOAD | {"iat": 4_102_444_800}
        token = SIGNER.sign(payload, purpose="licence")
        assert verify(token, SIGNER.public_keys(), purpose="licence") == payload

    def test_is_refused_for_another_purpose(self) -> None:
        refused(SIGNER.sign(PAYLOAD, purpose="receipt"))

    def test_is_refused_for_a_key_that_is_not_published(self) -> None:
        refused(OTHER.sign(PAYLOAD, purpose="licence"))

    def test_is_refused_for_a_forger_who_names_our_key(self) -> None:
        forger = FileSigner(Ed25519PrivateKey.generate())
        forger.key_id = SIGNER.key_id
        refused(forger.sign(PAYLOAD, purpose="licence"))

    def test_is_refused_for_a_token_without_a_signature(self) -> None:
        headers = {"kid": SIGNER.key_id, "typ": "licence"}
        refused(jwt.encode(PAYLOAD, "", algorithm="none", headers=headers))

    def test_is_refused_for_a_seal_made_with_the_public_key_as_secret(self) -> None:
        secret = SIGNER.public_keys()["keys"][0]["x"]
        headers = {"kid": SIGNER.key_id, "typ": "licence"}
        refused(jwt.encode(PAYLOAD, secret, algorithm="HS256", headers=headers))

    @pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "照.照.照"])
    def test_is_refused_for_what_is_no_token(self, token: str) -> None:
        refused(token)

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 400), st.sampled_from("Aa0-."))
    def test_is_refused_when_a_letter_was_changed(self, place: int, letter: str) -> None:
        token = SIGNER.sign(PAYLOAD, purpose="licence")
        body = token[: token.rindex(".")]
        place %= len(body)
        if token[place] != letter:
            refused(token[:place] + letter + token[place + 1 :])

    def test_is_refused_without_published_keys(self) -> None:
        refused(SIGNER.sign(PAYLOAD, purpose="licence"), {"keys": []})

    def test_is_refused_when_a_key_of_another_kind_bears_the_id(self) -> None:
        public = ec.generate_private_key(ec.SECP256R1()).public_key()
        key = ECAlgorithm.to_jwk(public, as_dict=True)
        keys = {"keys": [{**key, "kid": SIGNER.key_id}]}
        refused(SIGNER.sign(PAYLOAD, purpose="licence"), keys)


class TestPublicKeys:
    def test_hold_no_private_part(self) -> None:
        (key,) = SIGNER.public_keys()["keys"]
        assert "d" not in key
        assert (key["kty"], key["crv"], key["use"]) == ("OKP", "Ed25519", "sig")
        assert key["kid"] == SIGNER.key_id


class TestKeyFile:
    def test_is_made_once_for_its_owner_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "keys" / "signing.pem"
        made = FileSigner.from_file(path, create=True)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert FileSigner.from_file(path, create=True).key_id == made.key_id
        assert FileSigner.from_file(path).key_id == made.key_id

    def test_is_not_made_unasked(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            FileSigner.from_file(tmp_path / "signing.pem")

    def test_is_refused_when_it_holds_another_kind_of_key(self, tmp_path: Path) -> None:
        path = tmp_path / "signing.pem"
        key = ec.generate_private_key(ec.SECP256R1())
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        with pytest.raises(TypeError, match="no Ed25519 key"):
            FileSigner.from_file(path)


class TestFromSettings:
    def test_makes_a_missing_key_in_development(self, tmp_path: Path) -> None:
        path = tmp_path / "signing.pem"
        assert FileSigner.from_settings(Settings(signing_key_file=path)).key_id
        assert path.exists()

    def test_makes_none_in_production(self, tmp_path: Path) -> None:
        path = tmp_path / "signing.pem"
        with pytest.raises(FileNotFoundError):
            FileSigner.from_settings(Settings(environment="production", signing_key_file=path))

    def test_is_refused_without_a_file(self) -> None:
        with pytest.raises(SettingsError, match="SIGNING_KEY_FILE"):
            FileSigner.from_settings(Settings(signing_key_file=None))

    def test_publishes_retired_keys_so_that_their_seals_stay_checkable(
        self, tmp_path: Path
    ) -> None:
        retired = tmp_path / "retired.json"
        private = {**OTHER.public_keys()["keys"][0], "d": "never-to-be-published"}
        retired.write_text(json.dumps({"keys": [private]}), "utf-8")
        signer = FileSigner.from_settings(
            Settings(signing_key_file=tmp_path / "key.pem", retired_keys_file=retired)
        )
        sealed_before = OTHER.sign(PAYLOAD, purpose="licence")
        assert verify(sealed_before, signer.public_keys(), purpose="licence") == PAYLOAD
        assert "never-to-be-published" not in json.dumps(signer.public_keys())

    def test_is_refused_when_the_retired_keys_cannot_be_read(self, tmp_path: Path) -> None:
        retired = tmp_path / "retired.json"
        retired.write_text("[]", "utf-8")
        with pytest.raises(SettingsError, match="JSON Web Key Set"):
            FileSigner.from_settings(
                Settings(signing_key_file=tmp_path / "key.pem", retired_keys_file=retired)
            )
