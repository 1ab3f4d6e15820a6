"""Events as they stand in the record: with their place, instant, cause, author and hash."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from domain.actors import Actor

EventT = TypeVar("EventT")


@dataclass(frozen=True, slots=True)
class Recorded(Generic[EventT]):
    """One event in the record; ``sequence`` counts from 1 within its stream without gaps.

    ``hash`` covers the previous hash and everything else here, so a change anywhere breaks
    the chain from there on.
    """

    sequence: int
    at: datetime
    cause: str
    actor: Actor
    event: EventT
    hash: str


@dataclass(frozen=True, slots=True)
class Proposal(Generic[EventT]):
    """What one turn wants recorded: events decided from the state at ``base_sequence``."""

    stream: str
    base_sequence: int
    base_hash: str
    cause: str
    at: datetime
    actor: Actor
    events: tuple[EventT, ...]
