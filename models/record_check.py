"""Checks a stream: its chain, and the read model against the fold of its events.

Written apart from the code that appends, so that a mistake there does not hide here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from domain.actors import Actor, Role
from domain.case import Case
from domain.chain import GENESIS, link
from domain.events import Event
from domain.evolve import evolve
from domain.permits.events import PermitEvent
from domain.permits.evolve import evolve as evolve_permit
from domain.permits.permit import Permit
from domain.record import Recorded
from models.messages import EventPayload
from models.permit_messages import PermitEventPayload
from models.permit_projection import load_permit, permit_columns, permit_task_row
from models.projection import application_row, rows_of
from models.state import load_case

Row = Mapping[str, Any]
EventT = TypeVar("EventT")
_EVENT: TypeAdapter[Event] = TypeAdapter(EventPayload)
_PERMIT_EVENT: TypeAdapter[PermitEvent] = TypeAdapter(PermitEventPayload)


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where a stream is not as its record says; values are left out."""

    stream: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.stream}: {self.place} {self.what}"


@dataclass(frozen=True, slots=True)
class StoredStream:
    """All that the database holds of one stream; ``head`` is its own row, if there is one."""

    stream: str
    events: Sequence[Row]
    head: Row | None
    lanes: Sequence[Row] = ()
    tasks: Sequence[Row] = ()
    debts: Sequence[Row] = ()
    permits: Sequence[Row] = ()


def broken_link(stream: str, events: Sequence[Row]) -> Fault | None:
    """Give the first event that is missing or whose hash does not follow, or None."""
    head = GENESIS
    for number, row in enumerate(events, start=1):
        if row["sequence"] != number:
            return Fault(stream, f"event {number}", "is missing")
        head = link(head, _covered(row))
        if row["hash"] != head:
            return Fault(stream, f"event {number}", "has a hash that does not follow")
    return None


def fault_of_case(stored: StoredStream) -> Fault | None:
    """Give the first fault of an application, or None."""
    return _first_fault(stored, _case_differences)


def fault_of_permit(stored: StoredStream) -> Fault | None:
    """Give the first fault of a permit, or None."""
    return _first_fault(stored, _permit_differences)


def _first_fault(
    stored: StoredStream, differences: Callable[[StoredStream, Row], Iterator[str]]
) -> Fault | None:
    broken = broken_link(stored.stream, stored.events)
    if broken or (not stored.events and not _stands_anywhere(stored)):
        return broken
    if stored.head is None:
        return Fault(stored.stream, "read model", "does not know the stream")
    if stored.head["sequence"] > len(stored.events):
        return Fault(stored.stream, f"event {len(stored.events) + 1}", "is missing")
    try:
        place = next(differences(stored, stored.head), None)
    except (ValidationError, KeyError) as error:
        return Fault(stored.stream, "record or state", f"cannot be read: {type(error).__name__}")
    return Fault(stored.stream, place, "differs from the fold of the events") if place else None


def _stands_anywhere(stored: StoredStream) -> bool:
    """Whether the read model says that the stream has begun."""
    return stored.head is not None and stored.head["sequence"] > 0


def _case_differences(stored: StoredStream, head: Row) -> Iterator[str]:
    kept = load_case(head["submission"], head["state"])
    case = Case(submission=kept.submission)
    for recorded in _recorded(stored.events, _EVENT):
        case = evolve(case, recorded)
    if kept != case:
        yield "application.state"
    yield from _columns("application", application_row(case), head)
    rows = rows_of(case)
    yield from _rows("lane", "item_code", rows.lanes, stored.lanes)
    yield from _rows("task", "task_id", rows.tasks, stored.tasks)
    yield from _rows("debt", "debt_id", rows.debts, stored.debts)
    issued = {
        permit.permit_id: {"number": permit.number}
        for permit in (case.licence.permits if case.licence else ())
    }
    yield from _rows("permit", "permit_id", issued, stored.permits)


def _permit_differences(stored: StoredStream, head: Row) -> Iterator[str]:
    kept = load_permit(head["grant_state"], head["state"])
    permit = Permit(grant=kept.grant)
    for recorded in _recorded(stored.events, _PERMIT_EVENT):
        permit = evolve_permit(permit, recorded)
    if kept != permit:
        yield "permit.state"
    yield from _columns("permit", permit_columns(permit), head)
    tasks = {task.task_id: permit_task_row(permit, task) for task in permit.tasks}
    yield from _rows("task", "task_id", tasks, stored.tasks)


def _recorded(rows: Sequence[Row], adapter: TypeAdapter[EventT]) -> Iterator[Recorded[EventT]]:
    for row in rows:
        yield Recorded(
            sequence=row["sequence"],
            at=row["at"].astimezone(UTC),
            cause=row["cause"],
            actor=Actor(row["actor_subject"], Role(row["actor_role"]), row["actor_department"]),
            event=adapter.validate_python(row["payload"]),
            hash=row["hash"],
        )


def _columns(place: str, wanted: Row, found: Row) -> Iterator[str]:
    """Name columns that differ; serialised state is compared as what it says."""
    for name, value in wanted.items():
        if name != "state" and found[name] != value:
            yield f"{place}.{name}"


def _rows(table: str, key: str, wanted: Mapping[str, Row], found: Sequence[Row]) -> Iterator[str]:
    """Name rows that are missing, too many, or differ in a column."""
    stored = {row[key]: row for row in found}
    for name in sorted(wanted.keys() ^ stored.keys()):
        yield f"{table} {name}"
    for name, row in wanted.items():
        yield from _columns(f"{table} {name}", row, stored[name])


def _covered(row: Row) -> dict[str, Any]:
    """Give what the hash covers: every column but the hash itself, the instant in UTC."""
    covered = {name: value for name, value in row.items() if name != "hash"}
    return {**covered, "at": row["at"].astimezone(UTC).isoformat()}
