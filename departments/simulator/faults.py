"""Failing on demand: each simulated system can be down, slow or flaky until told otherwise."""

import asyncio
from enum import StrEnum
from http import HTTPStatus
from random import Random
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from departments.simulator.problems import SimulatedProblem

_SLOW_MILLISECONDS = 2000


class FaultMode(StrEnum):
    """What is wrong with a system."""

    OK = "ok"
    DOWN = "down"
    SLOW = "slow"
    FLAKY = "flaky"


class Fault(BaseModel):
    """A fault as switched over HTTP.

    ``rate`` is the share of calls a flaky system fails; ``delay_ms`` is waited before every
    answer; after ``until_calls`` calls the fault is over; with ``retry_after_seconds`` a
    failing answer says when to come back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: FaultMode
    rate: Annotated[float, Field(ge=0, le=1)] = 0.5
    delay_ms: Annotated[int, Field(ge=0, le=600_000)] = 0
    until_calls: Annotated[int, Field(ge=1)] | None = None
    retry_after_seconds: Annotated[int, Field(ge=0, le=86_400)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _slow_means_a_delay(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("mode") == FaultMode.SLOW:
            return {"delay_ms": _SLOW_MILLISECONDS, **given}
        return given

    def fails(self, chance: float) -> bool:
        match self.mode:
            case FaultMode.DOWN:
                return True
            case FaultMode.FLAKY:
                return chance < self.rate
            case FaultMode.OK | FaultMode.SLOW:
                return False

    def after_call(self) -> "Fault":
        """Give the fault that is left after one more call."""
        match self.until_calls:
            case None:
                return self
            case 1:
                return NO_FAULT
            case left:
                return self.model_copy(update={"until_calls": left - 1})


NO_FAULT = Fault(mode=FaultMode.OK)


class FaultSwitch:
    """The present fault of one system; its chances are drawn from the system's own seed."""

    def __init__(self, random: Random, usual: Fault = NO_FAULT) -> None:
        self._random = random
        self.fault = usual

    async def meet(self) -> None:
        """Let one call suffer the present fault."""
        fault = self.fault
        self.fault = fault.after_call()
        fails = fault.fails(self._random.random())
        await asyncio.sleep(fault.delay_ms / 1000)
        if fails:
            raise _unavailable(fault)


def _unavailable(fault: Fault) -> SimulatedProblem:
    wait = fault.retry_after_seconds
    return SimulatedProblem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "unavailable",
        f"The system is {fault.mode}.",
        headers=None if wait is None else {"Retry-After": str(wait)},
    )
