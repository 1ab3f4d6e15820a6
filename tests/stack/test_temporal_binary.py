import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from stack import temporal_binary as finding
from stack.errors import StackError, TemporalMissingError, TemporalUnusableError


@pytest.fixture(autouse=True)
def _empty_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TEMPORAL_CLI", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def command_line(file: Path, *, server: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\necho 'temporal version 1.9.1 (Server {server}, UI 2.54.1)'\n")
    file.chmod(0o755)
    return file


def failing(reason: str) -> Callable[[Path], None]:
    def way(_target: Path) -> None:
        raise StackError(reason, remedy="nothing")

    return way


def never(_target: Path) -> None:
    pytest.fail("a later way was tried although an earlier one succeeded")


class TestTemporalBinary:
    def test_takes_the_users_choice_before_the_path_and_the_cache(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        chosen = command_line(tmp_path / "mine", server="1.32.1")
        command_line(tmp_path / "path" / "temporal", server="1.33.0")
        command_line(finding.cache_file(), server="1.32.0")
        monkeypatch.setenv("TEMPORAL_CLI", str(chosen))
        assert finding.temporal_binary() == chosen

    def test_takes_the_path_before_the_cache(self, tmp_path: Path) -> None:
        installed = command_line(tmp_path / "path" / "temporal", server="1.32.0")
        command_line(finding.cache_file(), server="1.32.0")
        assert finding.temporal_binary() == installed

    @pytest.mark.parametrize("server", ["1.31.2", "1.9.9", "0.9.0"])
    def test_passes_over_an_installed_one_that_cannot_skip_time(
        self, tmp_path: Path, server: str
    ) -> None:
        command_line(tmp_path / "path" / "temporal", server=server)
        kept = command_line(finding.cache_file(), server="1.32.0")
        assert finding.temporal_binary() == kept


class TestChosen:
    def test_is_refused_when_too_old_rather_than_replaced(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("TEMPORAL_CLI", str(command_line(tmp_path / "old", server="1.29.1")))
        with pytest.raises(TemporalUnusableError, match=r"server 1\.29\.1.*unset TEMPORAL_CLI"):
            finding.temporal_binary()

    @pytest.mark.parametrize("named", ["/nowhere/temporal", "/", "/bin/true"])
    def test_is_refused_when_it_is_no_temporal(
        self, monkeypatch: pytest.MonkeyPatch, named: str
    ) -> None:
        monkeypatch.setenv("TEMPORAL_CLI", named)
        with pytest.raises(TemporalUnusableError, match="no Temporal command line"):
            finding.temporal_binary()


class TestObtained:
    def test_keeps_the_first_way_that_succeeds(self) -> None:
        def download(target: Path) -> None:
            command_line(target, server="1.32.0")

        assert finding.obtained((download, never)) == finding.cache_file()
        assert finding.cached() == finding.cache_file()

    def test_goes_on_to_the_next_way_when_one_fails(self) -> None:
        def build(target: Path) -> None:
            command_line(target, server="1.32.0")

        assert finding.obtained((failing("closed network"), build)).exists()

    def test_tells_every_reason_and_leaves_nothing_when_all_ways_fail(self) -> None:
        def half(target: Path) -> None:
            target.write_text("half a download")
            failing("it broke off")(target)

        with pytest.raises(TemporalMissingError, match=r"it broke off; no Go.*TEMPORAL_ADDRESS"):
            finding.obtained((half, failing("no Go")))
        left = [path.name for path in finding.cache_file().parent.iterdir()]
        assert left == ["lock"]

    def test_happens_once_when_two_ask_at_the_same_time(self) -> None:
        built: list[Path] = []

        def build(target: Path) -> None:
            command_line(target, server="1.32.0")
            built.append(target)

        askers = [threading.Thread(target=finding.obtained, args=((build,),)) for _ in range(4)]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        assert len(built) == 1
