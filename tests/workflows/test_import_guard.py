"""Workflow modules import what they need and name it: a stray import costs every case dearly."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from temporalio.worker.workflow_sandbox import UnintentionalPassthroughError

from tests.workflows.guarding import guarding, load
from workflows.application import ApplicationWorkflow
from workflows.permit import PermitWorkflow

KINDS = (ApplicationWorkflow, PermitWorkflow)
MODULE = "a_stray_workflow"
SOURCE = """
{imports}

from temporalio import workflow


@workflow.defn
class StrayWorkflow:
    @workflow.run
    async def run(self) -> None:
        return
"""

WriteWorkflow = Callable[..., type]


@pytest.fixture
def stray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WriteWorkflow]:
    """Writes a workflow module with a stray line into a folder of its own."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(imports: str = "") -> type:
        path = tmp_path / f"{MODULE}.py"
        path.write_text(SOURCE.format(imports=imports))
        spec = importlib.util.spec_from_file_location(MODULE, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[MODULE] = module
        spec.loader.exec_module(module)
        kind: type = module.StrayWorkflow
        return kind

    yield write
    sys.modules.pop(MODULE, None)


async def test_workflows_import_nothing_unintended() -> None:
    load(guarding(), KINDS)


async def test_a_workflow_that_imports_more_than_it_names_is_refused(stray: WriteWorkflow) -> None:
    kind = stray(imports="import catalog.loader")
    with pytest.raises(UnintentionalPassthroughError):
        load(guarding(), [kind])


async def test_a_workflow_that_imports_nothing_is_not_refused(stray: WriteWorkflow) -> None:
    load(guarding(), [stray()])
