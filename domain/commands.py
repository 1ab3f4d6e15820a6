"""What can be asked of an application: by people, by systems, and by the case itself.

Every command names its ``actor``. Acts of people arrive as updates, acts of systems as signals,
answers of the world are what an effect's activity returned.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain import review_commands as in_review
from domain.actors import CASE_ACTOR, Actor
from domain.calendar import WorkingCalendar
from domain.case import Gap, IssuedPermit
from domain.catalogue import CatalogueSlice, Determination
from domain.clock import ClockId, Limit
from domain.credit import CreditStanding
from domain.hearing_commands import (
    AnnounceHearing,
    RecordItemHearing,
    RequestItemHearing,
    TellHearingRight,
)
from domain.item_terms import InstantFinding
from domain.site_visit import Slot
from domain.submission import ProvidedPaper
from domain.tasks import Finding, Reason, TaskOutcome
from domain.visit_commands import (
    AppointVisit,
    CancelVisit,
    FileVisitRecord,
    ReportInspectorsAbsent,
)


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand in the application that the workflow was started with."""

    actor: Actor
    kind: Literal["submit"] = "submit"


@dataclass(frozen=True, slots=True)
class CatalogueFetched:
    """The slice in force at acceptance differs from the one the case was submitted with."""

    catalogue: CatalogueSlice
    determinations: tuple[Determination, ...]
    instant_findings: tuple[InstantFinding, ...] = ()
    actor: Actor = CASE_ACTOR
    kind: Literal["catalogue_fetched"] = "catalogue_fetched"


@dataclass(frozen=True, slots=True)
class Accept:
    """Judge completeness after what can be had by sharing was looked up.

    ``found`` lies in shared data; ``unreachable`` are papers whose source did not answer.
    """

    found: tuple[ProvidedPaper, ...] = ()
    unreachable: tuple[str, ...] = ()
    actor: Actor = CASE_ACTOR
    kind: Literal["accept"] = "accept"


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """Complete a human task; the signal of the same wire name carries the same payload.

    What is needed follows from the task's kind and the outcome: reasons for a refusal, gaps for a
    deficiency or a supplement, findings and at least two inspectors for a visit with the
    ``absent_departments``, after a hearing its record. ``message_id`` makes a pushed signal
    idempotent; ``acting_for`` is whom the actor stands in for by a delegation in force.
    """

    actor: Actor
    task_id: str
    outcome: TaskOutcome
    reasons: tuple[Reason, ...] = ()
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    inspectors: tuple[str, ...] = ()
    cause_of_revocation: str = ""
    message_id: str = ""
    acting_for: str = ""
    absent_departments: tuple[str, ...] = ()
    hearing_record: str = ""
    kind: Literal["complete_task"] = "complete_task"


@dataclass(frozen=True, slots=True)
class CorrectApplication:
    """Answer the one correction notice."""

    actor: Actor
    papers: tuple[ProvidedPaper, ...]
    form: tuple[tuple[str, str], ...] = ()
    instant_findings: tuple[InstantFinding, ...] = ()
    """Of the form as the answer leaves it, where it changes the form."""
    kind: Literal["correct_application"] = "correct_application"


@dataclass(frozen=True, slots=True)
class ProvideSupplement:
    """Answer a reviewer's request of one lane."""

    actor: Actor
    item_code: str
    papers: tuple[ProvidedPaper, ...]
    form: tuple[tuple[str, str], ...] = ()
    explanations: tuple[tuple[str, str], ...] = ()
    kind: Literal["provide_supplement"] = "provide_supplement"


@dataclass(frozen=True, slots=True)
class PayDebt:
    """Hand in a deferred paper."""

    actor: Actor
    debt_id: str
    paper: ProvidedPaper
    kind: Literal["pay_debt"] = "pay_debt"


@dataclass(frozen=True, slots=True)
class CertificateFound:
    """Shared data holds what a debt wants."""

    debt_id: str
    paper: ProvidedPaper
    actor: Actor = CASE_ACTOR
    kind: Literal["certificate_found"] = "certificate_found"


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw the application (no item codes) or some of its items, before their decision."""

    actor: Actor
    item_codes: tuple[str, ...] = ()
    kind: Literal["withdraw"] = "withdraw"


@dataclass(frozen=True, slots=True)
class DepartmentReport:
    """What a department's system says of a lane; an older ``sequence`` changes nothing.

    ``outcome`` is one of received, in_progress, granted, refused, information_needed, withdrawn.
    ``facts`` are named values such as the USCC that the registry has given.
    """

    sequence: int
    outcome: str
    reasons: tuple[Reason, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DispatchAnswer:
    """What a department's system said to one lane's papers.

    ``reference`` is its receipt; without one, ``delay`` (will be tried again) or ``fault``
    (somebody must act) says why. A system that decides at once adds its ``report``; one that
    neither answers nor calls back ``must_be_polled``.
    """

    item_code: str
    reference: str = ""
    delay: str = ""
    fault: str = ""
    report: DepartmentReport | None = None
    must_be_polled: bool = False


@dataclass(frozen=True, slots=True)
class DispatchAnswered:
    """Answers to the one-action dispatch (一键分办, R61), lane by lane."""

    answers: tuple[DispatchAnswer, ...]
    actor: Actor = CASE_ACTOR
    kind: Literal["dispatch_answered"] = "dispatch_answered"


@dataclass(frozen=True, slots=True)
class DepartmentAnswered:
    """A department's system reports on a lane by callback or when polled."""

    actor: Actor
    dispatch_key: str
    report: DepartmentReport
    message_id: str = ""
    kind: Literal["department_answered"] = "department_answered"


@dataclass(frozen=True, slots=True)
class DecideAutomatically:
    """Decide a lane that needs no person: filing, commitment, instant, or the system's own word."""

    item_code: str
    actor: Actor = CASE_ACTOR
    kind: Literal["decide_automatically"] = "decide_automatically"


@dataclass(frozen=True, slots=True)
class CreditFetched:
    """The credit standing at the moment of decision (R59)."""

    item_code: str
    standing: CreditStanding
    actor: Actor = CASE_ACTOR
    kind: Literal["credit_fetched"] = "credit_fetched"


@dataclass(frozen=True, slots=True)
class PlaceAnswered:
    """The rank of a lane in the queue of a quantity-limited item, and whether it has a place."""

    item_code: str
    rank: int
    has_place: bool
    actor: Actor = CASE_ACTOR
    kind: Literal["place_answered"] = "place_answered"


@dataclass(frozen=True, slots=True)
class SlotsFetched:
    """When the departments can come: ``visits`` is the plan for the visit named.

    ``slots`` are alternatives to choose from instead, each with everybody who is free.
    """

    slots: tuple[Slot, ...] = ()
    visit_id: str = ""
    visits: tuple[Slot, ...] = ()
    reason: str = ""
    actor: Actor = CASE_ACTOR
    kind: Literal["slots_fetched"] = "slots_fetched"


@dataclass(frozen=True, slots=True)
class ReportRectification:
    """The applicant reports the failed points of the visit as put right.

    No ``visit_id`` means the one that waits for it.
    """

    actor: Actor
    papers: tuple[ProvidedPaper, ...] = ()
    visit_id: str = ""
    kind: Literal["report_rectification"] = "report_rectification"


@dataclass(frozen=True, slots=True)
class RescheduleVisit:
    """Ask for another slot in good time; no ``visit_id`` means the one that is scheduled."""

    actor: Actor
    reason: str
    visit_id: str = ""
    kind: Literal["reschedule_visit"] = "reschedule_visit"


@dataclass(frozen=True, slots=True)
class PermitsNumbered:
    """Numbers and codes are given for the lanes that may be issued now."""

    licence_code: str
    version: int
    permits: tuple[IssuedPermit, ...]
    actor: Actor = CASE_ACTOR
    kind: Literal["permits_numbered"] = "permits_numbered"


@dataclass(frozen=True, slots=True)
class FollowUpDone:
    """Permits live their own lives, the licence document lies in the store, results are pushed."""

    document_id: str
    actor: Actor = CASE_ACTOR
    kind: Literal["follow_up_done"] = "follow_up_done"


@dataclass(frozen=True, slots=True)
class ReassignTask:
    """A supervisor gives an open task to another official of the same department."""

    actor: Actor
    task_id: str
    assignee: str
    kind: Literal["reassign_task"] = "reassign_task"


@dataclass(frozen=True, slots=True)
class SuspendClock:
    """Stop a clock for a procedure of Art. 45, told in writing with the time it needs."""

    actor: Actor
    clock_id: ClockId
    procedure: str
    legal_basis: str
    notice_document_id: str
    until: date
    kind: Literal["suspend_clock"] = "suspend_clock"


@dataclass(frozen=True, slots=True)
class ResumeClock:
    """The procedure that stopped the clock has ended."""

    actor: Actor
    clock_id: ClockId
    kind: Literal["resume_clock"] = "resume_clock"


@dataclass(frozen=True, slots=True)
class ExtendLimit:
    """Extend a limit once, with the right approver's reasons told to the applicant (Art. 42).

    A supervisor names the ``approver`` and may name the office; a head approves by acting.
    """

    actor: Actor
    clock_id: ClockId
    extension: Limit
    approver: str
    legal_basis: str
    reasons: str
    approver_office: str = ""
    kind: Literal["extend_limit"] = "extend_limit"


@dataclass(frozen=True, slots=True)
class CalendarPublished:
    """A year of the working calendar was published; open due dates are computed anew."""

    calendar: WorkingCalendar
    message_id: str
    actor: Actor = CASE_ACTOR
    kind: Literal["calendar_published"] = "calendar_published"


@dataclass(frozen=True, slots=True)
class Ring:
    """Time alone brings something about: everything due by now happens."""

    actor: Actor = CASE_ACTOR
    kind: Literal["ring"] = "ring"


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Every lane has ended; close the application."""

    actor: Actor = CASE_ACTOR
    kind: Literal["close_case"] = "close_case"


Command = (
    Submit
    | CatalogueFetched
    | Accept
    | CompleteTask
    | CorrectApplication
    | ProvideSupplement
    | in_review.ObjectToRequest
    | in_review.AnswerObjection
    | in_review.RaiseDispute
    | in_review.DecideDispute
    | in_review.ExcludeOfficial
    | PayDebt
    | CertificateFound
    | Withdraw
    | DispatchAnswered
    | DepartmentAnswered
    | DecideAutomatically
    | CreditFetched
    | PlaceAnswered
    | SlotsFetched
    | ReportRectification
    | RescheduleVisit
    | CancelVisit
    | AppointVisit
    | ReportInspectorsAbsent
    | FileVisitRecord
    | TellHearingRight
    | RequestItemHearing
    | AnnounceHearing
    | RecordItemHearing
    | PermitsNumbered
    | FollowUpDone
    | ReassignTask
    | SuspendClock
    | ResumeClock
    | ExtendLimit
    | CalendarPublished
    | Ring
    | CloseCase
)
