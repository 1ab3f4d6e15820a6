"""Waiting for the city, and letting the time that the law prescribes pass in a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper

from stack.scenario.expectations import UnmetExpectationError

SeenT = TypeVar("SeenT")

PATIENCE_SECONDS = 30.0
_LOOK_EVERY_SECONDS = 0.05
MARGIN = timedelta(minutes=5)
"""How far past an instant one goes to be surely after it."""


async def until(
    look: Callable[[], Awaitable[SeenT]],
    is_so: Callable[[SeenT], bool],
    *,
    expected: str,
    patience_seconds: float = PATIENCE_SECONDS,
) -> SeenT:
    """Look again and again until it is so; give what was seen then.

    Raises:
        UnmetExpectationError: it did not become so in time.
    """
    try:
        async with asyncio.timeout(patience_seconds):
            while True:
                seen = await look()
                if is_so(seen):
                    return seen
                await asyncio.sleep(_LOOK_EVERY_SECONDS)
    except TimeoutError:
        waited = f"it was not so within {patience_seconds:.0f} s"
        raise UnmetExpectationError(expected, waited) from None


def still_to_pass(now: datetime, instant: datetime) -> timedelta:
    """Give the time from now until surely after the instant; nought when it has passed."""
    return max(instant + MARGIN - now, timedelta())


@dataclass(frozen=True, slots=True)
class Clockwork:
    """Every workflow has a clock of its own; a tester may move it ahead by its handle.

    The client needs no keys: skipping time reads no payload.
    """

    client: Client

    async def now(self, workflow_id: str) -> datetime:
        """Give the workflow's own time, ahead of the wall clock once it was moved."""
        return await TimeSkipper(self.client).get_current_time(self._handle(workflow_id))

    async def move_past(self, workflow_id: str, instant: datetime) -> timedelta:
        """Move the workflow's time on until the instant has passed; give how far that was."""
        duration = still_to_pass(await self.now(workflow_id), instant)
        if duration:
            await TimeSkipper(self.client).fast_forward(self._handle(workflow_id), duration)
        return duration

    def _handle(self, workflow_id: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(workflow_id)
