"""What has happened to a permit; kinds are unique among those of applications too.

Tasks, warnings and refused messages are the same events as an application's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.calendar import WorkingCalendar
from domain.clock import ClockLedger
from domain.events import (
    MessageRefused,
    TaskDecided,
    TaskOpened,
    TaskReassigned,
    TasksFellAway,
    WarningRaised,
)
from domain.permits.permit import Consequences
from domain.permits.statuses import CreditFact, RevocationCause, VerificationFailure
from domain.submission import ProvidedPaper
from domain.tasks import Finding, Reason


@dataclass(frozen=True, slots=True)
class PermitBegan:
    """The permit lives its own life from here."""

    kind: Literal["permit_began"] = "permit_began"


@dataclass(frozen=True, slots=True)
class VerificationOpened:
    """The check of a commitment is owed by the end of ``due_on``."""

    clock: ClockLedger
    due_on: date
    kind: Literal["verification_opened"] = "verification_opened"


@dataclass(frozen=True, slots=True)
class VerificationRecorded:
    """The inspectors' signed record of a verification or re-examination (行政许可法 34)."""

    findings: tuple[Finding, ...]
    inspectors: tuple[str, ...]
    kind: Literal["verification_recorded"] = "verification_recorded"


@dataclass(frozen=True, slots=True)
class VerificationPassed:
    """The commitment is kept."""

    after_rectification: bool
    kind: Literal["verification_passed"] = "verification_passed"


@dataclass(frozen=True, slots=True)
class PermitRectificationOrdered:
    """Failed points are to be put right by the end of ``due_on`` (责令限期整改, R94)."""

    points: tuple[str, ...]
    due_on: date
    kind: Literal["permit_rectification_ordered"] = "permit_rectification_ordered"


@dataclass(frozen=True, slots=True)
class PermitRectificationReported:
    """The holder says the failed points are put right."""

    papers: tuple[ProvidedPaper, ...]
    kind: Literal["permit_rectification_reported"] = "permit_rectification_reported"


@dataclass(frozen=True, slots=True)
class VerificationFailed:
    """The commitment is not kept, finally."""

    failure: VerificationFailure
    kind: Literal["verification_failed"] = "verification_failed"


@dataclass(frozen=True, slots=True)
class VerificationInterrupted:
    """Revocation was proposed on other grounds; the check rests and so does its clock."""

    kind: Literal["verification_interrupted"] = "verification_interrupted"


@dataclass(frozen=True, slots=True)
class VerificationResumed:
    """Those proceedings were set aside; the check is owed again."""

    kind: Literal["verification_resumed"] = "verification_resumed"


@dataclass(frozen=True, slots=True)
class RevocationProposed:
    """Notice to the holder: cause, reasons, and until when a hearing can be requested."""

    cause: RevocationCause
    reasons: tuple[Reason, ...]
    hearing_until: date
    kind: Literal["revocation_proposed"] = "revocation_proposed"


@dataclass(frozen=True, slots=True)
class HearingRequested:
    """The holder wants to be heard."""

    kind: Literal["hearing_requested"] = "hearing_requested"


@dataclass(frozen=True, slots=True)
class HearingPeriodEnded:
    """Nobody asked for a hearing in time; the decision is open."""

    kind: Literal["hearing_period_ended"] = "hearing_period_ended"


@dataclass(frozen=True, slots=True)
class HearingHeld:
    """The hearing's record is filed; the decision is open."""

    chair: str
    record_document_id: str
    holder_attended: bool
    kind: Literal["hearing_held"] = "hearing_held"


@dataclass(frozen=True, slots=True)
class PermitRevoked:
    """撤销, with cause, consequences and remedies."""

    cause: RevocationCause
    reasons: tuple[Reason, ...]
    consequences: Consequences
    remedies: tuple[str, ...]
    kind: Literal["permit_revoked"] = "permit_revoked"


@dataclass(frozen=True, slots=True)
class RevocationSetAside:
    """The permit stands; the proceedings end with reasons."""

    reasons: tuple[Reason, ...]
    kind: Literal["revocation_set_aside"] = "revocation_set_aside"


@dataclass(frozen=True, slots=True)
class PermitLapsed:
    """失效: its term has run out without renewal (行政许可法 70)."""

    kind: Literal["permit_lapsed"] = "permit_lapsed"


@dataclass(frozen=True, slots=True)
class GrantRechecked:
    """复核 of a grant that quantified rules made: it stands, or a cause to revoke it was found."""

    is_confirmed: bool
    reasons: tuple[Reason, ...] = ()
    cause: RevocationCause | None = None
    kind: Literal["grant_rechecked"] = "grant_rechecked"


@dataclass(frozen=True, slots=True)
class DoorstepVisitDue:
    """A doorstep visit is owed to the new holder by the end of ``due_on`` (R78)."""

    due_on: date
    kind: Literal["doorstep_visit_due"] = "doorstep_visit_due"


@dataclass(frozen=True, slots=True)
class DoorstepVisitReminded:
    """The town or sub-district was reminded of it."""

    kind: Literal["doorstep_visit_reminded"] = "doorstep_visit_reminded"


@dataclass(frozen=True, slots=True)
class DoorstepVisitOverdue:
    """It was not made in time; it is still owed."""

    kind: Literal["doorstep_visit_overdue"] = "doorstep_visit_overdue"


@dataclass(frozen=True, slots=True)
class DoorstepVisitMade:
    """The visit was made, in time or late."""

    late: bool
    kind: Literal["doorstep_visit_made"] = "doorstep_visit_made"


@dataclass(frozen=True, slots=True)
class CreditFactRecorded:
    """A fact for the credit record of the business and of the handling person (R96, R97)."""

    fact: CreditFact
    subjects: tuple[str, ...]
    kind: Literal["credit_fact_recorded"] = "credit_fact_recorded"


@dataclass(frozen=True, slots=True)
class PermitCalendarReplaced:
    """A newly published calendar, and the dates told to the holder as they stand with it."""

    calendar: WorkingCalendar
    rectification_due_on: date | None
    hearing_until: date | None
    kind: Literal["permit_calendar_replaced"] = "permit_calendar_replaced"


PermitEvent = (
    PermitBegan
    | VerificationOpened
    | VerificationRecorded
    | VerificationPassed
    | PermitRectificationOrdered
    | PermitRectificationReported
    | VerificationFailed
    | VerificationInterrupted
    | VerificationResumed
    | RevocationProposed
    | HearingRequested
    | HearingPeriodEnded
    | HearingHeld
    | PermitRevoked
    | RevocationSetAside
    | PermitLapsed
    | GrantRechecked
    | DoorstepVisitDue
    | DoorstepVisitReminded
    | DoorstepVisitOverdue
    | DoorstepVisitMade
    | CreditFactRecorded
    | PermitCalendarReplaced
    | TaskOpened
    | TaskDecided
    | TasksFellAway
    | TaskReassigned
    | WarningRaised
    | MessageRefused
)
