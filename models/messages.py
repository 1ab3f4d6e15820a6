"""Inputs and results of the activities that write our own data.

Events travel with their ``kind`` as discriminator: without it a payload of one kind could be
read as another of the same shape.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from domain.case import Case, IssuedPermit
from domain.events import Event
from domain.numbering import PermitTerms, terms_of
from domain.record import Proposal, Recorded
from domain.submission import Submission

EventPayload = Annotated[Event, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class RecordApplication:
    """One turn of an application; the first carries the submission it begins with."""

    proposal: Proposal[EventPayload]
    submission: Submission | None = None


@dataclass(frozen=True, slots=True)
class ApplicationRecorded:
    """The events since the proposal's base, as they stand in the record."""

    recorded: tuple[Recorded[EventPayload], ...]


@dataclass(frozen=True, slots=True)
class AssignNumbers:
    """Give numbers to permits, and to their business its licence code, once."""

    case_id: str
    business_id: str
    business_name: str
    uscc: str | None
    scheme: str
    at: datetime
    permits: tuple[PermitTerms, ...]

    @classmethod
    def for_case(cls, case: Case, item_codes: tuple[str, ...], now: datetime) -> "AssignNumbers":
        """Ask for the numbers of these items of a case."""
        business = case.submission.business
        return cls(
            case_id=case.case_id,
            business_id=business.business_id,
            business_name=business.name,
            uscc=case.uscc,
            scheme=case.slice.scheme.code,
            at=now,
            permits=terms_of(case, item_codes, now),
        )


@dataclass(frozen=True, slots=True)
class NumbersAssigned:
    """The licence's code and version, and the permits with their numbers."""

    licence_code: str
    version: int
    permits: tuple[IssuedPermit, ...]


@dataclass(frozen=True, slots=True)
class ReservePlace:
    """Queue a lane for a place of a quantity-limited item in an area."""

    case_id: str
    item_code: str
    area: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceReserved:
    """Rank by order of acceptance, from 1, and whether it lies within the capacity."""

    rank: int
    has_place: bool


@dataclass(frozen=True, slots=True)
class ReleasePlace:
    """Give the place back."""

    case_id: str
    item_code: str
    area: str
