"""Ctrl-C and termination at any moment: never between starting a program and recording it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def ending_as_interrupt() -> Iterator[None]:
    """Let SIGTERM and a closed terminal unwind like Ctrl-C, so that everything is stopped."""
    with _handled_by(_interrupt):
        yield


@contextmanager
def held() -> Iterator[None]:
    """Put off any ending signal until the block is done, then raise KeyboardInterrupt once."""
    received: list[int] = []

    def remember(number: int, _frame: FrameType | None) -> None:
        received.append(number)

    with _handled_by(remember):
        yield
    if received:
        raise KeyboardInterrupt


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _handled_by(handler: "signal._HANDLER") -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread receives signals
        return
    previous = {number: signal.signal(number, handler) for number in _ENDING_SIGNALS}
    try:
        yield
    finally:
        for number, before in previous.items():
            signal.signal(number, before)
