"""Reading and appending the hash-chained record, for streams of any kind."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor, Role
from domain.chain import link
from domain.record import Proposal, Recorded
from models.event import EventRow

EventT = TypeVar("EventT")
_EVENTS = EventRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it

CHANNEL = "case_events"
"""Name under which Postgres tells listeners of new events: ``stream sequence``."""


class ChainBrokenError(Exception):
    """The record does not follow from itself; nobody may go on before an operator has looked."""

    def __init__(self, stream: str, sequence: int) -> None:
        super().__init__(f"record of {stream} is broken at {sequence}")


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
            select(_EVENTS)
            .where(_EVENTS.c.stream == stream, _EVENTS.c.sequence > sequence)
            .order_by(_EVENTS.c.sequence)
        )
        recorded = []
        for row in (await session.execute(query)).mappings():
            head = link(head, _entry(dict(row)))
            if row["hash"] != head:
                raise ChainBrokenError(stream, row["sequence"])
            recorded.append(self._recorded(row))
        return tuple(recorded)

    async def append(
        self, session: AsyncSession, proposal: Proposal[EventT]
    ) -> tuple[Recorded[EventT], ...]:
        """Append the events of a proposal whose base is the head of the stream."""
        rows = self._rows(proposal)
        await session.execute(insert(_EVENTS), rows)
        await session.execute(
            text("SELECT pg_notify(:channel, :message)"),
            {"channel": CHANNEL, "message": f"{proposal.stream} {rows[-1]['sequence']}"},
        )
        return tuple(
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
    """Give a stream's rows in order, for timelines and the verifier."""
    query = (
        select(_EVENTS)
        .where(_EVENTS.c.stream == stream, _EVENTS.c.sequence > after)
        .order_by(_EVENTS.c.sequence)
        .limit(limit)
    )
    return (await session.execute(query)).mappings().all()


def broken_at(rows: Sequence[Any], head: str) -> int | None:
    """Give the first sequence whose hash does not follow, or None when the chain holds."""
    for row in rows:
        head = link(head, _entry(dict(row)))
        if row["hash"] != head:
            return int(row["sequence"])
    return None
