"""Starting programs in groups of their own and ending exactly those, from any process.

Every program is recorded under `run/` the moment it starts, with its process id and creation
time. Whoever holds the directory (the launcher, `down`, the guardian) can therefore end it, and
nobody ends a stranger that was given the same id later.
"""

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psutil  # type: ignore[import-untyped]

from stack import interrupts
from stack.errors import CommandFailedError, EndedEarlyError, NotReadyError
from stack.layout import PROJECT_ROOT, Layout

_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Program:
    """What to start, and how it wants to be ended."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stop_signal: signal.Signals = signal.SIGTERM
    grace_seconds: float = 15
    user: str | None = None
    """The system user to run as; only a root launcher may name one."""


@dataclass(frozen=True, slots=True)
class Running:
    """One started program, as recorded; `created` tells it from a later holder of the pid."""

    name: str
    pid: int
    created: float
    stop_signal: int = signal.SIGTERM
    grace_seconds: float = 15

    def is_alive(self) -> bool:
        """Whether this very process still runs; a zombie has ended."""
        _reap(self.pid)
        try:
            process = psutil.Process(self.pid)
            is_same = abs(process.create_time() - self.created) < 1
            return is_same and bool(process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False


def start(program: Program, layout: Layout) -> Running:
    """Start a program in a session of its own, logging to `log/<name>.log`, and record it.

    A session of its own keeps Ctrl-C in the terminal to the launcher, which ends the programs in
    order, each with time to finish what it holds.
    """
    layout.log(program.name).parent.mkdir(parents=True, exist_ok=True)
    with interrupts.held(), layout.log(program.name).open("ab") as log:
        return _record(program, _spawn(program, log), layout)


def _spawn(program: Program, log: IO[bytes]) -> int:
    process = subprocess.Popen(
        program.arguments,
        env=dict(program.environment),
        cwd=PROJECT_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        **_identity(program),
    )
    # The record stands for the process from here on, since other processes wait for it and end it
    # too; without this the object would complain that nobody waited.
    process.returncode = 0
    return process.pid


def _identity(program: Program) -> dict[str, Any]:
    if program.user is None:
        return {"start_new_session": True}
    user = {"user": program.user, "group": program.user, "extra_groups": ()}
    return {"start_new_session": True, **user}


def _record(program: Program, pid: int, layout: Layout) -> Running:
    running = dataclasses.replace(
        identify(pid),
        name=program.name,
        stop_signal=int(program.stop_signal),
        grace_seconds=program.grace_seconds,
    )
    layout.run.mkdir(parents=True, exist_ok=True)
    unfinished = _record_file(layout, program.name).with_suffix(".part")
    unfinished.write_text(json.dumps(dataclasses.asdict(running)), encoding="utf-8")
    unfinished.replace(_record_file(layout, program.name))
    return running


def identify(pid: int) -> Running:
    """The process that holds this id now; one that has ended already never counts as alive."""
    try:
        created = float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        created = 0.0
    return Running(name=f"process {pid}", pid=pid, created=created)


def _record_file(layout: Layout, name: str) -> Path:
    return layout.run / f"{name}.json"


def recorded(layout: Layout) -> tuple[Running, ...]:
    """Every program on record, oldest first, whether or not it still runs."""
    records = [_read(path) for path in layout.run.glob("*.json")]
    return tuple(sorted((one for one in records if one), key=lambda one: one.created))


def _read(path: Path) -> Running | None:
    try:
        return Running(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # ended by another process meanwhile, or no record of ours


def alive(layout: Layout) -> tuple[Running, ...]:
    return tuple(running for running in recorded(layout) if running.is_alive())


def stop(running: Running, layout: Layout) -> None:
    """End one program: its own signal first, SIGKILL after its grace; forget it when it is gone."""
    if running.is_alive():
        _signal_group(running.pid, running.stop_signal)
        if not _has_ended(running, within_seconds=running.grace_seconds):
            _signal_group(running.pid, signal.SIGKILL)
            _has_ended(running, within_seconds=5)
        _signal_group(running.pid, signal.SIGKILL)  # children that outlived their leader
    _record_file(layout, running.name).unlink(missing_ok=True)


def stop_all(layout: Layout) -> None:
    """End every program on record, newest first, so that each still has what it depends on."""
    others = [running for running in recorded(layout) if running.pid != os.getpid()]
    for running in reversed(others):
        stop(running, layout)
    for own in recorded(layout):
        _record_file(layout, own.name).unlink(missing_ok=True)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _has_ended(running: Running, *, within_seconds: float) -> bool:
    deadline = time.monotonic() + within_seconds
    while running.is_alive():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _reap(pid: int) -> int | None:
    """Collect the exit code if the process is our own child and has ended."""
    with contextlib.suppress(ChildProcessError):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
    return None


def wait_until_ready(
    running: Running, layout: Layout, *, is_ready: Callable[[], bool], within_seconds: float
) -> None:
    """Wait until our child answers its check, and notice at once when it ends instead."""
    deadline = time.monotonic() + within_seconds
    while not is_ready():
        if (code := _reap(running.pid)) is not None:
            raise EndedEarlyError(running.name, code=code, log=layout.log(running.name))
        if time.monotonic() > deadline:
            raise NotReadyError(running.name, seconds=within_seconds, log=layout.log(running.name))
        time.sleep(_POLL_SECONDS)


@contextlib.contextmanager
def in_group(command: Sequence[str], folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A helper whose stderr we read, ended with its children when the block is left."""
    with subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            _signal_group(process.pid, signal.SIGKILL)


def run_to_end(program: Program, layout: Layout) -> None:
    """Run a one-off command to its end; it is recorded meanwhile like any other program."""
    running = start(program, layout)
    try:
        code = _exit_code(running)
    finally:
        stop(running, layout)
    if code:
        raise CommandFailedError(program.name, code=code, log=layout.log(program.name))


def _exit_code(running: Running) -> int:
    while (code := _reap(running.pid)) is None:
        time.sleep(_POLL_SECONDS)
    return code
