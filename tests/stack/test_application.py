from pathlib import Path

import pytest
from temporalio.envconfig import ClientConfig

from core.config import Settings
from stack.application import Addresses, Application
from stack.layout import Layout
from stack.ports import Ports


@pytest.fixture
def application(tmp_path: Path) -> Application:
    layout = Layout(tmp_path / "var")
    layout.make()
    addresses = Addresses(
        api="http://127.0.0.1:1",
        simulator="http://127.0.0.1:2",
        temporal="127.0.0.1:3",
        namespace="permits",
        database_url="postgresql+psycopg://postgres@/tongxing?host=/sockets",
        public_url="https://permits.example",
        temporal_ui=None,
    )
    return Application(layout, Ports(1, 2, 3, 4), addresses)


class TestEnvironment:
    def test_is_what_the_settings_read(
        self, application: Application, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in application.environment("worker").items():
            monkeypatch.setenv(name, value)
        settings = Settings()
        assert settings.database_url == application.addresses.database_url
        assert settings.public_url == "https://permits.example"
        assert (settings.api_port, settings.simulator_url) == (1, "http://127.0.0.1:2")
        assert list(settings.codec_key_ring()) == [settings.codec_key_id]
        assert settings.callback_secret.get_secret_value()
        assert settings.signing_key_file is not None
        assert settings.signing_key_file.exists()
        assert settings.object_store_url == f"file://{application.layout.objects}"
        assert settings.ready_file == application.layout.ready_file("worker")

    def test_names_no_setting_that_nobody_reads(self, application: Application) -> None:
        given = {
            name.removeprefix("TONGXING_").lower()
            for name in application.environment("api")
            if name.startswith("TONGXING_") and not name.startswith("TONGXING_TEST_")
        }
        assert given <= set(Settings.model_fields)

    def test_leads_to_our_own_temporal_whatever_else_the_user_has_set(
        self, application: Application, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        theirs = tmp_path / "temporal.toml"
        theirs.write_text('[profile.default]\naddress = "cloud:7233"\napi_key = "theirs"\n')
        monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(theirs))
        monkeypatch.setenv("TEMPORAL_TLS", "true")
        environment = application.environment("worker")
        monkeypatch.delenv("TEMPORAL_TLS")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        read = ClientConfig.load_client_connect_config()
        assert read == {"target_host": "127.0.0.1:3", "namespace": "permits"}
