"""A small process that ends the stack when its launcher was killed and could not do so itself.

`python -m stack.guardian DIRECTORY PID CREATED` waits for that process to disappear. It sits in a
session of its own, so that neither Ctrl-C nor a signal to the launcher's group reaches it.
"""

import os
import sys
import time
from pathlib import Path

from stack import processes
from stack.layout import Layout
from stack.processes import Program, Running

_LOOK_EVERY_SECONDS = 0.3


def start_guardian(layout: Layout, *, owner_pid: int | None = None) -> None:
    """Guard this layout for the given process, by default the calling one."""
    owner = processes.identify(owner_pid or os.getpid())
    processes.start(
        Program(
            name="guardian",
            arguments=(
                *(sys.executable, "-m", "stack.guardian"),
                *(str(layout.root.resolve()), str(owner.pid), repr(owner.created)),
            ),
        ),
        layout,
    )


def dismiss_guardian(layout: Layout) -> None:
    """From here on the programs may outlive whoever started them."""
    for running in processes.recorded(layout):
        if running.name == "guardian":
            processes.stop(running, layout)


def guard(layout: Layout, owner: Running) -> None:
    """Wait for the owner's end, then end what it left, newest first."""
    while owner.is_alive():
        time.sleep(_LOOK_EVERY_SECONDS)
    processes.stop_all(layout)


if __name__ == "__main__":
    directory, pid, created = sys.argv[1:]
    guard(Layout(Path(directory)), Running(name="owner", pid=int(pid), created=float(created)))
