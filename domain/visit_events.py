"""What has happened about the joint visits of an application (一同核查, R76, R77)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.site_visit import FiledRecord, Slot, VisitPart
from domain.submission import ProvidedPaper
from domain.tasks import Finding


@dataclass(frozen=True, slots=True)
class VisitNeeded:
    """These items share one visit; a slot is looked for."""

    visit_id: str
    item_codes: tuple[str, ...]
    points: tuple[str, ...]
    kind: Literal["visit_needed"] = "visit_needed"


@dataclass(frozen=True, slots=True)
class VisitDivided:
    """A visit becomes several, and why; the first part goes on under its number.

    ``reason`` is ``no_common_slot`` (the smallest set of visits in which all departments can
    come) or ``department_absent`` (what is missing gets a visit of its own).
    """

    visit_id: str
    parts: tuple[VisitPart, ...]
    reason: str
    kind: Literal["visit_divided"] = "visit_divided"


@dataclass(frozen=True, slots=True)
class VisitScheduled:
    """The slot with its inspectors; the applicant is told.

    ``reason`` says why it is not simply the earliest common one within the strictest limit.
    """

    visit_id: str
    slot: Slot
    round: int
    reason: str = ""
    kind: Literal["visit_scheduled"] = "visit_scheduled"


@dataclass(frozen=True, slots=True)
class VisitPostponed:
    """The slot fell through, and another is looked for.

    ``cause`` is ``rescheduled``, ``cancelled``, ``no_show``, ``inspectors_absent`` or
    ``entry_refused``; ``reason`` is what was said, in words.
    """

    visit_id: str
    cause: str
    by: str
    reason: str = ""
    kind: Literal["visit_postponed"] = "visit_postponed"


@dataclass(frozen=True, slots=True)
class EntryRefused:
    """拒绝核查: the inspectors were not let in, signed by at least two of them."""

    visit_id: str
    inspectors: tuple[str, ...]
    reason: str
    kind: Literal["entry_refused"] = "entry_refused"


@dataclass(frozen=True, slots=True)
class VisitRecordFiled:
    """One device's record of the visit, made offline on the spot, came in."""

    visit_id: str
    record: FiledRecord
    kind: Literal["visit_record_filed"] = "visit_record_filed"


@dataclass(frozen=True, slots=True)
class VisitRecorded:
    """The inspectors' signed record: findings per point and department.

    ``recorded_at`` is the instant on the spot when the record was made offline and came later;
    ``absent_departments`` did not come.
    """

    visit_id: str
    findings: tuple[Finding, ...]
    inspectors: tuple[str, ...]
    recorded_at: datetime | None = None
    absent_departments: tuple[str, ...] = ()
    kind: Literal["visit_recorded"] = "visit_recorded"


@dataclass(frozen=True, slots=True)
class RectificationOrdered:
    """Failed points in ONE notice (整改意见一口告知, R77)."""

    visit_id: str
    points: tuple[str, ...]
    due_on: date
    kind: Literal["rectification_ordered"] = "rectification_ordered"


@dataclass(frozen=True, slots=True)
class RectificationReported:
    """The applicant says the failed points are put right."""

    visit_id: str
    papers: tuple[ProvidedPaper, ...]
    kind: Literal["rectification_reported"] = "rectification_reported"


@dataclass(frozen=True, slots=True)
class VisitConcluded:
    """Per-item conclusion of the visit: what passed and what finally failed."""

    visit_id: str
    passed_items: tuple[str, ...]
    failed_items: tuple[str, ...]
    reason: str
    kind: Literal["visit_concluded"] = "visit_concluded"


VisitEvent = (
    VisitNeeded
    | VisitDivided
    | VisitScheduled
    | VisitPostponed
    | EntryRefused
    | VisitRecordFiled
    | VisitRecorded
    | RectificationOrdered
    | RectificationReported
    | VisitConcluded
)
