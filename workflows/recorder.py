"""One turn of a case: decide, record, evolve from what the record returned (design §2)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError

with workflow.unsafe.imports_passed_through():
    from core.failures import as_application_error
    from domain.actors import Actor
    from domain.errors import Refused
    from domain.record import Proposal, Recorded
    from workflows.options import RECORD_AT_ONCE, RECORD_PERSISTENTLY

CHAIN_BROKEN = "ChainBroken"


class ChainBrokenError(Exception):
    """The record of this case is damaged; the workflow task fails until an operator has looked."""


class Stream(Protocol):
    """State that knows its place in the record."""

    @property
    def sequence(self) -> int: ...

    @property
    def chain_head(self) -> str: ...

    def has_seen(self, cause: str) -> bool: ...


class HasActor(Protocol):
    """A command names who acts."""

    @property
    def actor(self) -> Actor: ...


StateT = TypeVar("StateT", bound=Stream)
CommandT = TypeVar("CommandT", bound=HasActor)
EventT = TypeVar("EventT")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an accepted command is answered with: up to where the record goes now."""

    stream: str
    sequence: int
    at: datetime
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Rules(Generic[StateT, CommandT, EventT]):
    """The pure law of a kind of case, and how a refused message of a system is written down."""

    decide: Callable[[StateT, CommandT, datetime], tuple[EventT, ...]]
    evolve: Callable[[StateT, Recorded[EventT]], StateT]
    refused: Callable[[str, Refused], EventT]


class Turns(Generic[StateT, CommandT, EventT]):
    """Takes commands one at a time; state and record cannot drift apart.

    ``write`` records a proposal and returns the events as they stand in the record: its own,
    those written earlier for the same cause, or everything since its base, in which case the
    state catches up here and the rules are asked again.
    """

    def __init__(
        self,
        stream: str,
        state: StateT,
        rules: Rules[StateT, CommandT, EventT],
        write: Callable[[Proposal[EventT]], Awaitable[tuple[Recorded[EventT], ...]]],
    ) -> None:
        self.state = state
        self._stream = stream
        self._rules = rules
        self._write = write
        self._lock = asyncio.Lock()

    def check(self, cause: str, command: CommandT) -> None:
        """Refuse now what the rules do not allow; for validators, so nothing is written.

        Raises:
            Refused: with the stable reason, the field and the rule.
        """
        if not self.state.has_seen(cause):
            self._rules.decide(self.state, command, workflow.now())

    async def take(self, cause: str, command: CommandT) -> Answer:
        """Take one command; a cause that is already in the record is answered from it.

        Raises:
            Refused: when the state has changed since the validator asked.
        """
        async with self._lock:
            repeated = self.state.has_seen(cause)
            while not self.state.has_seen(cause):
                events = self._rules.decide(self.state, command, workflow.now())
                if not events:
                    break
                await self._record(cause, command.actor, events)
            return Answer(self._stream, self.state.sequence, workflow.now(), repeated)

    def validate(self, command: CommandT, cause: str = "") -> None:
        """Validate an update; a refusal reaches the client as the update's failure."""
        try:
            self.check(cause or _update_cause(), command)
        except Refused as refusal:
            raise as_application_error(refusal) from refusal

    async def answer(self, command: CommandT, cause: str = "") -> Answer:
        """Answer an update; the loser of a race is refused as by the validator."""
        try:
            return await self.take(cause or _update_cause(), command)
        except Refused as refusal:
            raise as_application_error(refusal) from refusal

    async def take_message(self, cause: str, command: CommandT) -> None:
        """Take a system's message; a refusal becomes an event, since nobody waits for it.

        When writing the refusal shows that the record had gone on without us, the message is
        judged anew by what the record says.
        """
        while True:
            try:
                await self.take(cause, command)
            except Refused as refusal:
                async with self._lock:
                    if not self.state.has_seen(cause):
                        event = self._rules.refused(cause, refusal)
                        await self._record(cause, command.actor, (event,))
                if not self.state.has_seen(cause):
                    continue
            return

    async def _record(self, cause: str, actor: Actor, events: tuple[EventT, ...]) -> None:
        proposal = Proposal(
            stream=self._stream,
            base_sequence=self.state.sequence,
            base_hash=self.state.chain_head,
            cause=cause,
            at=workflow.now(),
            actor=actor,
            events=events,
        )
        for recorded in await self._write(proposal):
            self.state = self._rules.evolve(self.state, recorded)


def _update_cause() -> str:
    info = workflow.current_update_info()
    if info is None:
        raise RuntimeError("only a handler of an update has an update's cause")
    return f"update/{info.id}"


RequestT = TypeVar("RequestT")
ResultT = TypeVar("ResultT")


async def at_once_or_persistently(
    activity: Callable[[Any, RequestT], Awaitable[ResultT]], request: RequestT
) -> ResultT:
    """Do it at once as a local activity; when that fails, persistently as an ordinary one.

    For short work on our own data; it must be idempotent, since both may happen.

    ``FailureError`` is caught because a local activity's time-out is an ``ActivityError`` when
    it happens but a bare ``TimeoutError`` on replay (SDK 1.35).
    """
    try:
        return await workflow.execute_local_activity_method(activity, request, **RECORD_AT_ONCE)
    except FailureError as failure:
        _stop_on_broken_chain(failure)
    try:
        return await workflow.execute_activity_method(activity, request, **RECORD_PERSISTENTLY)
    except FailureError as failure:
        _stop_on_broken_chain(failure)
        raise ChainBrokenError(str(failure)) from failure


def _stop_on_broken_chain(failure: FailureError) -> None:
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.type == CHAIN_BROKEN:
        raise ChainBrokenError(cause.message) from failure
