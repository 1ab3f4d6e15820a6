"""A scheme's own terms for joint visits: hours, travel, load, notice and late records (R76)."""

from dataclasses import dataclass
from datetime import time, timedelta

from domain.clock import Limit


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """A stretch of a working day in which inspectors go out, by Shanghai's clock."""

    opens_at: time
    closes_at: time


@dataclass(frozen=True, slots=True)
class VisitTerms:
    """What the scheme says of visits; the defaults are what cases recorded without it go by.

    No ``hours`` means that every hour will do, a ``daily_maximum`` of 0 that there is none.
    ``notice`` is how long before a visit the applicant is told, ``reschedule_notice`` until when
    it can be put off, ``late_record`` how long after its own instant a record made offline is
    still taken.
    """

    hours: tuple[WorkingHours, ...] = ()
    duration_minutes: int = 180
    travel_minutes: int = 0
    daily_maximum: int = 0
    entry_refusals_tolerated: int = 0
    entry_refusals_source: str = ""
    notice: Limit | None = None
    reschedule_notice: Limit | None = None
    late_record: Limit | None = None

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.duration_minutes)

    @property
    def travel(self) -> timedelta:
        """Time kept free before and after an inspector's other visits."""
        return timedelta(minutes=self.travel_minutes)


AS_BEFORE = VisitTerms()
"""Terms of cases recorded before schemes had any: half-days, at any hour, without notice."""
