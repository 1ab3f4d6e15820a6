"""The committed histories: as the server gave them, payloads encrypted with the test-only key."""

import gzip
import json
from pathlib import Path

from temporalio.client import WorkflowHandle, WorkflowHistory

FOLDER = Path(__file__).with_name("histories")
_SUFFIX = ".json.gz"


def names() -> list[str]:
    """Give the names of all committed histories, like ``application.whole_way``."""
    return sorted(path.name.removesuffix(_SUFFIX) for path in FOLDER.glob(f"*{_SUFFIX}"))


def load(name: str) -> WorkflowHistory:
    text = gzip.decompress((FOLDER / f"{name}{_SUFFIX}").read_bytes()).decode()
    workflow_id = json.loads(text)["workflowId"]
    return WorkflowHistory.from_json(workflow_id, text)


async def save(name: str, handle: WorkflowHandle[object, object]) -> int:
    """Write the history of a workflow; give the number of its events."""
    history = await handle.fetch_history()
    content = {"workflowId": history.workflow_id, **history.to_json_dict()}
    packed = gzip.compress(json.dumps(content, sort_keys=True).encode(), mtime=0)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}{_SUFFIX}").write_bytes(packed)
    return len(history.events)


def forget() -> None:
    """Remove all histories, before they are recorded anew."""
    for path in FOLDER.glob(f"*{_SUFFIX}"):
        path.unlink()
