"""The commands as a person runs them: real Postgres and Temporal, our own programs faked."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from stack import processes
from stack.layout import PROJECT_ROOT, Layout
from stack.ports import free_ports

pytestmark = pytest.mark.slow

PORTS = (
    "TONGXING_API_PORT",
    "TONGXING_SIMULATOR_PORT",
    "TONGXING_TEMPORAL_PORT",
    "TONGXING_TEMPORAL_UI_PORT",
)
EVERYTHING = ["postgres", "temporal", "simulator", "worker", "api"]


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of the launcher with fake programs around it."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def layout(self) -> Layout:
        return Layout(self.folder / "var")

    @property
    def demo_layout(self) -> Layout:
        return Layout(self.layout.root / "demo")

    def begin(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "stack", *arguments],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        with self.begin(*arguments, **environment) as process:
            out, error = process.communicate(timeout=50)
        return process.returncode, out, error


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    folder = tmp_path / "project"
    shutil.copytree(PROJECT_ROOT / "tests" / "stack" / "fake_project", folder)
    no_story = shutil.ignore_patterns("scenario", "__pycache__")
    shutil.copytree(PROJECT_ROOT / "stack", folder / "stack", ignore=no_story)
    (folder / "scenario").rename(folder / "stack" / "scenario")
    ports = {name: str(port) for name, port in zip(PORTS, free_ports(len(PORTS)), strict=True)}
    taken_away = {"DATABASE_URL", "TEMPORAL_ADDRESS"}
    inherited = {name: value for name, value in os.environ.items() if name not in taken_away}
    made = Project(folder, inherited | ports)
    yield made
    processes.stop_all(made.demo_layout)
    processes.stop_all(made.layout)


def names(layout: Layout) -> list[str]:
    return [one.name for one in processes.alive(layout)]


class TestUpAndDown:
    def test_keep_the_data_from_one_start_to_the_next(self, project: Project) -> None:
        code, out, error = project.run("up")
        assert code == 0, error
        assert names(project.layout) == EVERYTHING
        assert f"http://127.0.0.1:{project.environment['TONGXING_API_PORT']}/docs" in out
        assert project.run("status")[0] == 0
        assert "already running" in project.run("up")[2]
        assert project.run("down")[0] == 0
        assert names(project.layout) == []
        assert project.run("up", "--no-ui")[0] == 0
        assert project.run("down")[0] == 0
        assert project.layout.log("migrations").read_text().split() == ["(1,)", "(2,)"]

    def test_leave_nothing_when_the_last_program_fails_to_start(self, project: Project) -> None:
        code, _, error = project.run("up", FAKE_API="broken")
        assert code == 1
        assert "The api ended with code 1 before it was ready (TONGXING_CODEC_KEYS" in error
        assert names(project.layout) == []


class TestDemo:
    @pytest.mark.parametrize("story", ["0", "3"])
    def test_ends_everything_and_returns_how_the_story_ended(
        self, project: Project, story: str
    ) -> None:
        code, out, error = project.run("demo", "--quick", FAKE_STORY=story)
        assert code == int(story), error
        assert "the story begins" in out
        assert (project.demo_layout.root / "files" / "licence.txt").exists()
        assert names(project.demo_layout) == []

    def test_begins_with_fresh_data_and_stays_when_asked(self, project: Project) -> None:
        for _ in range(2):
            code, out, error = project.run("demo", "--keep")
            assert code == 0, error
            assert "Temporal UI:" in out
            assert names(project.demo_layout) == EVERYTHING
            assert project.demo_layout.log("migrations").read_text().split() == ["(1,)"]
            assert project.run("down")[0] == 0
            assert names(project.demo_layout) == []

    def test_leaves_no_process_behind_on_ctrl_c_in_the_story(self, project: Project) -> None:
        with project.begin("demo", FAKE_STORY="endless") as demo:
            assert demo.stdout is not None
            assert demo.stdout.readline() == "the story begins\n"
            assert len(names(project.demo_layout)) == len([*EVERYTHING, "guardian"])
            demo.send_signal(signal.SIGINT)
            _, error = demo.communicate(timeout=50)
        assert demo.returncode == 130
        assert "Stopped on request." in error
        assert names(project.demo_layout) == []
