"""Workflow modules import what they need and name it: a stray import costs every case dearly."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import SandboxImportNotificationPolicy

from core.worker_options import workflow_runner
from workflows.application import ApplicationWorkflow
from workflows.permit import PermitWorkflow

STRAY = '''
from temporalio import workflow

import {module}


@workflow.defn
class StrayWorkflow:
    @workflow.run
    async def run(self) -> None:
        return
'''


def guarding() -> SandboxedWorkflowRunner:
    """The production runner that refuses what no ``imports_passed_through`` names."""
    runner = workflow_runner(sandbox=True)
    assert isinstance(runner, SandboxedWorkflowRunner)
    strict = runner.restrictions.with_import_notification_policy(
        SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
    )
    return SandboxedWorkflowRunner(restrictions=strict)


@pytest.mark.parametrize("kind", [ApplicationWorkflow, PermitWorkflow])
def test_a_workflow_imports_nothing_unintended(kind: type) -> None:
    Replayer(workflows=[kind], workflow_runner=guarding())
