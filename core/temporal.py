"""The one Temporal client of a process, and the names by which workflows are found."""

from typing import Any

from temporalio.client import Client, GrpcCompression
from temporalio.envconfig import ClientConfig

from core.codec import data_converter
from core.config import Settings
from domain.numbering import is_permit_id

TASK_QUEUE = "approvals"
_APPLICATION = "application/"
_PERMIT = "permit/"


def application_workflow_id(case_id: str) -> str:
    """Name the workflow of an application; ``case_id`` is opaque."""
    return f"{_APPLICATION}{case_id}"


def permit_workflow_id(permit_id: str) -> str:
    """Name the workflow of a permit; ``permit_id`` is opaque."""
    return f"{_PERMIT}{permit_id}"


def workflow_id_of_stream(stream: str) -> str:
    """Name the workflow that writes a stream, a permit's or an application's."""
    return permit_workflow_id(stream) if is_permit_id(stream) else application_workflow_id(stream)


async def connect(settings: Settings) -> Client:
    """Connect as the standard ``TEMPORAL_*`` environment says; one client per process."""
    config: dict[str, Any] = dict(ClientConfig.load_client_connect_config())
    config.setdefault("target_host", "127.0.0.1:7233")
    if _is_loopback(config["target_host"]):
        config["grpc_compression"] = GrpcCompression.NONE
    return await Client.connect(**config, data_converter=data_converter(settings))


def _is_loopback(target_host: str) -> bool:
    """On loopback compression only costs; elsewhere it saves bandwidth."""
    return target_host.rpartition(":")[0] in {"127.0.0.1", "localhost", "[::1]"}
