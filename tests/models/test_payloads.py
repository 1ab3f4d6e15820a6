"""Everything that travels through Temporal comes out as it went in, and as nothing else."""

import itertools
from collections.abc import Iterable
from dataclasses import is_dataclass
from inspect import getmembers, isclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from temporalio.converter import DataConverter

from core.codec import data_converter
from domain.actions import AllowedAction
from domain.actors import Actor
from domain.case import Case
from domain.commands import Command
from domain.permits.commands import PermitCommand
from domain.permits.permit import Permit
from domain.record import Proposal, Recorded
from domain.submission import Submission
from models import effects, messages, permit_messages
from models.messages import ApplicationRecorded, EventPayload, RecordApplication
from models.permit_messages import PermitEventPayload, PermitLife, PermitRecorded, RecordPermit
from tests.models.samples import bare, members, sample
from tests.system.city import test_settings as settings_of_tests
from workflows.application import Outcome
from workflows.permit import PermitEnding
from workflows.recorder import Answer

EVENTS = members(EventPayload)
PERMIT_EVENTS = members(PermitEventPayload)
COMMANDS = members(Command)
PERMIT_COMMANDS = members(PermitCommand)
STATES = (Case, Permit, Submission, PermitLife, Answer, Outcome, PermitEnding, AllowedAction)


def messages_of(*modules: ModuleType) -> Iterable[type]:
    """Give every input and result that the modules define."""
    for module in modules:
        for _, kind in getmembers(module, isclass):
            if kind.__module__ == module.__name__ and is_dataclass(kind):
                yield kind


RECORDINGS = (RecordApplication, ApplicationRecorded, RecordPermit, PermitRecorded)
MESSAGES = set(messages_of(effects, messages, permit_messages)) - set(RECORDINGS)
ALL = tuple(dict.fromkeys((*COMMANDS, *PERMIT_COMMANDS, *STATES, *sorted(MESSAGES, key=str))))


@pytest.fixture(scope="module")
def converter(tmp_path_factory: pytest.TempPathFactory) -> DataConverter:
    """The converter of production, encryption included."""
    folder: Path = tmp_path_factory.mktemp("converter")
    return data_converter(settings_of_tests("postgresql://nowhere/nothing", folder))


async def through(converter: DataConverter, value: object, kind: Any) -> object:
    """Send a value on the way that it goes to Temporal and back."""
    payloads = await converter.encode([value])
    assert payloads[0].metadata["encoding"] == b"binary/encrypted"
    (returned,) = await converter.decode(payloads, [kind])
    return returned


@pytest.mark.parametrize("make", [sample, bare], ids=["full", "bare"])
async def test_every_command_state_and_message_comes_out_as_it_went_in(
    converter: DataConverter, make: Any
) -> None:
    for kind in ALL:
        value = make(kind)
        assert await through(converter, value, kind) == value


@pytest.mark.parametrize("make", [sample, bare], ids=["full", "bare"])
@pytest.mark.parametrize(
    ("kinds", "request_type", "result_type"),
    [
        (EVENTS, RecordApplication, ApplicationRecorded),
        (PERMIT_EVENTS, RecordPermit, PermitRecorded),
    ],
    ids=["application", "permit"],
)
async def test_every_event_comes_out_as_it_went_in(
    converter: DataConverter,
    make: Any,
    kinds: tuple[type, ...],
    request_type: Any,
    result_type: Any,
) -> None:
    events = tuple(make(kind) for kind in kinds)
    at = sample(Case).last_at
    proposal: Proposal[Any] = Proposal("s", 0, "", "cause", at, sample(Actor), events)
    request = request_type(proposal)
    assert await through(converter, request, request_type) == request
    recorded = tuple(
        Recorded(number, at, "cause", sample(Actor), event, "hash")
        for number, event in enumerate(events, start=1)
    )
    returned = await through(converter, result_type(recorded), result_type)
    assert returned == result_type(recorded)
    assert isinstance(returned, ApplicationRecorded | PermitRecorded)
    assert [type(each.event) for each in returned.recorded] == list(kinds)


@pytest.mark.parametrize("make", [sample, bare], ids=["full", "bare"])
@pytest.mark.parametrize(
    "kinds",
    [
        tuple(dict.fromkeys((*EVENTS, *PERMIT_EVENTS))),
        tuple(dict.fromkeys((*COMMANDS, *PERMIT_COMMANDS))),
    ],
    ids=["events", "commands"],
)
def test_a_payload_of_one_kind_is_never_read_as_another(make: Any, kinds: tuple[type, ...]) -> None:
    adapters: dict[type, TypeAdapter[Any]] = {kind: TypeAdapter(kind) for kind in kinds}
    payloads = {kind: adapters[kind].dump_json(make(kind)) for kind in kinds}
    for written, read in itertools.permutations(kinds, 2):
        with pytest.raises(ValidationError):
            adapters[read].validate_json(payloads[written])


@pytest.mark.parametrize("payload", [EventPayload, PermitEventPayload])
@pytest.mark.parametrize("content", [{}, {"kind": "never_heard_of"}, {"kind": None}])
def test_an_event_of_an_unknown_kind_is_refused(payload: Any, content: dict[str, object]) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(payload)
    with pytest.raises(ValidationError):
        adapter.validate_python(content)


def test_every_kind_has_a_name_of_its_own() -> None:
    for kinds in ((*EVENTS, *PERMIT_EVENTS), (*COMMANDS, *PERMIT_COMMANDS)):
        different = set(kinds)
        names = {sample(kind).kind for kind in different}
        assert len(names) == len(different)
