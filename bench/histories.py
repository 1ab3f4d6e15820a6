"""How long the newest histories are; by workflow type."""

from typing import Any

from temporalio.client import Client

from bench.catalogue import LANES
from bench.figures import per_lifecycle

_SAMPLED = 10


async def histories(client: Client, kind: str) -> dict[str, Any]:
    """Give events and bytes of an ended case, and the events of the permits it began."""
    events, size = await _mean(client, f"WorkflowType = '{kind}' AND ExecutionStatus = 'Completed'")
    permits, _ = await _mean(client, "WorkflowType = 'PermitWorkflow'")
    is_ours = kind == "ApplicationWorkflow"
    return {
        "events_per_lifecycle": events,
        "history_bytes_per_lifecycle": size,
        "events_of_begun_permits": permits * LANES if is_ours and permits else None,
    }


async def _mean(client: Client, query: str) -> tuple[float | None, float | None]:
    events, size, count = 0, 0, 0
    async for execution in client.list_workflows(query, limit=_SAMPLED):
        handle = client.get_workflow_handle(execution.id, run_id=execution.run_id)
        info = (await handle.describe()).raw_description.workflow_execution_info
        events, size, count = (
            events + info.history_length,
            size + info.history_size_bytes,
            count + 1,
        )
    return per_lifecycle(events, count), per_lifecycle(size, count)
