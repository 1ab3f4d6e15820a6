"""How workers run workflow code: in the sandbox with our own code passed through, or without."""

from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import UnsandboxedWorkflowRunner, WorkerDeploymentConfig, WorkflowRunner
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxRestrictions,
)

from core.config import Settings

PASSED_THROUGH = (
    "activities",
    "core",
    "departments",
    "documents",
    "domain",
    "models",
    "repositories",
    "workflows",
    "cryptography",
    "httpx",
    "jwt",
    "pydantic",
    "pydantic_core",
    "sqlalchemy",
    "sqlmodel",
    "structlog",
)
"""Imported once for all workflows: reimporting them for each costs a hundred times the rest."""


def workflow_runner(*, sandbox: bool) -> WorkflowRunner:
    """Give the runner; with our own modules passed through the sandbox guards little (ADR 10)."""
    if not sandbox:
        return UnsandboxedWorkflowRunner()
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return SandboxedWorkflowRunner(restrictions=restrictions)


def deployment_config(settings: Settings) -> WorkerDeploymentConfig | None:
    """Give the versioned deployment: running cases move to the newest code, behind patches.

    None for unversioned workers: the server refuses versioned ones until an operator has made
    a version the current one, so it is asked for by name (docs/running.md).
    """
    if not settings.deployment_name:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(settings.deployment_name, settings.build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )
