"""The state of one permit: plain values, changed only by ``evolve``."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import WorkingCalendar
from domain.case import CauseMark
from domain.catalogue import Item, Scheme
from domain.clock import ClockLedger, Limit
from domain.permits.statuses import (
    DoorstepStatus,
    PermitStage,
    PermitStatus,
    ProceedingsStatus,
    RevocationCause,
    VerificationStatus,
)
from domain.routes import Route
from domain.submission import Applicant
from domain.tasks import Reason, Task, TaskKind


@dataclass(frozen=True, slots=True)
class PermitGrant:
    """What a permit was issued with; the input of its workflow.

    ``valid_until`` is its last day, None without a term. ``verification_due_on`` is set when it
    was issued on commitment. ``item`` and ``scheme`` are as they stood in force for the case.
    """

    permit_id: str
    number: str
    case_id: str
    licence_code: str
    business_id: str
    district: str
    uscc: str | None
    item: Item
    scheme: Scheme
    applicant: Applicant
    route: Route
    issued_at: datetime
    valid_from: date
    valid_until: date | None
    verification_due_on: date | None
    calendar: WorkingCalendar
    doorstep_visit: Limit | None = None
    """Period for the doorstep visit of the whole application, on the permit that carries it."""

    @property
    def is_on_commitment(self) -> bool:
        """Whether a commitment stands in for something that is still to be verified (R94)."""
        return self.route is Route.COMMITMENT or self.verification_due_on is not None

    @property
    def credit_subjects(self) -> tuple[str, ...]:
        """Whose credit record a fact enters: the business and the handling person (R96)."""
        return (self.business_id, self.applicant.handling_person)

    @property
    def points(self) -> tuple[str, ...]:
        """What a verification looks at: the item's checklist, without one its conditions."""
        points = tuple(point.code for point in self.item.checklist)
        return points or tuple(condition.code for condition in self.item.conditions)


@dataclass(frozen=True, slots=True)
class Rectification:
    """Failed points to be put right by the end of a day (责令限期整改, R94)."""

    points: tuple[str, ...]
    ordered_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Verification:
    """The check of a commitment; ``inspectors`` are all who have taken part so far."""

    status: VerificationStatus
    clock: ClockLedger
    failed_points: tuple[str, ...] = ()
    inspectors: tuple[str, ...] = ()
    rectification: Rectification | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing that was held; the decision rests on its record (行政许可法 48)."""

    chair: str
    record_document_id: str
    holder_attended: bool


@dataclass(frozen=True, slots=True)
class Proceedings:
    """Open proceedings for revocation, with what the holder was told."""

    cause: RevocationCause
    reasons: tuple[Reason, ...]
    proposed_by: str
    proposed_on: date
    hearing_until: date
    status: ProceedingsStatus = ProceedingsStatus.PROPOSED
    hearing: Hearing | None = None


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a revocation brings with it; never the same for fraud and for an authority's error.

    ``bar_until`` is the last day on which the item is barred for the business.
    """

    basis: tuple[str, ...]
    bar_until: date | None
    compensation_owed: bool
    reliance_protected: bool


@dataclass(frozen=True, slots=True)
class Revocation:
    """The decision by which a permit was revoked."""

    cause: RevocationCause
    reasons: tuple[Reason, ...]
    consequences: Consequences
    remedies: tuple[str, ...]
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class DoorstepVisit:
    """The doorstep visit after issuance, and the last day on which it is in time."""

    due_on: date
    status: DoorstepStatus = DoorstepStatus.DUE


@dataclass(frozen=True, slots=True)
class Permit:
    """A permit with all that has become of it; equal events give an equal permit."""

    grant: PermitGrant
    status: PermitStatus = PermitStatus.VALID
    has_begun: bool = False
    sequence: int = 0
    chain_head: str = ""
    last_at: datetime | None = None
    causes: tuple[CauseMark, ...] = ()
    """The latest only: a permit lives for years and is carried from run to run."""
    tasks: tuple[Task, ...] = ()
    warned: tuple[str, ...] = ()
    verification: Verification | None = None
    proceedings: Proceedings | None = None
    revocation: Revocation | None = None
    doorstep: DoorstepVisit | None = None

    @property
    def permit_id(self) -> str:
        return self.grant.permit_id

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen here.

        Revocation undoes the grant from its beginning, so proceedings outlive a lapse.
        """
        return self.status.is_ended and self.proceedings is None

    @property
    def stage(self) -> PermitStage:
        if self.proceedings is not None:
            return _STAGE_OF_PROCEEDINGS[self.proceedings.status]
        if self.status.is_ended:
            return PermitStage.ENDED
        if self.status is PermitStatus.SUSPENDED:
            return PermitStage.SUSPENDED
        status = self.verification.status if self.verification else None
        return _STAGE_OF_VERIFICATION.get(status, PermitStage.VALID)

    def has_seen(self, cause: str) -> bool:
        return any(mark.cause == cause for mark in self.causes)

    def task(self, task_id: str) -> Task | None:
        return next((task for task in self.tasks if task.task_id == task_id), None)

    def open_tasks(self, *kinds: TaskKind) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.is_open and task.kind in kinds)


_STAGE_OF_PROCEEDINGS = {
    ProceedingsStatus.PROPOSED: PermitStage.REVOCATION_PROPOSED,
    ProceedingsStatus.HEARING_REQUESTED: PermitStage.HEARING,
    ProceedingsStatus.AWAITS_DECISION: PermitStage.REVOCATION_DECISION,
}

_STAGE_OF_VERIFICATION: dict[VerificationStatus | None, PermitStage] = {
    VerificationStatus.PENDING: PermitStage.VERIFICATION_PENDING,
    VerificationStatus.RECTIFYING: PermitStage.RECTIFYING,
    VerificationStatus.REEXAMINING: PermitStage.REEXAMINING,
}
