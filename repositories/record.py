"""Reading and appending the hash-chained record, for streams of any kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor, Role
from domain.chain import link
from domain.record import Proposal, Recorded
from models.event import EventRow

EventT = TypeVar("EventT")
EVENT: Table = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it

CHANNEL = "case_events"
"""Name under which Postgres tells listeners of new events: ``stream sequence``."""


class ChainBrokenError(Exception):
    """The record does not follow from itself; nobody may go on before an operator has looked."""

    def __init__(self, stream: str, sequence: int) -> None:
        super().__init__(f"record of {stream} is broken at {sequence}")


@dataclass(frozen=True, slots=True)
class Head:
    """How far a stream's record goes."""

    sequence: int
    chain_head: str


class Record(Generic[EventT]):
    """The record of all streams whose events are of one union."""

    def __init__(self, adapter: TypeAdapter[EventT]) -> None:
        self._adapter = adapter

    async def since(
        self, session: AsyncSession, stream: str, sequence: int, head: str
    ) -> tuple[Recorded[EventT], ...]:
        """Give the events after ``sequence``, whose hash is ``head``.

        Raises:
            ChainBrokenError: a hash does not follow from what stands before it.
        """
        query = (
            select(EVENT)
            .where(EVENT.c.stream == stream, EVENT.c.sequence > sequence)
            .order_by(EVENT.c.sequence)
        )
        recorded = []
        for row in (await session.execute(query)).mappings():
            head = link(head, _entry(dict(row)))
            if row["hash"] != head:
                raise ChainBrokenError(stream, row["sequence"])
            recorded.append(self._recorded(row))
        return tuple(recorded)

    def prepared(
        self, proposal: Proposal[EventT]
    ) -> tuple[list[dict[str, Any]], tuple[Recorded[EventT], ...]]:
        """Give the rows to be inserted for a proposal, and its events as they will stand."""
        rows = self._rows(proposal)
        recorded = tuple(
            Recorded(
                sequence=row["sequence"],
                at=row["at"],
                cause=proposal.cause,
                actor=proposal.actor,
                event=event,
                hash=row["hash"],
            )
            for row, event in zip(rows, proposal.events, strict=True)
        )
        return rows, recorded

    def _rows(self, proposal: Proposal[EventT]) -> list[dict[str, Any]]:
        head, rows = proposal.base_hash, []
        for number, event in enumerate(proposal.events, start=proposal.base_sequence + 1):
            payload = self._adapter.dump_python(event, mode="json")
            row = {
                "stream": proposal.stream,
                "sequence": number,
                "at": proposal.at,
                "cause": proposal.cause,
                "kind": payload["kind"],
                "actor_subject": proposal.actor.subject,
                "actor_role": proposal.actor.role.value,
                "actor_department": proposal.actor.department,
                "payload": payload,
            }
            head = link(head, _entry(row))
            rows.append({**row, "hash": head})
        return rows

    def _recorded(self, row: Any) -> Recorded[EventT]:  # noqa: ANN401  # SQLAlchemy's row mapping
        return Recorded(
            sequence=row["sequence"],
            at=row["at"].astimezone(UTC),
            cause=row["cause"],
            actor=actor_of(row),
            event=self._adapter.validate_python(row["payload"]),
            hash=row["hash"],
        )


def actor_of(row: Any) -> Actor:  # noqa: ANN401  # SQLAlchemy's row mapping
    """Give the author of a recorded event."""
    return Actor(row["actor_subject"], Role(row["actor_role"]), row["actor_department"])


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    """Give what the hash covers: everything but the hash, the instant in UTC."""
    at: datetime = row["at"]
    covered = {key: value for key, value in row.items() if key != "hash"}
    return {**covered, "at": at.astimezone(UTC).isoformat()}


async def events_of(
    session: AsyncSession, stream: str, after: int = 0, limit: int = 1000
) -> Sequence[Any]:
    """Give a stream's rows in order, for timelines."""
    query = (
        select(EVENT)
        .where(EVENT.c.stream == stream, EVENT.c.sequence > after)
        .order_by(EVENT.c.sequence)
        .limit(limit)
    )
    return (await session.execute(query)).mappings().all()
