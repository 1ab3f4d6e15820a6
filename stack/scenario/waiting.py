"""Waiting for the city, and letting the time that the law prescribes pass in a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper

from stack.scenario.expectations import UnmetExpectationError, require
from stack.scenario.narrator import BEIJING

SeenT = TypeVar("SeenT")

PATIENCE_SECONDS = 30.0
_LOOK_EVERY_SECONDS = 0.05
_OFFICE_HOUR = time(10)
_SATURDAY = 5
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


def in_office(instant: datetime) -> datetime:
    """Give the next ten o'clock in Beijing from Monday to Friday; holidays are not looked at."""
    there = instant.astimezone(BEIJING)
    moment = datetime.combine(there.date(), _OFFICE_HOUR, BEIJING)
    while moment < there or moment.weekday() >= _SATURDAY:
        moment += timedelta(days=1)
    return moment


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
        """Move the workflow's time on until the instant has passed; give how far that was.

        Raises:
            UnmetExpectationError: the workflow has ended, or the server does not move it.
        """
        duration = still_to_pass(await self.now(workflow_id), instant)
        if duration:
            expected = f"the time of {workflow_id} can be moved on"
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    moved = await self._fast_forward(workflow_id, duration)
            except TimeoutError:
                raise UnmetExpectationError(expected, "it stood still") from None
            require(moved, expected, "that it has ended")
        return duration

    async def _fast_forward(self, workflow_id: str, duration: timedelta) -> bool:
        skipper = TimeSkipper(self.client)
        return await skipper.fast_forward(self._handle(workflow_id), duration)

    def _handle(self, workflow_id: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(workflow_id)
