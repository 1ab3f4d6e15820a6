"""Who answers for the running programs: the launcher while it runs, afterwards `down`."""

from collections.abc import Iterator
from contextlib import contextmanager

from stack import guardian, interrupts, processes
from stack.errors import AlreadyRunningError
from stack.layout import Layout
from stack.progress import say, step


class Ownership:
    """Decides at the end of the block whether the programs stay."""

    def __init__(self) -> None:
        self.is_released = False

    def release(self) -> None:
        """Leave the programs running when the block ends."""
        self.is_released = True


@contextmanager
def owned(layout: Layout) -> Iterator[Ownership]:
    """End everything started in the block, however it ends, unless it was released.

    Raises:
        AlreadyRunningError: programs of an earlier start are still there.
    """
    if running := processes.alive(layout):
        raise AlreadyRunningError([one.name for one in running])
    ownership = Ownership()
    try:
        guardian.start_guardian(layout)
        yield ownership
    finally:
        with interrupts.held():
            guardian.dismiss_guardian(layout) if ownership.is_released else stop_visibly(layout)


def stop_visibly(layout: Layout) -> int:
    """End all programs of a layout, newest first, telling each; returns how many ran."""
    running = processes.alive(layout)
    if running:
        say("Stopping")
    for one in reversed(running):
        if one.name == "guardian":
            continue
        with step(one.name):
            processes.stop(one, layout)
    processes.stop_all(layout)
    return len(running)
