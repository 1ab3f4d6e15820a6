from pathlib import Path

import pytest

from stack.temporal_binary import SERVER_VERSION
from stack.temporal_build.build import BuildFailedError, build

RECIPE = Path("stack/temporal_build")


def go(folder: Path, *, script: str) -> None:
    program = folder / "go"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


class TestBuild:
    @pytest.fixture(autouse=True)
    def _only_our_go(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))

    def test_leaves_the_program_at_the_target(self, tmp_path: Path) -> None:
        go(tmp_path, script='while [ "$1" != -o ]; do shift; done; echo compiled > "$2"')
        build(tmp_path / "temporal")
        assert (tmp_path / "temporal").read_text() == "compiled\n"

    def test_tells_the_last_word_of_go_when_it_fails(self, tmp_path: Path) -> None:
        go(tmp_path, script="echo 'go: no route to the modules' >&2; exit 1")
        with pytest.raises(BuildFailedError, match="no route to the modules"):
            build(tmp_path / "temporal")

    def test_tells_that_go_is_missing(self, tmp_path: Path) -> None:
        with pytest.raises(BuildFailedError, match=r"is not installed: install Go\."):
            build(tmp_path / "temporal")


class TestRecipe:
    def test_pins_the_server_version_that_the_cache_is_named_after(self) -> None:
        assert f"go.temporal.io/server v{SERVER_VERSION} " in (RECIPE / "go.mod").read_text()

    def test_has_the_checksums_of_what_it_pins(self) -> None:
        assert f"go.temporal.io/server v{SERVER_VERSION} h1:" in (RECIPE / "go.sum").read_text()
