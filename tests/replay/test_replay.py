"""Every kept history must be replayable by today's workflows; a changed one must not."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.message import Message
from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, WorkflowRunner
from temporalio.workflow import NondeterminismError

from core.codec import data_converter
from core.worker_options import workflow_runner
from tests.replay.record import HISTORIES, WAYS
from tests.system.city import test_settings as settings_of_tests
from tests.workflows.guarding import isolating
from workflows.application import ApplicationWorkflow, Outcome
from workflows.permit import PermitEnding, PermitWorkflow

with workflow.unsafe.imports_passed_through():
    from activities.places import PlaceActivities
    from domain.submission import Submission
    from models.messages import ReleasePlace
    from models.permit_messages import PermitLife
    from workflows import options

FILES = sorted(HISTORIES.glob("*.json.gz"))
RUNNERS = {
    "sandboxed": workflow_runner(sandbox=True),
    "isolated": isolating(),
    "unsandboxed": workflow_runner(sandbox=False),
}
TIME_SKIPPED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED


def read(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.name, gzip.decompress(path.read_bytes()).decode())


def name_of(path: Path) -> str:
    return path.name.removesuffix(".json.gz")


def replayer(tmp_path: Path, runner: WorkflowRunner, *workflows: type) -> Replayer:
    settings = settings_of_tests("postgresql://nowhere/nothing", tmp_path)
    return Replayer(
        workflows=list(workflows),
        data_converter=data_converter(settings),
        workflow_runner=runner,
    )


@workflow.defn(name="ApplicationWorkflow")
class Impatient(ApplicationWorkflow):
    """Waits a moment more than it did when the histories were recorded."""

    @workflow.run
    async def run(self, submission: Submission) -> Outcome:
        await workflow.sleep(1)
        return await super().run(submission)


@workflow.defn(name="ApplicationWorkflow")
class BusyApplication(ApplicationWorkflow):
    """Calls one activity more than it did when the histories were recorded."""

    @workflow.run
    async def run(self, submission: Submission) -> Outcome:
        await one_activity_more()
        return await super().run(submission)


@workflow.defn(name="PermitWorkflow")
class BusyPermit(PermitWorkflow):
    """Calls one activity more than it did when the histories were recorded."""

    @workflow.run
    async def run(self, life: PermitLife) -> PermitEnding:
        await one_activity_more()
        return await super().run(life)


async def one_activity_more() -> None:
    await workflow.execute_activity_method(
        PlaceActivities.release_place, ReleasePlace("case", "item", "area"), **options.OWN_DATA
    )


def test_every_way_of_both_kinds_of_workflow_has_a_history() -> None:
    kept = {tuple(name_of(path).split(".")) for path in FILES}
    assert {kind for kind, _ in kept} == {"application", "permit"}
    assert {way for _, way in kept} >= set(WAYS)


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("path", FILES, ids=name_of)
async def test_is_replayed_without_difference(path: Path, tmp_path: Path, runner: str) -> None:
    today = replayer(tmp_path, RUNNERS[runner], ApplicationWorkflow, PermitWorkflow)
    await today.replay_workflow(read(path))


@pytest.mark.parametrize("path", FILES, ids=name_of)
async def test_one_activity_more_is_found(path: Path, tmp_path: Path) -> None:
    changed = replayer(tmp_path, RUNNERS["unsandboxed"], BusyApplication, BusyPermit)
    with pytest.raises(NondeterminismError):
        await changed.replay_workflow(read(path))


async def test_a_changed_order_of_steps_is_found(tmp_path: Path) -> None:
    changed = replayer(tmp_path, RUNNERS["unsandboxed"], Impatient)
    with pytest.raises(NondeterminismError):
        await changed.replay_workflow(read(HISTORIES / "application.refused.json.gz"))


@pytest.mark.parametrize(
    "name", ["application.partly_issued", "application.correction_unanswered", "permit.put_right"]
)
def test_among_the_histories_are_cases_whose_time_was_skipped(name: str) -> None:
    history = read(HISTORIES / f"{name}.json.gz")
    assert TIME_SKIPPED in {event.event_type for event in history.events}


def test_among_the_histories_are_turns_that_could_not_be_written_at_once() -> None:
    history = read(HISTORIES / "application.record_away.json.gz")
    scheduled = [
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]
    assert scheduled.count("record_application") == 2


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_histories_hold_nothing_readable(path: Path) -> None:
    """Every input, result, message and failure is encrypted; only names and times are not."""
    encodings = {
        payload.metadata["encoding"]
        for event in read(path).events
        for payload in _payloads(event)
        if not payload.metadata.get("type") and payload.data
    }
    assert b"binary/encrypted" in encodings
    text = gzip.decompress(path.read_bytes()).decode()
    assert "测试超市" not in text
    assert "442000199001010011" not in text


def _payloads(message: Message) -> Iterator[Payload]:
    """Give every payload inside a message, however deep."""
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        entries = value.values() if hasattr(value, "values") else value
        for entry in entries if descriptor.is_repeated else [value]:
            if isinstance(entry, Payload):
                yield entry
            elif isinstance(entry, Message):
                yield from _payloads(entry)
