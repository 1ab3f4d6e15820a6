"""What people do to a running clock: let it rest, let it go on, extend its limit."""

from typing import assert_never

from domain.commands import ExtendLimit, ResumeClock, SuspendClock
from domain.draft import Draft
from domain.extending import decide_extend
from domain.suspending import decide_resume, decide_suspend

ClockAct = SuspendClock | ResumeClock | ExtendLimit


def decide_clock_act(draft: Draft, command: ClockAct) -> None:
    """Decide an act on a clock (行政许可法 42, 45)."""
    match command:
        case SuspendClock():
            decide_suspend(draft, command)
        case ResumeClock():
            decide_resume(draft, command)
        case ExtendLimit():
            decide_extend(draft, command)
        case _:
            assert_never(command)
