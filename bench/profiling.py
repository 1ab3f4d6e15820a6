"""Where the CPU time of a process goes: ``python -m bench.profiling FILE PROGRAM [ARGUMENT …]``.

Every Python thread is profiled by its own CPU time, so that waiting costs nothing; FILE is read
with ``pstats``. Profiled programs are two to three times as slow: believe shares, not totals.
"""

import cProfile
import pstats
import runpy
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from stack import processes
from stack.answering import answers
from stack.application import Addresses, Application
from stack.layout import Layout
from stack.ports import Ports
from stack.processes import Program

PROGRAMS = {"worker": ("worker.py",), "api": ("api",)}
_READY_WITHIN_SECONDS = 90
_SHOWN = 60


def profile_file(layout: Layout, name: str) -> Path:
    return layout.root.parent / f"{name}.prof"


def restart_profiled(layout: Layout, ports: Ports, addresses: Addresses, name: str) -> None:
    """End a program of the stack and start it again under the profiler."""
    for running in processes.alive(layout):
        if running.name == name:
            processes.stop(running, layout)
    layout.ready_file(name).unlink(missing_ok=True)
    started = processes.start(
        Program(
            name,
            (sys.executable, "-m", "bench.profiling", str(profile_file(layout, name)), name),
            environment=Application(layout, ports, addresses).environment(name),
            stop_signal=signal.SIGINT,  # uvicorn dies of SIGTERM without unwinding
            grace_seconds=60,
        ),
        layout,
    )
    is_ready: Callable[[], bool] = layout.ready_file(name).exists
    if name == "api":
        is_ready = lambda: answers(f"{addresses.api}/v1/ready")  # noqa: E731  # one of two checks
    processes.wait_until_ready(
        started, layout, is_ready=is_ready, within_seconds=_READY_WITHIN_SECONDS
    )


def show(file: Path) -> None:
    """Print what cost most: by the functions themselves, then with what they call."""
    statistics = pstats.Stats(str(file))
    for order in ("tottime", "cumulative"):
        statistics.sort_stats(order).print_stats(_SHOWN)


class _Profiles:
    """One profile a thread; cProfile sees only the thread that it was begun in."""

    def __init__(self) -> None:
        self._begun: list[cProfile.Profile] = []

    def begin(self, _frame: FrameType | None = None, _event: str = "", _arg: object = None) -> None:
        """Profile the current thread from here on; also the hook of new threads."""
        profile = cProfile.Profile(time.thread_time)
        self._begun.append(profile)
        profile.enable()

    def write(self, file: Path) -> None:
        statistics: pstats.Stats | None = None
        for profile in self._begun:
            if not profile.getstats():
                continue
            if statistics is None:
                statistics = pstats.Stats(profile)
            else:
                statistics.add(profile)
        if statistics is not None:
            statistics.dump_stats(file)


def main() -> None:
    """Run a program of ours until it is interrupted, then write its profile."""
    file, name = Path(sys.argv[1]), sys.argv[2]
    profiles = _Profiles()
    threading.setprofile(profiles.begin)
    profiles.begin()
    try:
        _run(name)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        threading.setprofile(None)
        profiles.write(file)


def _run(name: str) -> None:
    sys.argv = [name]
    if name == "api":
        runpy.run_module("api", run_name="__main__", alter_sys=True)
    else:
        runpy.run_path("worker.py", run_name="__main__")


if __name__ == "__main__":
    main()
