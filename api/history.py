"""A workflow's Temporal history as steps that a supervisor can read."""

from datetime import UTC

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from api.problems import UnavailableError, not_found
from api.schemas.messages import HistoryAnswer, StepAnswer


async def readable_history(client: Client, workflow_id: str) -> HistoryAnswer:
    """Give the latest run's history.

    Raises:
        Refused: Temporal does not know the workflow any more.
    """
    handle = client.get_workflow_handle(workflow_id)
    try:
        history = await handle.fetch_history()
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise not_found("history") from error
        raise UnavailableError(
            "orchestration_unavailable", "The history cannot be reached now."
        ) from error
    return HistoryAnswer(
        workflow_id=workflow_id,
        run_id=history.run_id,
        events=len(history.events),
        steps=tuple(_step(event) for event in history.events),
    )


def _step(event: HistoryEvent) -> StepAnswer:
    name, detail = _told(event)
    return StepAnswer(
        event_id=event.event_id,
        at=event.event_time.ToDatetime(tzinfo=UTC),
        kind=EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower(),
        name=name,
        detail=detail,
    )


def _told(event: HistoryEvent) -> tuple[str, str]:
    """Give the names in an event; its payloads are encrypted and stay out."""
    match event.WhichOneof("attributes"):
        case "activity_task_scheduled_event_attributes":
            scheduled = event.activity_task_scheduled_event_attributes
            return scheduled.activity_type.name, scheduled.task_queue.name
        case "activity_task_failed_event_attributes":
            failed = event.activity_task_failed_event_attributes
            return "", failed.failure.application_failure_info.type
        case "timer_started_event_attributes":
            timer = event.timer_started_event_attributes
            return "timer", str(timer.start_to_fire_timeout.ToTimedelta())
        case "workflow_execution_update_accepted_event_attributes":
            accepted = event.workflow_execution_update_accepted_event_attributes
            return accepted.accepted_request.input.name, accepted.protocol_instance_id
        case "workflow_execution_signaled_event_attributes":
            return event.workflow_execution_signaled_event_attributes.signal_name, ""
        case "marker_recorded_event_attributes":
            return event.marker_recorded_event_attributes.marker_name, ""
        case "workflow_execution_started_event_attributes":
            started = event.workflow_execution_started_event_attributes
            return started.workflow_type.name, started.task_queue.name
        case _:
            return "", ""
