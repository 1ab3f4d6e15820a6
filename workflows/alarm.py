"""The one alarm clock of a case: a single timer at the next instant that time brings about."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from temporalio import workflow


class AlarmStuckError(Exception):
    """Ringing did not move the alarm on; the workflow task fails instead of spinning."""


class AlarmClock:
    """Rings at ``next_alarm`` until the case is over.

    When the alarm moves later the running timer is left to fire and then looks again; only an
    earlier alarm replaces it, so a case keeps one timer whatever happens to its clocks.
    ``next_alarm`` is asked on every activation: it must be pure and cheap.
    """

    def __init__(
        self,
        next_alarm: Callable[[], datetime | None],
        ring: Callable[[datetime], Awaitable[object]],
        is_over: Callable[[], bool],
    ) -> None:
        self._next_alarm = next_alarm
        self._ring = ring
        self._is_over = is_over

    async def run(self) -> None:
        """Keep time; returns when the case is over."""
        while not self._is_over():
            instant = self._next_alarm()
            if instant is None:
                await workflow.wait_condition(
                    lambda: self._is_over() or self._next_alarm() is not None
                )
            elif instant <= workflow.now():
                await self._ring_once(instant)
            else:
                await self._wait_until(instant)

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
        await self._ring(instant)
        if not self._is_over() and self._next_alarm() == instant:
            raise AlarmStuckError(instant.isoformat())
