"""How a turn of any stream is written: once, as a whole, or caught up with (design §2)."""

from collections import OrderedDict
from typing import Generic, Protocol

from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.exceptions import ApplicationError

from activities.turns import Composer, EventT, Known, Law, StateT, Stream, Turn
from core.db import Database
from core.keys import Signer
from domain.chain import GENESIS
from domain.record import Proposal, Recorded
from repositories.record import ChainBrokenError, Head, Record
from repositories.writing import write_turn

_KEPT = 512
"""States a worker remembers, so that most turns need not read them from the database."""


class Store(Law[StateT, EventT], Protocol[StateT, EventT]):
    """Where the state of one kind of stream is kept beside its record."""

    async def head(self, session: AsyncSession, stream: str) -> Head | None:
        """Give how far the record goes; None before the first turn."""
        ...

    async def load(self, session: AsyncSession, stream: str) -> StateT | None: ...


class TurnWriter(Generic[StateT, EventT]):
    """Writes turns of one kind of stream; safe to repeat and to run at once for the same turn."""

    def __init__(
        self,
        database: Database,
        signer: Signer,
        record: Record[EventT],
        store: Store[StateT, EventT],
    ) -> None:
        self._database = database
        self._record = record
        self._store = store
        self._composer: Composer[StateT, EventT] = Composer(signer, record, store)
        self._known: OrderedDict[str, Known[StateT]] = OrderedDict()

    async def write(
        self, proposal: Proposal[EventT], beginning: StateT | None
    ) -> tuple[Recorded[EventT], ...]:
        """Append the proposal, or give what was recorded since its base.

        ``beginning`` is the state before the first turn, which alone brings it.

        Raises:
            ApplicationError: ``ChainBroken``, not to be retried: the record is damaged.
        """
        try:
            return await self._write(proposal, beginning)
        except ChainBrokenError as error:
            self._known.pop(proposal.stream, None)
            raise ApplicationError(str(error), type="ChainBroken", non_retryable=True) from error

    async def _write(
        self, proposal: Proposal[EventT], beginning: StateT | None
    ) -> tuple[Recorded[EventT], ...]:
        before = await self._before(proposal)
        state = before.state if before else beginning
        if state is not None and _stands_at_base(state, proposal):
            turn = self._composer.compose(proposal, state, before.parts if before else {})
            if await self._was_written(proposal, before, turn):
                self._keep(proposal.stream, turn.known)
                return turn.recorded
        return await self._gone_on(proposal)

    async def _before(self, proposal: Proposal[EventT]) -> Known[StateT] | None:
        """Give the state at the proposal's base: remembered, or as the database has it."""
        known = self._known.get(proposal.stream)
        if known is not None and _stands_at_base(known.state, proposal):
            return known
        if proposal.base_sequence == 0:
            return None
        async with self._database.reading() as session:
            loaded = await self._store.load(session, proposal.stream)
        return Known(loaded, self._store.parts(loaded)) if loaded is not None else None

    async def _was_written(
        self,
        proposal: Proposal[EventT],
        before: Known[StateT] | None,
        turn: Turn[StateT, EventT],
    ) -> bool:
        own = self._store.own_row(before.state if before else None, turn.known.state)
        async with self._database.at_once() as session:
            return await write_turn(
                session, own, Head(proposal.base_sequence, proposal.base_hash), turn.rows
            )

    async def _gone_on(self, proposal: Proposal[EventT]) -> tuple[Recorded[EventT], ...]:
        """Give the events that were recorded since the base, by this same turn or by others."""
        async with self._database.reading() as session:
            head = await self._store.head(session, proposal.stream) or Head(0, GENESIS)
            if head.sequence <= proposal.base_sequence:
                raise ChainBrokenError(proposal.stream, head.sequence)
            return await self._record.since(
                session, proposal.stream, proposal.base_sequence, proposal.base_hash
            )

    def _keep(self, stream: str, known: Known[StateT]) -> None:
        self._known.pop(stream, None)
        if self._store.is_over(known.state):
            return
        self._known[stream] = known
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)


def _stands_at_base(state: Stream, proposal: Proposal[EventT]) -> bool:
    return (state.sequence, state.chain_head) == (proposal.base_sequence, proposal.base_hash)
