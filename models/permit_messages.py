"""Input of a permit's workflow, and of the activity that writes its turns."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from domain.permits.events import PermitEvent
from domain.permits.permit import Permit, PermitGrant
from domain.record import Proposal, Recorded

LONGEST_SLEEP = timedelta(days=3650)
"""After so long a permit that nothing happens to looks around once; servers bound a delay."""

PermitEventPayload = Annotated[PermitEvent, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class PermitLife:
    """A permit's life: ``permit`` as it began or as an earlier run has left off with it.

    Permits that did not begin in the turn that issued them were started with their ``grant``.
    One that ``sleeps`` is started with a delay (ADR 13).
    """

    grant: PermitGrant | None = None
    permit: Permit | None = None
    sleeps: bool = False

    @property
    def state(self) -> Permit:
        """Give what the run begins with.

        Raises:
            ValueError: neither is there; a programming error.
        """
        if self.permit is not None:
            return self.permit
        if self.grant is None:
            raise ValueError("a permit's life needs its grant")
        return Permit(grant=self.grant)


@dataclass(frozen=True, slots=True)
class RecordPermit:
    """One turn of a permit; the first carries the grant it begins with."""

    proposal: Proposal[PermitEventPayload]
    grant: PermitGrant | None = None


@dataclass(frozen=True, slots=True)
class PermitRecorded:
    """The events since the proposal's base, as they stand in the record."""

    recorded: tuple[Recorded[PermitEventPayload], ...]
