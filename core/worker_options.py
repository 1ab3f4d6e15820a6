"""How workers run workflow code: in the sandbox with our own code passed through, or without."""

from temporalio.worker import UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import (
    SandboxedWorkflowRunner,
    SandboxRestrictions,
)

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
    """Give the runner (ADR 10); the sandbox stops calls that a replay could not repeat."""
    if not sandbox:
        return UnsandboxedWorkflowRunner()
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return SandboxedWorkflowRunner(restrictions=restrictions)
