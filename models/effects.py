"""Inputs and results of the activities by which an application acts on the world."""

from dataclasses import dataclass
from datetime import datetime

from domain.calendar import WorkingCalendar
from domain.case import IssuedPermit
from domain.commands import DepartmentReport, DispatchAnswer
from domain.completeness import WantedPaper
from domain.dispatching import LaneDispatch
from domain.site_visit import Slot
from domain.submission import ProvidedPaper
from domain.visit_terms import AS_BEFORE, VisitTerms


@dataclass(frozen=True, slots=True)
class DispatchCase:
    """Send several lanes' papers at once; ``workflow_id`` is where answers come back to."""

    case_id: str
    lanes: tuple[LaneDispatch, ...]


@dataclass(frozen=True, slots=True)
class CaseDispatched:
    """One answer per lane; a system that did not answer in time is a delay."""

    answers: tuple[DispatchAnswer, ...]


@dataclass(frozen=True, slots=True)
class DispatchOne:
    """Send one lane's papers, retried until its system has them."""

    case_id: str
    lane: LaneDispatch


@dataclass(frozen=True, slots=True)
class PollLane:
    """Ask a system that can only be polled, until it has decided."""

    system: str
    dispatch_key: str
    after_sequence: int


@dataclass(frozen=True, slots=True)
class PolledReport:
    """What the poll found; ``report`` None means the system is not of the polled kind."""

    report: DepartmentReport | None


@dataclass(frozen=True, slots=True)
class WithdrawLane:
    """Tell a system that the lane has ended without its doing."""

    system: str
    dispatch_key: str
    reason: str


@dataclass(frozen=True, slots=True)
class LookUpPapers:
    """Look for papers of a holder before acceptance."""

    holder: str
    wanted: tuple[WantedPaper, ...]


@dataclass(frozen=True, slots=True)
class PapersLookedUp:
    """What was found, and which sources did not answer."""

    found: tuple[ProvidedPaper, ...]
    unreachable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AwaitPaper:
    """Look for one paper again and again until it is there."""

    holder: str
    wanted: WantedPaper


@dataclass(frozen=True, slots=True)
class LookUpCredit:
    """The credit standing of the firm and of the handling person now."""

    subjects: tuple[str, ...]


_WEEKDAYS = WorkingCalendar("", published=(), days_off=(), make_up_days=())


@dataclass(frozen=True, slots=True)
class FindSlots:
    """When the departments' inspectors can come to a visit in a district, after an instant.

    ``until`` is the strictest limit of the items, ``excluded`` may not come (回避).
    """

    departments: tuple[str, ...]
    district: str
    after: datetime
    minimum_inspectors: int
    visit_id: str = ""
    until: datetime | None = None
    terms: VisitTerms = AS_BEFORE
    calendar: WorkingCalendar = _WEEKDAYS
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotsFound:
    """The visits to make, one if all can come together; why, if not.

    ``slots`` are alternatives, as former versions answered.
    """

    slots: tuple[Slot, ...] = ()
    visit_id: str = ""
    visits: tuple[Slot, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """After issuance: the permits begin lives of their own."""

    case_id: str
    licence_code: str
    version: int
    permits: tuple[IssuedPermit, ...]


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """Where the licence document lies."""

    document_id: str
