import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack import processes
from stack.errors import AlreadyRunningError
from stack.layout import PROJECT_ROOT, Layout
from stack.ownership import owned, stop_visibly
from stack.processes import Program, Running

SLEEPER = Program("sleeper", (sys.executable, "-c", "import time; time.sleep(60)"))

LAUNCHER = """
import sys, time
from pathlib import Path
from stack import interrupts, processes
from stack.layout import Layout
from stack.ownership import owned
from stack.processes import Program
layout = Layout(Path(sys.argv[1]))
with interrupts.ending_as_interrupt(), owned(layout):
    for name in ("one", "two"):
        sleeper = (sys.executable, "-c", "import time; time.sleep(60)")
        processes.start(Program(name, sleeper), layout)
    print("started", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    layout = Layout(tmp_path)
    yield layout
    processes.stop_all(layout)


def launched(layout: Layout) -> "subprocess.Popen[str]":
    """A launcher in a process of its own, once its programs run."""
    process = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(layout.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=PROJECT_ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def _start_and_fail(layout: Layout, started: list[Running]) -> None:
    with owned(layout):
        started.append(processes.start(SLEEPER, layout))
        raise ValueError("no database")


def all_gone(layout: Layout, *, within_seconds: float) -> bool:
    deadline = time.monotonic() + within_seconds
    while processes.recorded(layout) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes.recorded(layout) == ()


class TestOwned:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_leaves_no_process_behind_when_the_launcher_is_ended(
        self, layout: Layout, number: signal.Signals
    ) -> None:
        with launched(layout) as launcher:
            running = processes.alive(layout)
            launcher.send_signal(number)
            launcher.wait(timeout=20)
        assert len(running) == 3, "both programs and their guardian ran"
        assert not any(one.is_alive() for one in running)

    def test_leaves_no_process_behind_when_the_launcher_is_killed(self, layout: Layout) -> None:
        with launched(layout) as launcher:
            running = processes.alive(layout)
            os.kill(launcher.pid, signal.SIGKILL)
        assert all_gone(layout, within_seconds=20)
        assert not any(one.is_alive() for one in running if one.name != "guardian")

    def test_ends_what_was_started_when_the_start_fails(self, layout: Layout) -> None:
        started: list[Running] = []
        with pytest.raises(ValueError, match="no database"):
            _start_and_fail(layout, started)
        assert [one.is_alive() for one in started] == [False]

    def test_keeps_the_programs_but_no_guardian_when_released(self, layout: Layout) -> None:
        with owned(layout) as ownership:
            running = processes.start(SLEEPER, layout)
            ownership.release()
        assert [one.name for one in processes.alive(layout)] == [running.name]

    def test_refuses_a_second_start_and_leaves_the_first_alone(self, layout: Layout) -> None:
        running = processes.start(SLEEPER, layout)
        with pytest.raises(AlreadyRunningError, match="make down"), owned(layout):
            pytest.fail("the second start was let in")
        assert running.is_alive()


class TestStopVisibly:
    def test_counts_what_ran_and_tells_each(
        self, layout: Layout, capsys: pytest.CaptureFixture[str]
    ) -> None:
        processes.start(SLEEPER, layout)
        assert stop_visibly(layout) == 1
        assert "✓ sleeper" in capsys.readouterr().err
        assert stop_visibly(layout) == 0
