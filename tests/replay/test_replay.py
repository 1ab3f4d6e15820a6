"""Every kept history must be replayable by today's workflows; a changed one must not."""

import gzip
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from core.codec import data_converter
from core.worker_options import workflow_runner
from tests.replay.record import HISTORIES
from tests.system.city import test_settings as settings_of_tests
from workflows.application import ApplicationWorkflow, Outcome
from workflows.permit import PermitWorkflow

with workflow.unsafe.imports_passed_through():
    from domain.submission import Submission

FILES = sorted(HISTORIES.glob("*.json.gz"))


def read(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.name, gzip.decompress(path.read_bytes()).decode())


def replayer(tmp_path: Path, *workflows: type, sandbox: bool) -> Replayer:
    settings = settings_of_tests("postgresql://nowhere/nothing", tmp_path)
    return Replayer(
        workflows=list(workflows),
        data_converter=data_converter(settings),
        workflow_runner=workflow_runner(sandbox=sandbox),
    )


@workflow.defn(name="ApplicationWorkflow")
class Impatient(ApplicationWorkflow):
    """Waits a moment more than it did when the histories were recorded."""

    @workflow.run
    async def run(self, submission: Submission) -> Outcome:
        await workflow.sleep(1)
        return await super().run(submission)


def test_both_kinds_of_workflow_and_every_ending_have_a_history() -> None:
    kinds = {path.name.partition(".")[0] for path in FILES}
    assert kinds == {"application", "permit"}
    assert len(FILES) >= 8


@pytest.mark.parametrize("sandbox", [True, False], ids=["sandboxed", "unsandboxed"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".json.gz"))
async def test_is_replayed_without_difference(path: Path, tmp_path: Path, sandbox: bool) -> None:  # noqa: FBT001
    today = replayer(tmp_path, ApplicationWorkflow, PermitWorkflow, sandbox=sandbox)
    await today.replay_workflow(read(path))


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.name.startswith("application.")],
    ids=lambda path: path.name.removesuffix(".json.gz"),
)
async def test_a_changed_order_of_steps_is_found(path: Path, tmp_path: Path) -> None:
    changed = replayer(tmp_path, Impatient, sandbox=False)
    with pytest.raises(NondeterminismError):
        await changed.replay_workflow(read(path))


def test_histories_hold_nothing_readable() -> None:
    """Payloads are encrypted: neither the applicant's data nor the firm's name can be read."""
    for path in FILES:
        content = gzip.decompress(path.read_bytes()).decode()
        assert "测试超市" not in content
        assert "442000199001010011" not in content
