"""What a turn of any stream consists of: events, notices, state and rows (design §2)."""

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from core.keys import Signer
from domain.recipients import Notice
from domain.record import Proposal, Recorded
from repositories.notices import NOTICE, notice_row
from repositories.record import EVENT, Record
from repositories.writing import OwnRow, Parts, TurnRows, changed

SEAL = "tongxing-notice+jws"
"""Purpose that is signed into the seal of a notice."""


class Stream(Protocol):
    """State that knows its place in the record."""

    @property
    def sequence(self) -> int: ...

    @property
    def chain_head(self) -> str: ...


StateT = TypeVar("StateT", bound=Stream)
EventT = TypeVar("EventT")


class Law(Protocol[StateT, EventT]):
    """How the state of one kind of stream follows from its events, and which rows show it."""

    def own_row(self, before: StateT | None, after: StateT) -> OwnRow:
        """Give the stream's own row; ``before`` None means that this is its first turn."""
        ...

    def parts(self, state: StateT) -> Parts:
        """Give the rows of its parts; those that are new or have changed are written."""
        ...

    def evolve(self, state: StateT, recorded: Recorded[EventT]) -> StateT: ...

    def consequences(self, state: StateT, recorded: tuple[Recorded[EventT], ...]) -> TurnRows:
        """Give what else the events bring about in the same turn."""
        ...

    def notices_of(self, state: StateT, event: EventT) -> tuple[Notice, ...]: ...

    def number_of(self, state: StateT) -> str:
        """The public number that a seal names."""
        ...

    def is_over(self, state: StateT) -> bool: ...


@dataclass(frozen=True, slots=True)
class Known(Generic[StateT]):
    """A state with its rows, so that the next turn compares instead of projecting it again."""

    state: StateT
    parts: Parts


@dataclass(frozen=True, slots=True)
class Turn(Generic[StateT, EventT]):
    """A turn that is ready to be written."""

    recorded: tuple[Recorded[EventT], ...]
    known: Known[StateT]
    rows: TurnRows


class Composer(Generic[StateT, EventT]):
    """Composes turns of one kind of stream."""

    def __init__(self, signer: Signer, record: Record[EventT], law: Law[StateT, EventT]) -> None:
        self._signer = signer
        self._record = record
        self._law = law

    def compose(
        self, proposal: Proposal[EventT], state: StateT, parts: Parts
    ) -> Turn[StateT, EventT]:
        """Compose the turn that leads on from a state, whose rows are ``parts``."""
        events, recorded = self._record.prepared(proposal)
        told: list[dict[str, Any]] = []
        for entry in recorded:
            state = self._law.evolve(state, entry)
            told.extend(self._notices(proposal.stream, state, entry))
        known = Known(state, self._law.parts(state))
        rows = TurnRows(
            inserted={EVENT: [*events], NOTICE: [*told]},
            replaced=changed(parts, known.parts),
            told=[f"{proposal.stream} {state.sequence}"],
        )
        rows.add(self._law.consequences(state, recorded))
        return Turn(recorded, known, rows)

    def _notices(self, stream: str, state: StateT, entry: Recorded[EventT]) -> list[dict[str, Any]]:
        rows = []
        for notice in self._law.notices_of(state, entry.event):
            row = notice_row(stream, entry.sequence, entry.at, notice)
            if notice.is_sealed:
                row["seal"] = self._seal(self._law.number_of(state), row, entry)
            rows.append(row)
        return rows

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
