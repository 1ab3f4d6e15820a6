"""The joint site visit of a case: its time, its team, its record (一同核查, R76, R77)."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.statuses import VisitStatus
from domain.tasks import Finding


@dataclass(frozen=True, slots=True)
class Inspector:
    """An inspector of a department who takes part in a visit (opaque subject)."""

    subject: str
    department: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time with the inspectors who are free in it."""

    starts_at: datetime
    ends_at: datetime
    inspectors: tuple[Inspector, ...]


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """One device's record of a visit, made offline; ``digest`` is over what was signed."""

    record_id: str
    digest: str
    recorded_at: datetime
    inspectors: tuple[str, ...]
    findings: tuple[Finding, ...]
    absent_departments: tuple[str, ...] = ()
    round: int = 1
    author: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A joint site visit: one for all lanes that need one, if all can come together (R76, R77).

    ``round`` counts from 1; ``failed_points`` are those to be re-examined in the next round.
    ``put_off_from`` is the start of the slot that fell through last: the next one is later.
    """

    visit_id: str
    item_codes: tuple[str, ...]
    status: VisitStatus
    round: int = 1
    slot: Slot | None = None
    task_id: str | None = None
    points: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    failed_points: tuple[str, ...] = ()
    rectification_due_on: date | None = None
    rectification_reported_at: datetime | None = None
    missed: int = 0
    refused: int = 0
    put_off_from: datetime | None = None
    passed_items: tuple[str, ...] = ()
    failed_items: tuple[str, ...] = ()
    records: tuple[FiledRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitPart:
    """What one of the visits takes over when a visit is divided."""

    visit_id: str
    item_codes: tuple[str, ...]
    points: tuple[str, ...]
