from pathlib import Path

import pytest

from stack import processes
from stack.__main__ import main
from stack.layout import Layout
from stack.ports import free_port

COMMANDS = [
    ["up"],
    ["down"],
    ["status"],
    ["demo"],
    ["temporal"],
    ["temporal", "path"],
    ["check-migrations"],
]


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGXING_DATA_DIRECTORY", str(tmp_path))
    for name in ("DATABASE_URL", "TEMPORAL_ADDRESS", "TEMPORAL_CLI"):
        monkeypatch.delenv(name, raising=False)


class TestMain:
    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_explains_every_command(
        self, command: list[str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as left:
            main([*command, "--help"])
        assert left.value.code == 0
        assert "usage: python -m stack" in capsys.readouterr().out

    @pytest.mark.parametrize("value", ["abc", "0", "65536", "-1", ""])
    def test_tells_a_wrong_port_in_one_sentence(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: str
    ) -> None:
        monkeypatch.setenv("TONGXING_API_PORT", value)
        assert main(["up"]) == 1
        said = capsys.readouterr().err.strip()
        assert said.startswith("The setting TONGXING_API_PORT is wrong: ")
        assert "\n" not in said

    def test_tells_a_port_in_use_and_starts_nothing(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        port = str(free_port())
        monkeypatch.setenv("TONGXING_API_PORT", port)
        monkeypatch.setenv("TONGXING_SIMULATOR_PORT", port)
        assert main(["up"]) == 1
        assert f"Port {port} is meant for two" in capsys.readouterr().err
        assert processes.recorded(Layout(tmp_path)) == ()

    def test_tells_an_unreachable_temporal_in_one_sentence_and_leaves_nothing(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        address = f"127.0.0.1:{free_port()}"
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        assert main(["demo"]) == 1
        assert f"answers at TEMPORAL_ADDRESS={address}: " in capsys.readouterr().err
        assert processes.recorded(Layout(tmp_path / "demo")) == ()

    def test_tells_that_nothing_runs(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["status"]) == 3
        assert main(["down"]) == 0
        assert "Nothing was running." in capsys.readouterr().err
