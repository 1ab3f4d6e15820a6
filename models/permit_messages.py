"""Input of a permit's workflow, and of the activity that writes its turns."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from domain.permits.events import PermitEvent
from domain.permits.permit import Permit, PermitGrant
from domain.record import Proposal, Recorded

PermitEventPayload = Annotated[PermitEvent, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class PermitLife:
    """A permit's life from its grant on; ``permit`` is what an earlier run has left off with."""

    grant: PermitGrant
    permit: Permit | None = None


@dataclass(frozen=True, slots=True)
class RecordPermit:
    """One turn of a permit; the first carries the grant it begins with."""

    proposal: Proposal[PermitEventPayload]
    grant: PermitGrant | None = None


@dataclass(frozen=True, slots=True)
class PermitRecorded:
    """The events since the proposal's base, as they stand in the record."""

    recorded: tuple[Recorded[PermitEventPayload], ...]
