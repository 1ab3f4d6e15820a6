"""Where the CPU time of a process goes: ``python -m bench.profiling FILE PROGRAM [ARGUMENT …]``.

Every Python thread is profiled by its own CPU time, so that waiting costs nothing; FILE is read
with ``pstats``. Profiled programs are two to three times as slow: believe shares, not totals.
"""

import cProfile
import marshal
import os
import pstats
import runpy
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, cast

from stack import processes
from stack.answering import answers
from stack.application import Addresses, Application
from stack.layout import Layout
from stack.ports import Ports
from stack.processes import Program

PROGRAMS = {"worker": ("worker.py",), "api": ("api",)}
_BEGIN = signal.SIGUSR1
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


def leave_out_so_far(layout: Layout) -> None:
    """Let the profile begin now: imports and first uses are not what a lifecycle costs."""
    for running in processes.alive(layout):
        if running.stop_signal == signal.SIGINT and running.name in PROGRAMS:
            os.kill(running.pid, _BEGIN)


Cost = tuple[int, int, float, float]
"""Calls without recursion, calls, own seconds, seconds with what is called: as pstats has them."""
_NOTHING: Cost = (0, 0, 0.0, 0.0)


class _Profiles:
    """One profile a thread; cProfile sees only the thread that it was begun in."""

    def __init__(self) -> None:
        self._begun: list[cProfile.Profile] = []
        self._before: dict[Any, Cost] = {}

    def begin(self, _frame: FrameType | None = None, _event: str = "", _arg: object = None) -> None:
        """Profile the current thread from here on; also the hook of new threads."""
        profile = cProfile.Profile(time.thread_time)
        self._begun.append(profile)
        profile.enable()

    def leave_out_so_far(self, _number: int, _frame: FrameType | None) -> None:
        """Remember what was spent until now, as the handler of a signal."""
        self._before = {function: cost for function, (cost, _) in self._spent().items()}

    def write(self, file: Path) -> None:
        """Write what was spent since, in the form that pstats reads."""
        since = {
            function: (*_minus(cost, self._before.get(function, _NOTHING)), callers)
            for function, (cost, callers) in self._spent().items()
        }
        file.write_bytes(marshal.dumps({f: each for f, each in since.items() if each[1]}))

    def _spent(self) -> dict[Any, tuple[Cost, dict[Any, Any]]]:
        """Add up all threads, without stopping any of the profiles."""
        spent: dict[Any, tuple[Cost, dict[Any, Any]]] = {}
        for profile in tuple(self._begun):
            profile.snapshot_stats()
            for function, (*cost, callers) in cast("Any", profile).stats.items():
                former, known = spent.get(function, (_NOTHING, {}))
                spent[function] = (
                    _plus(former, cost),
                    cast("Any", pstats).add_callers(known, callers),
                )
        return spent


def _plus(one: Sequence[float], other: Sequence[float]) -> Cost:
    return cast("Cost", tuple(a + b for a, b in zip(one, other, strict=True)))


def _minus(cost: Cost, before: Cost) -> Cost:
    return _plus(cost, [-each for each in before])


def main() -> None:
    """Run a program of ours until it is interrupted, then write its profile."""
    file, name = Path(sys.argv[1]), sys.argv[2]
    profiles = _Profiles()
    signal.signal(_BEGIN, profiles.leave_out_so_far)
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
