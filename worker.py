"""The worker process: polls for workflows and activities until it is told to stop.

``python worker.py`` takes its settings from the environment (docs/running.md).
"""

import argparse
import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
import uvloop
from temporalio.client import Client
from temporalio.worker import Worker

from activities.departments import DepartmentActivities
from activities.follow_up import FollowUpActivities
from activities.numbers import NumberActivities
from activities.permit_records import PermitRecordActivities
from activities.places import PlaceActivities
from activities.pushes import PushDeliverer
from activities.records import RecordActivities
from activities.shared_data import SharedDataActivities
from activities.stored_documents import StoredDocuments
from activities.visit_slots import RecordedCalendars, VisitActivities
from core.config import Settings, settings
from core.db import Database
from core.keys import FileSigner
from core.links import DocumentLinks
from core.logging import configure_logging
from core.memory import collect_rarely
from core.temporal import TASK_QUEUE, connect
from core.worker_options import deployment_config, workflow_runner
from departments.configuration import load_configuration
from departments.registry import Departments, opened_departments
from workflows.application import ApplicationWorkflow
from workflows.permit import PermitWorkflow

log = structlog.get_logger("worker")


@dataclass(frozen=True, slots=True)
class Resources:
    """What activities use; one of each in a process."""

    client: Client
    database: Database
    signer: FileSigner
    departments: Departments
    documents: StoredDocuments


def build_workers(resources: Resources, settings: Settings) -> list[Worker]:
    """Make the worker of the case queue and one for the queue of each department's system."""
    departments = DepartmentActivities(
        resources.departments, resources.documents, settings.address_for_departments
    )
    return [
        _case_worker(resources, settings, departments),
        *(
            _department_worker(resources.client, queue, departments)
            for queue in resources.departments.task_queues
        ),
    ]


def _case_worker(
    resources: Resources, settings: Settings, departments: DepartmentActivities
) -> Worker:
    database, client = resources.database, resources.client
    records = RecordActivities(database, resources.signer)
    permits = PermitRecordActivities(database, resources.signer)
    shared = SharedDataActivities(resources.departments.shared_data, resources.documents)
    places = PlaceActivities(database, client)
    visits = VisitActivities(resources.departments.shared_data, RecordedCalendars(database))
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        deployment_config=deployment_config(settings),
        workflows=[ApplicationWorkflow, PermitWorkflow],
        activities=[
            records.record_application,
            permits.record_permit,
            NumberActivities(database).assign_numbers,
            places.reserve_place,
            places.release_place,
            FollowUpActivities(database, client).follow_up,
            departments.dispatch_case,
            shared.look_up_papers,
            shared.await_paper,
            shared.look_up_credit,
            visits.find_slots,
        ],
        workflow_runner=workflow_runner(sandbox=settings.sandbox),
        max_concurrent_workflow_tasks=settings.max_concurrent_workflow_tasks,
        # By default one poller in five takes new cases, and submissions queue behind decisions.
        max_concurrent_workflow_task_polls=8,
        nonsticky_to_sticky_poll_ratio=0.5,
    )


def _department_worker(client: Client, queue: str, activities: DepartmentActivities) -> Worker:
    """One poller is enough: a department's calls are few and slow."""
    return Worker(
        client,
        task_queue=queue,
        activities=[activities.dispatch_one, activities.poll_lane, activities.withdraw_lane],
        max_concurrent_activity_task_polls=1,
    )


async def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; tasks under way are finished first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        resources = await _resources(settings, stack)
        for worker in build_workers(resources, settings):
            await stack.enter_async_context(worker)
        collect_rarely()
        await stack.enter_async_context(delivering(resources, on_failure=stop.set))
        if settings.ready_file:
            settings.ready_file.touch()
        log.info("worker is ready", queues=len(resources.departments.task_queues) + 1)
        await stop.wait()
        log.info("worker stops")


@asynccontextmanager
async def delivering(
    resources: Resources, *, on_failure: Callable[[], None]
) -> AsyncIterator[None]:
    """Deliver registrations to the departments for the block (ADR 14).

    A deliverer that fails ends the worker visibly, so that whoever runs it starts it anew.
    """
    deliverer = PushDeliverer(resources.database, resources.departments)
    task = asyncio.create_task(deliverer.run())

    def tell(ended: asyncio.Task[None]) -> None:
        if not ended.cancelled() and ended.exception() is not None:
            log.error("pushes.deliverer_failed", error=type(ended.exception()).__name__)
            on_failure()

    task.add_done_callback(tell)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _resources(settings: Settings, stack: AsyncExitStack) -> Resources:
    database = Database.of(settings)
    stack.push_async_callback(database.dispose)
    configuration = load_configuration(settings.department_systems_file)
    departments = opened_departments(configuration, base_address=settings.simulator_url)
    return Resources(
        client=await connect(settings),
        database=database,
        signer=FileSigner.from_settings(settings),
        departments=await stack.enter_async_context(departments),
        documents=StoredDocuments(database, DocumentLinks(settings)),
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Run the worker of this machine."""
    argparse.ArgumentParser(prog="worker.py", description=__doc__).parse_args(argv)
    configured = settings()
    configure_logging(level=configured.log_level, as_json=configured.log_json)
    uvloop.run(run(configured))


if __name__ == "__main__":
    main()
