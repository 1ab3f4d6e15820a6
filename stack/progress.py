"""Visible progress: a person who waits is told for what, and how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """Print at once, also into a pipe; progress goes to stderr and leaves stdout to results."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Announce a step, and say how many seconds it took when it has succeeded."""
    say(f"  … {what}")
    began = time.monotonic()
    yield
    say(f"  ✓ {what} ({time.monotonic() - began:.1f} s)")
