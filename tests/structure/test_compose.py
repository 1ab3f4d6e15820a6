"""Keeps docker-compose.yml true: it cannot be started in every place the tests run."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from temporalio.envconfig import ClientConfigProfile

from core.config import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
# `image: temporalio/server:1.32.0`: a name, then a tag that begins with a number.
PINNED_IMAGE = re.compile(r"[a-z/-]+:\d+\.\d+(\.\d+)?")
DEPRECATED_IMAGES = ("temporalio/auto-setup",)


def waited_for() -> dict[str, set[str]]:
    """Of every service, the conditions under which others start after it."""
    conditions: dict[str, set[str]] = {name: set() for name in SERVICES}
    for service in SERVICES.values():
        for name, wanted in service.get("depends_on", {}).items():
            conditions[name].add(wanted["condition"])
    return conditions


def is_one_shot(name: str) -> bool:
    return waited_for()[name] == {"service_completed_successfully"}


def setting_names() -> set[str]:
    """Every environment variable that the settings read."""
    prefix = str(Settings.model_config.get("env_prefix", ""))
    names = set()
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        names |= {str(one) for one in getattr(alias, "choices", [alias]) if one}
        names.add(f"{prefix}{name}".upper())
    return names


class TestEveryService:
    @pytest.mark.parametrize("name", SERVICES)
    def test_is_watched_or_runs_once_for_others(self, name: str) -> None:
        assert ("healthcheck" in SERVICES[name]) != is_one_shot(name)

    @pytest.mark.parametrize("name", SERVICES)
    def test_is_waited_for_in_a_way_it_can_fulfil(self, name: str) -> None:
        allowed = "service_completed_successfully" if is_one_shot(name) else "service_healthy"
        assert waited_for()[name] <= {allowed}

    @pytest.mark.parametrize("name", SERVICES)
    def test_has_a_pinned_and_kept_image(self, name: str) -> None:
        image = SERVICES[name]["image"]
        assert PINNED_IMAGE.fullmatch(image), image
        assert not image.startswith(DEPRECATED_IMAGES)

    @pytest.mark.parametrize("name", SERVICES)
    def test_starts_again_after_a_failure(self, name: str) -> None:
        assert SERVICES[name]["restart"] == (
            "on-failure:5" if is_one_shot(name) else "unless-stopped"
        )

    @pytest.mark.parametrize("name", SERVICES)
    def test_mounts_only_what_exists(self, name: str) -> None:
        for mount in SERVICES[name].get("volumes", []):
            source = mount.split(":")[0]
            assert (
                (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
            )


class TestOurServices:
    def test_are_all_there(self) -> None:
        assert set(OURS) == {"secrets", "migrations", "simulator", "worker", "api"}

    def test_share_one_image(self) -> None:
        assert len({SERVICES[name]["image"] for name in OURS}) == 1

    @pytest.mark.parametrize("name", OURS)
    def test_are_given_only_settings_that_are_read(self, name: str) -> None:
        given = {
            variable
            for variable in SERVICES[name]["environment"]
            if variable.startswith("TONGXING_") or variable == "DATABASE_URL"
        }
        assert given
        assert given <= setting_names()

    @pytest.mark.parametrize("name", OURS)
    def test_reach_temporal_by_the_standard_variables(self, name: str) -> None:
        given = {
            variable: value or "true"  # without a value: the user's own is handed on
            for variable, value in SERVICES[name]["environment"].items()
            if variable.startswith("TEMPORAL_")
        }
        read = ClientConfigProfile.load(disable_file=True, override_env_vars=given)
        assert read.address == given["TEMPORAL_ADDRESS"]
        assert read.namespace == given["TEMPORAL_NAMESPACE"]
        assert read.api_key == given["TEMPORAL_API_KEY"]
        assert read.tls is not None
        assert set(given) == {
            *("TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "TEMPORAL_API_KEY", "TEMPORAL_TLS")
        }

    @pytest.mark.parametrize("name", OURS)
    def test_run_a_command_that_exists(self, name: str) -> None:
        python, *rest = SERVICES[name]["command"]
        assert python == "python"
        if rest[0] == "-m":
            assert importlib.util.find_spec(rest[1]) is not None
        else:
            assert (ROOT / rest[0]).is_file()

    def test_can_be_more_than_one_worker(self) -> None:
        worker = SERVICES["worker"]
        assert worker["deploy"]["replicas"] >= 1
        assert "container_name" not in worker
        assert "ports" not in worker


class TestEntryPoint:
    @pytest.mark.parametrize(
        ("already_set", "expected"),
        [({}, "from the file"), ({"TONGXING_CODEC_KEYS": "set"}, "set")],
    )
    def test_reads_a_secret_from_its_file_unless_it_is_set(
        self, tmp_path: Path, already_set: dict[str, str], expected: str
    ) -> None:
        (tmp_path / "codec-keys.json").write_text("from the file")
        shown = subprocess.run(
            [ROOT / "deploy" / "entrypoint.sh", "printenv", "TONGXING_CODEC_KEYS"],
            env={"PATH": os.environ["PATH"], "SECRETS_DIRECTORY": str(tmp_path), **already_set},
            capture_output=True,
            text=True,
            check=True,
        )
        assert shown.stdout.strip() == expected

    def test_starts_without_any_secret_file(self) -> None:
        done = subprocess.run(
            [ROOT / "deploy" / "entrypoint.sh", sys.executable, "-c", ""],
            env={"PATH": os.environ["PATH"]},
            check=False,
        )
        assert done.returncode == 0


class TestDockerfile:
    def test_installs_the_locked_packages_only(self) -> None:
        text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
        assert "--require-hashes --requirement requirements.lock" in text
        assert PINNED_IMAGE.match(text.partition("FROM ")[2])
