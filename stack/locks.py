"""One process at a time: a lock that the system releases even when its holder is killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from stack.progress import say


@contextmanager
def locked(file: Path, *, waiting: str | None = None) -> Iterator[None]:
    """Hold the lock for the block; `waiting` is said once when another process has it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as handle:
        try:
            flock(handle, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            if waiting:
                say(f"  … {waiting}")
            flock(handle, LOCK_EX)
        yield
