"""What follows an issuance: the permits begin lives of their own."""

import asyncio
from datetime import UTC, datetime, timedelta

from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from core.db import Database
from core.temporal import TASK_QUEUE, permit_workflow_id
from domain.permits.alarms import next_alarm, sleeps
from domain.permits.permit import Permit
from models.effects import FollowedUp, FollowUp
from models.permit_messages import LONGEST_SLEEP, PermitLife
from repositories import permits


def sleep_of(permit: Permit, now: datetime) -> timedelta | None:
    """Give how long its workflow need not run (ADR 13); an update wakes it at once.

    ``now`` is the server's clock, by which delays count, not the case's.
    """
    if not sleeps(permit):
        return None
    alarm = next_alarm(permit) or now + LONGEST_SLEEP
    return min(alarm - now, LONGEST_SLEEP) if alarm > now else None


def licence_document_id(licence_code: str, version: int) -> str:
    """Name the document of one version; it is typeset when it is first asked for (ADR 11)."""
    return f"licence-{licence_code}-{version}"


class FollowUpActivities:
    """Safe to repeat: a permit's workflow is started once, whatever happens in between."""

    def __init__(self, database: Database, client: Client) -> None:
        self._database = database
        self._client = client

    @activity.defn(name="follow_up")
    async def follow_up(self, request: FollowUp) -> FollowedUp:
        permit_ids = tuple(permit.permit_id for permit in request.permits)
        async with self._database.reading() as session:
            begun = await permits.load_all(session, permit_ids)
        if len(begun) != len(permit_ids):
            raise LookupError(request.case_id)
        await asyncio.gather(*(self._begin(permit) for permit in begun))
        return FollowedUp(licence_document_id(request.licence_code, request.version))

    async def _begin(self, permit: Permit) -> None:
        delay = sleep_of(permit, datetime.now(UTC))
        try:
            await self._client.start_workflow(
                "PermitWorkflow",
                PermitLife(permit=permit, sleeps=delay is not None),
                id=permit_workflow_id(permit.permit_id),
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                start_delay=delay,
            )
        except WorkflowAlreadyStartedError:
            activity.logger.info("permit had begun and ended before")
