"""What production refuses to start with, and who issues its tokens."""

import base64
import json
from pathlib import Path

import pytest

from api.authentication import DevelopmentIssuer, OidcVerifier, verifier_of
from core.config import TEST_CODEC_KEY_ID, Settings, SettingsError

ISSUER = "https://identity.test"


def _production(**changed: object) -> Settings:
    key = base64.b64encode(b"1" * 32).decode()
    return Settings.model_validate(
        {
            "environment": "production",
            "public_url": "https://tongxing.example",
            "callback_secret": "a secret",
            "codec_keys": json.dumps({"2026-11": key}),
            "codec_key_id": "2026-11",
            "signing_key_file": Path("/run/secrets/signing-key.pem"),
            "oidc_issuer": ISSUER,
            "oidc_jwks_url": f"{ISSUER}/keys",
            **changed,
        }
    )


def test_production_starts_with_complete_settings_and_an_oidc_issuer() -> None:
    assert isinstance(verifier_of(_production().checked()), OidcVerifier)


TEST_KEY = base64.b64encode(b"0" * 32).decode()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"development_issuer": True}, "development issuer"),
        ({"open_codec": True}, "codec must not be open"),
        ({"oidc_issuer": ""}, "OIDC_ISSUER"),
        ({"oidc_jwks_url": ""}, "OIDC_JWKS_URL"),
        ({"callback_secret": ""}, "CALLBACK_SECRET"),
        ({"codec_keys": "{}", "codec_key_id": ""}, "CODEC_KEYS"),
        ({"codec_key_id": "2020-01"}, "CODEC_KEY_ID"),
        ({"codec_keys": json.dumps({TEST_CODEC_KEY_ID: TEST_KEY})}, "test-only"),
        ({"signing_key_file": None}, "SIGNING_KEY_FILE"),
        ({"public_url": "http://tongxing.example"}, "https"),
    ],
)
def test_production_refuses_to_start_with(changed: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        _production(**changed).checked()


def test_only_a_development_stack_issues_tokens_itself() -> None:
    development = Settings.model_validate({"development_issuer": True, "callback_secret": "a"})
    assert isinstance(verifier_of(development), DevelopmentIssuer)
