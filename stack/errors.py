"""What can go wrong while the stack starts, each told in one sentence that names the remedy."""

from collections.abc import Sequence
from pathlib import Path


class StackError(Exception):
    """A failure told to a person at a terminal: what is wrong, then what to do about it."""

    def __init__(self, what: str, *, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}: {remedy}.")


class PortInUseError(StackError):
    """Another program listens where one of ours should."""

    def __init__(self, port: int, *, setting: str) -> None:
        super().__init__(
            f"Port {port} is already in use",
            remedy=f"end the program that uses it, or set {setting} to a free port",
        )


class SamePortError(StackError):
    """Two of our own programs were given one port."""

    def __init__(self, port: int, *, settings: tuple[str, str]) -> None:
        super().__init__(
            f"Port {port} is meant for two programs",
            remedy=f"let {settings[0]} and {settings[1]} differ",
        )


class AlreadyRunningError(StackError):
    """The data directory belongs to a stack that is still running."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            f"This stack is already running ({', '.join(names)})",
            remedy="end it with `make down` first",
        )


class EndedEarlyError(StackError):
    """A process ended before it was ready; its last line usually says why."""

    def __init__(self, name: str, *, code: int, log: Path) -> None:
        super().__init__(
            f"The {name} ended with code {code} before it was ready ({last_line(log)})",
            remedy=f"its whole log is {log}",
        )


class NotReadyError(StackError):
    """A process runs but did not answer its readiness check in time."""

    def __init__(self, name: str, *, seconds: float, log: Path) -> None:
        super().__init__(
            f"The {name} was not ready after {seconds:.0f} s ({last_line(log)})",
            remedy=f"see its log {log}",
        )


class CommandFailedError(StackError):
    """A one-off command, such as the migrations, did not succeed."""

    def __init__(self, name: str, *, code: int, log: Path) -> None:
        super().__init__(
            f"The {name} failed with code {code} ({last_line(log)})",
            remedy=f"the whole output is in {log}",
        )


class TemporalUnusableError(StackError):
    """A Temporal command line or address the user chose cannot serve us."""


class TemporalMissingError(StackError):
    """No Temporal server could be found, downloaded or built."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(
            f"No Temporal server could be had ({'; '.join(reasons)})",
            remedy="install the Temporal command line 1.9.1 or newer and set TEMPORAL_CLI to it, "
            "or set TEMPORAL_ADDRESS to a running server",
        )


def last_line(log: Path) -> str:
    """The last line of a log with anything in it, shortened; never fails."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return "it left no log"
    said = [line.strip() for line in lines if line.strip()]
    return said[-1][:300] if said else "it said nothing"
