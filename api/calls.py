"""Calls to a case's workflow, with every way they can end told as an answer or a problem."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from api.problems import UnavailableError
from core.config import Settings
from core.failures import refusal_from
from core.temporal import TASK_QUEUE, application_workflow_id
from domain.commands import Submit
from domain.errors import Refused
from domain.submission import Submission
from workflows.recorder import Answer

_PASSING = {
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.ABORTED,
}

_BEFORE_SENDING_AGAIN_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Entrance:
    """Lets so many requests at once to the cases, in the order in which they came.

    The others wait here, where waiting costs nothing: at the server they would push each other
    over the time of their tasks, and some would be answered late for no reason. ``wait`` is how
    many seconds a request waits in all, here and for its case.
    """

    places: asyncio.Semaphore
    wait: float

    @classmethod
    def of(cls, settings: Settings) -> "Entrance":
        places = asyncio.Semaphore(settings.updates_at_once)
        return cls(places, settings.update_wait_seconds)


async def submit(
    client: Client, submission: Submission, update_id: str, entrance: Entrance
) -> Answer:
    """Start the case and wait until its first event is recorded (update-with-start)."""

    def call() -> Awaitable[Answer]:
        return client.execute_update_with_start_workflow(
            "submit",
            Submit(submission.submitted_by),
            start_workflow_operation=_start_of(submission),
            id=update_id,
            result_type=Answer,
        )

    try:
        return await _answered(call, entrance)
    except WorkflowAlreadyStartedError:
        # The case has run to its end already: its receipt stands in the record.
        return Answer(submission.case_id, 0, datetime.now(UTC), repeated=True)


def _start_of(submission: Submission) -> WithStartWorkflowOperation[Any, Any]:
    """Give the start of a case; each call needs one of its own."""
    return WithStartWorkflowOperation(
        "ApplicationWorkflow",
        submission,
        id=application_workflow_id(submission.case_id),
        task_queue=TASK_QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        result_type=None,
    )


async def update(
    client: Client,
    workflow_id: str,
    name: str,
    command: object,
    *,
    update_id: str,
    entrance: Entrance,
) -> Answer:
    """Send a command as an update; its validator may refuse it and then nothing was written."""
    handle = client.get_workflow_handle(workflow_id)

    def call() -> Awaitable[Answer]:
        return handle.execute_update(name, command, id=update_id, result_type=Answer)

    return await _answered(call, entrance)


async def signal(client: Client, workflow_id: str, name: str, message: Any) -> bool:  # noqa: ANN401  # any message
    """Send a system's message; False when the case has ended and nobody listens any more."""
    handle = client.get_workflow_handle(workflow_id)
    try:
        await handle.signal(name, message, rpc_timeout=timedelta(seconds=5))
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise _as_unavailable(error) from error
    return True


async def _answered(call: Callable[[], Awaitable[Answer]], entrance: Entrance) -> Answer:
    try:
        async with asyncio.timeout(entrance.wait), entrance.places:
            answer = await _until_taken(call)
    except WorkflowUpdateFailedError as error:
        raise _refusal(error) from error
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError) as error:
        raise UnavailableError(
            "case_not_answering",
            "The case could not answer in time; repeat the request with the same Idempotency-Key.",
        ) from error
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise Refused("case_closed", "The case has ended.", rule="design §3") from error
        raise _as_unavailable(error) from error
    return answer


async def _until_taken(call: Callable[[], Awaitable[Answer]]) -> Answer:
    """Send an update again whose workflow task was given up.

    That happens when a message comes in while the case is about to end. What was recorded stands,
    and the update's id keeps it single; but the case learns of it only when it is sent again.
    """
    while True:
        try:
            return await call()
        except RPCError as error:
            if error.status is not RPCStatusCode.FAILED_PRECONDITION:
                raise
        await asyncio.sleep(_BEFORE_SENDING_AGAIN_SECONDS)


def _refusal(error: WorkflowUpdateFailedError) -> Exception:
    return refusal_from(error) or UnavailableError(
        "case_not_answering", "The case could not take the request; the operators see why."
    )


def _as_unavailable(error: RPCError) -> Exception:
    if error.status in _PASSING:
        return UnavailableError("orchestration_unavailable", "The case cannot be reached now.")
    return error
