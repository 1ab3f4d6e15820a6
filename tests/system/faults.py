"""Faults of the worker that tests switch on: an activity that fails, or kills its process."""

import os
import signal
from dataclasses import dataclass, field
from typing import Any

from temporalio import activity
from temporalio.client import Client
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.exceptions import ApplicationError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput
from temporalio.worker import Interceptor as WorkerInterceptor

RECORDS = ("record_application", "record_permit")


@dataclass(slots=True)
class Faults:
    """What goes wrong in the activities of one worker; everything else is as in production.

    ``fail_before`` and ``fail_after`` say how often the recording of a turn still fails before it
    is written, and after it is committed; ``kill_after`` lets that many commits pass and then
    ends the process as a power cut would, before the workflow has heard of the last.
    """

    fail_before: int = 0
    fail_after: int = 0
    kill_after: int | None = None
    seen: list[str] = field(default_factory=list)

    def before(self) -> None:
        if self.fail_before:
            self.fail_before -= 1
            raise ApplicationError("switched to fail before the commit")

    def after(self) -> None:
        if self.fail_after:
            self.fail_after -= 1
            raise ApplicationError("switched to fail after the commit")
        if self.kill_after is not None:
            self.kill_after -= 1
            if self.kill_after < 0:
                os.kill(os.getpid(), signal.SIGKILL)


class FaultInterceptor(ClientInterceptor, WorkerInterceptor):
    """Puts the faults around every activity that records a turn."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002  # named by the SDK
        return _Around(next, self._faults)


class _Around(ActivityInboundInterceptor):
    def __init__(self, following: ActivityInboundInterceptor, faults: Faults) -> None:
        super().__init__(following)
        self._faults = faults

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002  # named by the SDK
        name = activity.info().activity_type
        self._faults.seen.append(name)
        if name not in RECORDS:
            return await self.next.execute_activity(input)
        self._faults.before()
        result = await self.next.execute_activity(input)
        self._faults.after()
        return result


async def faulty(client: Client, faults: Faults) -> Client:
    """Another connection of the same kind, whose workers have these faults."""
    return await Client.connect(
        client.service_client.config.target_host,
        namespace=client.namespace,
        data_converter=client.data_converter,
        interceptors=[FaultInterceptor(faults)],
    )
