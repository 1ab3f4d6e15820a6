"""The production sandbox made strict: workflow modules are isolated, stray imports refused."""

from collections.abc import Iterable
from dataclasses import replace

from temporalio import workflow
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import SandboxImportNotificationPolicy

from core.worker_options import workflow_runner


def isolating(
    policy: SandboxImportNotificationPolicy = SandboxImportNotificationPolicy.SILENT,
) -> SandboxedWorkflowRunner:
    """The runner of production, but a workflow's own module is loaded anew for each case.

    Production passes ``workflows`` through because loading it costs milliseconds a case; here it
    is not, so that what the sandbox restricts (clock, chance, files) is restricted in it too.
    """
    runner = workflow_runner(sandbox=True)
    assert isinstance(runner, SandboxedWorkflowRunner)
    passed = runner.restrictions.passthrough_modules - {"workflows"}
    isolated = replace(runner.restrictions, passthrough_modules=passed)
    return SandboxedWorkflowRunner(
        restrictions=isolated.with_import_notification_policy(policy),
    )


def guarding() -> SandboxedWorkflowRunner:
    """The same, and an import that no ``imports_passed_through`` names is refused."""
    return isolating(SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH)


def load(runner: SandboxedWorkflowRunner, kinds: Iterable[type]) -> None:
    """Load workflows as a worker does when it is made; needs a running loop."""
    for kind in kinds:
        runner.prepare_workflow(workflow._Definition.must_from_class(kind))
