"""How a turn of any stream is written: once, as a whole, or caught up with (design §2)."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio.exceptions import ApplicationError

from core.db import Database
from core.keys import Signer
from domain.chain import GENESIS
from domain.notices import Notice
from domain.record import Proposal, Recorded
from repositories import notices
from repositories.notices import NOTICE
from repositories.record import CHANNEL, EVENT, ChainBrokenError, Head, Record
from repositories.writing import write_rows

_KEPT = 512
"""States a worker remembers, so that most turns need not read them from the database."""

SEAL = "tongxing-notice+jws"
"""Purpose that is signed into the seal of a notice."""


Parts = Mapping[Table, Mapping[str, Mapping[str, Any]]]
"""Rows of a stream's parts, each table's by key."""


class Stream(Protocol):
    """State that knows its place in the record."""

    @property
    def chain_head(self) -> str: ...


StateT = TypeVar("StateT", bound=Stream)
EventT = TypeVar("EventT")


class Store(Protocol[StateT, EventT]):
    """Where the state of one kind of stream is kept beside its record."""

    async def lock_head(self, session: AsyncSession, stream: str) -> Head | None:
        """Lock the stream until the transaction ends; None before its first turn."""
        ...

    async def load(self, session: AsyncSession, stream: str) -> StateT | None: ...

    async def save(
        self,
        session: AsyncSession,
        before: StateT | None,
        after: StateT,
        recorded: tuple[Recorded[EventT], ...],
    ) -> None:
        """Write the stream's own row, and what follows from its events elsewhere."""
        ...

    def parts(self, state: StateT) -> Parts:
        """Give the rows of its parts; those that are new or have changed are written."""
        ...

    def evolve(self, state: StateT, recorded: Recorded[EventT]) -> StateT: ...

    def notices_of(self, state: StateT, event: EventT) -> tuple[Notice, ...]: ...

    def number_of(self, state: StateT) -> str:
        """The public number that a seal names."""
        ...

    def is_over(self, state: StateT) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Known(Generic[StateT]):
    """A state with its rows, so that the next turn compares instead of projecting it again."""

    state: StateT
    parts: Parts


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
        self._signer = signer
        self._record = record
        self._store = store
        self._known: OrderedDict[str, _Known[StateT]] = OrderedDict()

    async def write(
        self, proposal: Proposal[EventT], beginning: StateT | None
    ) -> tuple[Recorded[EventT], ...]:
        """Append the proposal, or give what was recorded since its base.

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
        async with self._database.transaction() as session:
            head = await self._store.lock_head(session, proposal.stream)
            at = head or Head(0, GENESIS)
            if at.sequence > proposal.base_sequence:
                return await self._record.since(
                    session, proposal.stream, proposal.base_sequence, proposal.base_hash
                )
            if (at.sequence, at.chain_head) != (proposal.base_sequence, proposal.base_hash):
                raise ChainBrokenError(proposal.stream, at.sequence)
            before = await self._before(session, proposal) if head else None
            former = before.state if before else None
            rows, recorded = self._record.prepared(proposal)
            after, told = self._follow(proposal, former or beginning, recorded)
            await self._store.save(session, former, after, recorded)
            known = _Known(after, self._store.parts(after))
            await write_rows(
                session,
                {EVENT: rows, NOTICE: told},
                _changed(before.parts if before else {}, known.parts),
                notify=(CHANNEL, f"{proposal.stream} {recorded[-1].sequence}"),
            )
        self._keep(proposal.stream, known)
        return recorded

    def _follow(
        self,
        proposal: Proposal[EventT],
        state: StateT | None,
        recorded: tuple[Recorded[EventT], ...],
    ) -> tuple[StateT, list[dict[str, Any]]]:
        """Evolve through the recorded events; give the notices they cause as rows."""
        if state is None:
            raise ChainBrokenError(proposal.stream, 0)
        told: list[dict[str, Any]] = []
        for entry in recorded:
            state = self._store.evolve(state, entry)
            for notice in self._store.notices_of(state, entry.event):
                row = notices.notice_row(proposal.stream, entry.sequence, entry.at, notice)
                if notice.is_sealed:
                    row["seal"] = self._seal(self._store.number_of(state), row, entry)
                told.append(row)
        return state, told

    def _seal(self, number: str, row: dict[str, Any], entry: Recorded[EventT]) -> str:
        """Seal the notice with its date and its place in the record."""
        covered = {
            "number": number,
            "template": row["template"],
            "facts": row["facts"],
            "sequence": entry.sequence,
            "record": entry.hash,
            "at": entry.at.isoformat(),
        }
        return self._signer.sign(covered, purpose=SEAL)

    async def _before(self, session: AsyncSession, proposal: Proposal[EventT]) -> _Known[StateT]:
        """Give the state at the proposal's base: remembered, or as the database has it."""
        known = self._known.get(proposal.stream)
        if known is not None and known.state.chain_head == proposal.base_hash:
            return known
        loaded = await self._store.load(session, proposal.stream)
        if loaded is None:
            raise ChainBrokenError(proposal.stream, proposal.base_sequence)
        return _Known(loaded, self._store.parts(loaded))

    def _keep(self, stream: str, known: _Known[StateT]) -> None:
        self._known.pop(stream, None)
        if self._store.is_over(known.state):
            return
        self._known[stream] = known
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)


def _changed(former: Parts, current: Parts) -> dict[Table, list[Mapping[str, Any]]]:
    """Give the rows that are new or have changed, by table."""
    return {
        table: [row for key, row in rows.items() if former.get(table, {}).get(key) != row]
        for table, rows in current.items()
    }
