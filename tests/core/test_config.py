"""Settings: read from the environment, and refused in production when they are weak."""

import json
from base64 import b64encode
from collections.abc import Iterator

import pytest

from core.config import TEST_CODEC_KEY_ID, Settings, SettingsError
from core.config import settings as process_settings

KEY = b64encode(b"k" * 32).decode()
PRODUCTION = {
    "TONGXING_ENVIRONMENT": "production",
    "TONGXING_OIDC_ISSUER": "https://login.example",
    "TONGXING_OIDC_JWKS_URL": "https://login.example/keys",
    "TONGXING_CODEC_KEYS": json.dumps({"k1": KEY}),
    "TONGXING_CODEC_KEY_ID": "k1",
    "TONGXING_CALLBACK_SECRET": "secret",
    "TONGXING_SIGNING_KEY_FILE": "/run/secrets/signing.pem",
    "TONGXING_PUBLIC_URL": "https://permits.example",
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No setting of the machine reaches a test, and none is kept for the next."""
    for name in [*Settings.model_fields, "database_url"]:
        monkeypatch.delenv(f"TONGXING_{name.upper()}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    process_settings.cache_clear()
    yield
    process_settings.cache_clear()


def in_production(monkeypatch: pytest.MonkeyPatch, **changed: str) -> Settings:
    for name, value in {**PRODUCTION, **changed}.items():
        monkeypatch.setenv(name, value)
    return Settings()


class TestProduction:
    def test_runs_when_everything_is_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert in_production(monkeypatch).faults() == ()
        assert process_settings().environment == "production"

    @pytest.mark.parametrize(
        ("name", "value", "fault"),
        [
            ("TONGXING_DEVELOPMENT_ISSUER", "true", "development issuer must be off"),
            ("TONGXING_OIDC_ISSUER", "", "OIDC_ISSUER is missing"),
            ("TONGXING_OIDC_JWKS_URL", "", "OIDC_JWKS_URL is missing"),
            ("TONGXING_CODEC_KEYS", "{}", "CODEC_KEYS is missing"),
            ("TONGXING_CODEC_KEYS", json.dumps({TEST_CODEC_KEY_ID: KEY}), "test-only codec key"),
            ("TONGXING_CODEC_KEY_ID", "k2", "CODEC_KEY_ID names no key"),
            ("TONGXING_CALLBACK_SECRET", "", "CALLBACK_SECRET is missing"),
            ("TONGXING_PUBLIC_URL", "http://permits.example", "must be https"),
        ],
    )
    def test_is_refused_with(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str, fault: str
    ) -> None:
        with pytest.raises(SettingsError, match=fault):
            in_production(monkeypatch, **{name: value}).checked()

    def test_is_refused_without_a_signing_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        in_production(monkeypatch)
        monkeypatch.delenv("TONGXING_SIGNING_KEY_FILE")
        assert Settings().faults() == ("TONGXING_SIGNING_KEY_FILE is missing.",)

    def test_names_every_fault_at_once(self) -> None:
        with pytest.raises(SettingsError) as refusal:
            Settings(environment="production").checked()
        assert str(refusal.value).count("missing") == 5

    def test_is_refused_before_anything_has_started(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TONGXING_ENVIRONMENT", "production")
        with pytest.raises(SettingsError):
            process_settings()


class TestElsewhere:
    def test_has_no_faults(self) -> None:
        assert Settings().faults() == ()
        assert Settings(development_issuer=True).checked().development_issuer


class TestCodecKeys:
    def ring(self, monkeypatch: pytest.MonkeyPatch, text: str) -> dict[str, bytes]:
        monkeypatch.setenv("TONGXING_CODEC_KEYS", text)
        return Settings().codec_key_ring()

    def test_are_read_by_their_ids(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.ring(monkeypatch, json.dumps({"k1": KEY})) == {"k1": b"k" * 32}
        assert self.ring(monkeypatch, "") == {}

    @pytest.mark.parametrize(
        "text",
        ["{", "[]", '"text"', "1", '{"k1": "?"}', '{"k1": 1}', '{"k1": null}', '{"k": "照"}'],
    )
    def test_are_refused_when_they_cannot_be_read(
        self, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        with pytest.raises(SettingsError, match="must be JSON"):
            self.ring(monkeypatch, text)

    def test_are_refused_when_too_short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        short = b64encode(b"k" * 16).decode()
        with pytest.raises(SettingsError, match="k1 has not 32 bytes") as refusal:
            self.ring(monkeypatch, json.dumps({"k1": short}))
        assert short not in str(refusal.value)


class TestSecrets:
    def test_are_not_shown_when_settings_are_printed(self) -> None:
        shown = repr(Settings.model_validate({"callback_secret": "hush", "codec_keys": KEY}))
        assert "hush" not in shown
        assert KEY not in shown


class TestDatabaseUrl:
    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_names_the_driver_whatever_the_scheme(
        self, monkeypatch: pytest.MonkeyPatch, scheme: str
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", f"{scheme}://host/postgres://db")
        assert Settings().database_url == "postgresql+psycopg://host/postgres://db"


class TestProcessSettings:
    def test_are_read_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        first = process_settings()
        monkeypatch.setenv("TONGXING_LOG_LEVEL", "DEBUG")
        assert process_settings() is first
