"""The one alarm clock of a case: a single timer at the next instant that time brings about."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Generic

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.commands import Ring
    from workflows.recorder import StateT, Turns


class AlarmStuckError(Exception):
    """Ringing did not move the alarm on; the workflow task fails instead of spinning."""


class AlarmClock(Generic[StateT]):
    """Rings at ``next_alarm`` until the case is over.

    When the alarm moves later the running timer is left to fire and then looks again; only an
    earlier alarm replaces it, so a case keeps one timer whatever happens to its clocks. It is
    looked at on every activation, but computed once for each state of the record. With
    ``longest_wait`` it keeps a timer also while nothing is due, and then looks again.
    """

    def __init__(
        self,
        turns: Turns[StateT, Any, Any],
        next_alarm: Callable[[StateT], datetime | None],
        is_over: Callable[[], bool],
        longest_wait: timedelta | None = None,
    ) -> None:
        self._turns = turns
        self._compute = next_alarm
        self._is_over = is_over
        self._longest_wait = longest_wait
        self._computed: tuple[int, datetime | None] = (-1, None)

    async def run(self) -> None:
        """Keep time; returns when the case is over."""
        while not self._is_over():
            instant = self._next_alarm()
            if instant is None:
                await self._wait_for_alarm()
            elif instant <= workflow.now():
                await self._ring_once(instant)
            else:
                await self._wait_until(instant)

    async def _wait_for_alarm(self) -> None:
        try:
            await workflow.wait_condition(
                lambda: self._is_over() or self._next_alarm() is not None,
                timeout=self._longest_wait,
            )
        except TimeoutError:
            return

    async def _wait_until(self, instant: datetime) -> None:
        try:
            await workflow.wait_condition(
                lambda: self._is_over() or self._is_earlier_than(instant),
                timeout=instant - workflow.now(),
                timeout_summary="next alarm",
            )
        except TimeoutError:
            return

    def _is_earlier_than(self, instant: datetime) -> bool:
        alarm = self._next_alarm()
        return alarm is not None and alarm < instant

    async def _ring_once(self, instant: datetime) -> None:
        cause = f"alarm/{self._turns.state.sequence}/{instant.isoformat()}"
        await self._turns.take(cause, Ring())
        if not self._is_over() and self._next_alarm() == instant:
            raise AlarmStuckError(instant.isoformat())

    def _next_alarm(self) -> datetime | None:
        state = self._turns.state
        if self._computed[0] != state.sequence:
            self._computed = (state.sequence, self._compute(state))
        return self._computed[1]
