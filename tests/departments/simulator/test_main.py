"""The simulator as a process: it refuses to start half configured, and says why."""

import sys
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from departments.simulator import __main__ as command
from departments.simulator.bounded import Bounded

Served = dict[str, Any]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """Stands in for the server, and tells what would have been served, and where."""
    kept: Served = {}

    def run(app: FastAPI, **options: object) -> None:
        kept.update(app=app, **options)

    monkeypatch.setattr(uvicorn, "run", run)
    monkeypatch.setenv(command.SECRET_VARIABLE, "secret")
    return kept


def start(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["simulator", *arguments])
    return command.main()


def test_it_serves_the_demo_city_on_loopback(
    monkeypatch: pytest.MonkeyPatch, served: Served
) -> None:
    assert start(monkeypatch, "--port", "4711") == 0
    assert (served["host"], served["port"]) == ("127.0.0.1", 4711)
    assert isinstance(served["app"], FastAPI)


def test_without_a_secret_callbacks_could_not_be_signed(
    monkeypatch: pytest.MonkeyPatch, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(command.SECRET_VARIABLE)
    assert start(monkeypatch, "--port", "4711") == 2
    assert command.SECRET_VARIABLE in capsys.readouterr().err
    assert served == {}


def test_a_wrong_configuration_is_told_and_nothing_is_served(
    monkeypatch: pytest.MonkeyPatch,
    served: Served,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    missing = tmp_path / "missing.yaml"
    assert start(monkeypatch, "--port", "4711", "--systems", str(missing)) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert served == {}


def test_a_port_is_asked_for(monkeypatch: pytest.MonkeyPatch, served: Served) -> None:
    with pytest.raises(SystemExit) as stopped:
        start(monkeypatch)
    assert (stopped.value.code, served) == (2, {})


@pytest.mark.parametrize("delay", ["-1", "600001", "soon"])
def test_a_delay_that_no_system_can_have_is_told(
    monkeypatch: pytest.MonkeyPatch,
    served: Served,
    capsys: pytest.CaptureFixture[str],
    delay: str,
) -> None:
    with pytest.raises(SystemExit) as stopped:
        start(monkeypatch, "--port", "4711", "--callback-delay-ms", delay)
    assert (stopped.value.code, served) == (2, {})
    assert "milliseconds up to ten minutes" in capsys.readouterr().err


def test_memory_keeps_the_latest_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("departments.simulator.bounded.MOST_KEPT", 2)
    kept: Bounded[str, int] = Bounded()
    for number, key in enumerate("abc"):
        kept[key] = number
    assert dict(kept) == {"b": 1, "c": 2}
