import dataclasses
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from stack import processes
from stack.errors import CommandFailedError, EndedEarlyError, NotReadyError
from stack.layout import Layout
from stack.processes import Program, Running

SLEEPS = "import time; time.sleep(60)"
IGNORES_SIGTERM = (
    f"import signal; signal.signal(15, signal.SIG_IGN); print('up', flush=True); {SLEEPS}"
)
NOTES_ITS_END = """
import signal, sys, time
def end(*_):
    with open({order!r}, "a") as file:
        file.write({name!r})
    sys.exit()
signal.signal(signal.SIGTERM, end)
print("up", flush=True)
time.sleep(60)
"""
HAS_A_CHILD = (
    "import subprocess, sys;"
    f"print(subprocess.Popen([sys.executable, '-c', '{SLEEPS}']).pid, flush=True); {SLEEPS}"
)


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    layout = Layout(tmp_path)
    yield layout
    processes.stop_all(layout)


def program(code: str, *, name: str = "sleeper", grace_seconds: float = 5) -> Program:
    return Program(name, (sys.executable, "-c", code), grace_seconds=grace_seconds)


def said(layout: Layout, running: Running) -> str:
    """Wait for the first line of a program's log."""
    for _ in range(200):
        if text := layout.log(running.name).read_text():
            return text
        time.sleep(0.05)
    pytest.fail("the program said nothing")


class TestStop:
    def test_ends_the_program_and_forgets_it(self, layout: Layout) -> None:
        running = processes.start(program(SLEEPS), layout)
        assert running.is_alive()
        processes.stop(running, layout)
        assert not running.is_alive()
        assert processes.recorded(layout) == ()

    def test_kills_a_program_that_ignores_its_signal_past_its_grace(self, layout: Layout) -> None:
        running = processes.start(program(IGNORES_SIGTERM, grace_seconds=0.2), layout)
        said(layout, running)
        processes.stop(running, layout)
        assert not running.is_alive()

    def test_ends_the_programs_own_children_too(self, layout: Layout) -> None:
        running = processes.start(program(HAS_A_CHILD), layout)
        child = psutil.Process(int(said(layout, running)))
        processes.stop(running, layout)
        psutil.wait_procs([child], timeout=5)
        assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE

    def test_spares_a_stranger_that_was_given_the_same_id(self, layout: Layout) -> None:
        running = processes.start(program(SLEEPS), layout)
        earlier = dataclasses.replace(running, created=running.created - 3600)
        processes.stop(earlier, layout)
        assert running.is_alive()
        processes.stop(running, layout)

    def test_works_from_another_process_by_the_record_alone(self, layout: Layout) -> None:
        running = processes.start(program(SLEEPS), layout)
        stops = (
            "from pathlib import Path; from stack import processes;"
            "from stack.layout import Layout;"
            f"processes.stop_all(Layout(Path({str(layout.root)!r})))"
        )
        processes.run_to_end(program(stops, name="down"), Layout(layout.root / "other"))
        assert not running.is_alive()


class TestStopAll:
    def test_ends_the_newest_first(self, layout: Layout) -> None:
        order = layout.root / "order"
        for name in ("database", "worker", "api"):
            code = NOTES_ITS_END.format(order=str(order), name=f"{name} ")
            said(layout, processes.start(program(code, name=name), layout))
        processes.stop_all(layout)
        assert order.read_text() == "api worker database "


class TestWaitUntilReady:
    def test_tells_the_last_words_of_a_program_that_ended_instead(self, layout: Layout) -> None:
        running = processes.start(program("raise SystemExit('no database')"), layout)
        with pytest.raises(EndedEarlyError, match=r"ended with code 1 .*\(no database\)"):
            processes.wait_until_ready(running, layout, is_ready=lambda: False, within_seconds=30)

    def test_gives_up_on_a_program_that_never_answers(self, layout: Layout) -> None:
        running = processes.start(program(SLEEPS), layout)
        with pytest.raises(NotReadyError, match="not ready after 0 s"):
            processes.wait_until_ready(running, layout, is_ready=lambda: False, within_seconds=0.2)


class TestRunToEnd:
    def test_returns_when_the_command_succeeded(self, layout: Layout) -> None:
        processes.run_to_end(program("print('done')", name="migrations"), layout)
        assert layout.log("migrations").read_text() == "done\n"
        assert processes.recorded(layout) == ()

    def test_tells_the_code_and_the_log_of_a_failed_command(self, layout: Layout) -> None:
        with pytest.raises(CommandFailedError, match=r"migrations failed with code 3"):
            processes.run_to_end(program("raise SystemExit(3)", name="migrations"), layout)


class TestStart:
    def test_gives_the_program_a_session_of_its_own_away_from_ctrl_c(self, layout: Layout) -> None:
        running = processes.start(program(SLEEPS), layout)
        assert os.getsid(running.pid) == running.pid
