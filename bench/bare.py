"""The bare workflow: the same waits and updates without domain, record, API or encryption.

``python -m bench.bare`` runs its worker; the figures next to it say what the machine can do.
"""

import argparse
import asyncio
import signal
import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from temporalio import activity, workflow
from temporalio.client import Client, GrpcCompression, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from bench.figures import Samples

QUEUE = "bench-bare"
DECISIONS = 4
_AT_ONCE = timedelta(seconds=2)


@activity.defn
async def note(number: int) -> int:
    """Do nothing but answer."""
    return number


@workflow.defn
class BareWorkflow:
    """Started by an update, decided by four more, each with one local activity."""

    def __init__(self) -> None:
        self._decided = 0

    @workflow.run
    async def run(self) -> int:
        await workflow.wait_condition(
            lambda: self._decided >= DECISIONS, timeout=timedelta(days=30)
        )
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._decided

    @workflow.update
    async def begin(self) -> int:
        return await workflow.execute_local_activity(note, 0, schedule_to_close_timeout=_AT_ONCE)

    @workflow.update
    async def decide(self, number: int) -> int:
        noted = await workflow.execute_local_activity(
            note, number, schedule_to_close_timeout=_AT_ONCE
        )
        self._decided += 1
        return noted


async def bare_lifecycle(client: Client, samples: Samples) -> str:
    """Drive one bare workflow to its end; gives its id."""
    begun = time.perf_counter()
    start: WithStartWorkflowOperation[BareWorkflow, int] = WithStartWorkflowOperation(
        BareWorkflow.run,
        id=f"bare/{uuid4().hex}",
        task_queue=QUEUE,
        id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
    )
    await client.execute_update_with_start_workflow(
        BareWorkflow.begin, start_workflow_operation=start
    )
    samples.starts.append(time.perf_counter() - begun)
    handle = await start.workflow_handle()
    for number in range(1, DECISIONS + 1):
        decided = time.perf_counter()
        await handle.execute_update(BareWorkflow.decide, number)
        samples.decisions.append(time.perf_counter() - decided)
    await handle.result()
    samples.lifecycles.append(time.perf_counter() - begun)
    return handle.id


async def _work(address: str, namespace: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    client = await Client.connect(
        address, namespace=namespace, grpc_compression=GrpcCompression.NONE
    )
    worker = Worker(
        client,
        task_queue=QUEUE,
        workflows=[BareWorkflow],
        activities=[note],
        workflow_runner=UnsandboxedWorkflowRunner(),
    )
    async with worker:
        await stop.wait()


def main(argv: Sequence[str] | None = None) -> None:
    """Run the bare workflow's worker until it is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m bench.bare", description=main.__doc__)
    parser.add_argument("address")
    parser.add_argument("namespace")
    arguments = parser.parse_args(argv)
    asyncio.run(_work(arguments.address, arguments.namespace))


if __name__ == "__main__":
    main()
