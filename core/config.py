"""Settings of every process, read from the environment once; production refuses weak ones."""

import base64
import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TEST_CODEC_KEY_ID = "test-only"
_KEY_BYTES = 32


class SettingsError(Exception):
    """Settings that this environment must not run with; one sentence per fault."""


class Settings(BaseSettings):
    """All settings; names in the environment carry the prefix ``TONGXING_``.

    The Temporal connection itself is read by ``temporalio.envconfig`` from the standard
    ``TEMPORAL_*`` variables (address, namespace, TLS, API key).
    """

    model_config = SettingsConfigDict(env_prefix="TONGXING_", extra="ignore")

    environment: Literal["development", "test", "production"] = "development"
    database_url: str = Field(
        default="postgresql+psycopg://localhost/tongxing", validation_alias="DATABASE_URL"
    )
    database_pool_size: int = 10
    public_url: str = "http://127.0.0.1:8000"
    departments_reach_us_at: str = ""
    """Base address for callbacks and papers where it differs from the public one."""
    api_host: str = "127.0.0.1"
    api_port: int = 8000
    simulator_url: str = "http://127.0.0.1:8100"
    department_systems_file: Path = Path("departments/systems.yaml")
    catalogue_directory: Path = Path("catalog")
    callback_secret: SecretStr = SecretStr("")
    codec_keys: SecretStr = SecretStr("{}")
    codec_key_id: str = ""
    signing_key_file: Path | None = None
    retired_keys_file: Path | None = None
    """JSON Web Key Set of former public keys: what they have signed stays checkable."""
    object_store_url: str = "file:///tmp/tongxing-objects"
    oidc_issuer: str = ""
    oidc_jwks_url: str = ""
    oidc_audience: str = "tongxing"
    development_issuer: bool = False
    codec_origins: str = ""
    """Where the Temporal UI is served, comma-separated: browsers there may ask for decoding."""
    open_codec: bool = False
    """Decode for the Temporal UI without a supervisor's token; never in production."""
    ready_file: Path | None = None
    log_level: str = "INFO"
    log_json: bool = True
    sandbox: bool = True
    deployment_name: str = ""
    """With a name, workers register as a versioned deployment (AUTO_UPGRADE) under a build id."""
    build_id: str = ""
    upload_limit_bytes: int = 20_000_000
    update_wait_seconds: float = 5.0
    updates_at_once: int = Field(default=24, ge=1)
    max_concurrent_workflow_tasks: int = 20

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        """Accept the ordinary Postgres address and name the driver."""
        for plain in ("postgresql://", "postgres://"):
            if url.startswith(plain):
                return url.replace(plain, "postgresql+psycopg://", 1)
        return url

    @property
    def address_for_departments(self) -> str:
        """Where departments' systems call back to and fetch papers from."""
        return (self.departments_reach_us_at or self.public_url).rstrip("/")

    def codec_key_ring(self) -> dict[str, bytes]:
        """Keys by id; empty means payloads are not encrypted (refused in production).

        Raises:
            SettingsError: the JSON or a key in it cannot be read.
        """
        try:
            named = json.loads(self.codec_keys.get_secret_value() or "{}")
            ring = {key_id: base64.b64decode(key, validate=True) for key_id, key in named.items()}
        except (ValueError, AttributeError, TypeError) as error:
            raise SettingsError(
                "TONGXING_CODEC_KEYS must be JSON of the form {key id: base64}."
            ) from error
        short = [key_id for key_id, key in ring.items() if len(key) != _KEY_BYTES]
        if short:
            raise SettingsError(f"Codec key {short[0]} has not {_KEY_BYTES} bytes.")
        return ring

    def faults(self) -> tuple[str, ...]:
        """Everything that production must not run with, in words; empty elsewhere."""
        if self.environment != "production":
            return ()
        ring = self.codec_key_ring()
        checks = {
            "The development issuer must be off in production.": self.development_issuer,
            "The codec must not be open in production.": self.open_codec,
            "TONGXING_OIDC_ISSUER is missing.": not self.oidc_issuer,
            "TONGXING_OIDC_JWKS_URL is missing.": not self.oidc_jwks_url,
            "TONGXING_CODEC_KEYS is missing.": not ring,
            "The test-only codec key must not be used.": TEST_CODEC_KEY_ID in ring,
            "TONGXING_CODEC_KEY_ID names no key.": self.codec_key_id not in ring,
            "TONGXING_CALLBACK_SECRET is missing.": not self.callback_secret.get_secret_value(),
            "TONGXING_SIGNING_KEY_FILE is missing.": self.signing_key_file is None,
            "TONGXING_PUBLIC_URL must be https.": not self.public_url.startswith("https://"),
        }
        return tuple(sentence for sentence, is_wrong in checks.items() if is_wrong)

    def checked(self) -> "Settings":
        """Give the settings when this environment may run with them.

        Raises:
            SettingsError: naming every fault.
        """
        faults = self.faults()
        if faults:
            raise SettingsError(" ".join(faults))
        return self


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Give the process's settings, read and checked once."""
    return Settings().checked()
