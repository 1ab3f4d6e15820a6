"""The state of one application: plain values, changed only by ``evolve``."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.catalogue import CatalogueSlice, Item
from domain.clock import ClockId, ClockLedger, Light
from domain.dispute import Dispute
from domain.item_terms import InstantFinding
from domain.routes import Route
from domain.site_visit import Visit
from domain.statuses import (
    CaseEnding,
    CaseStatus,
    DebtStatus,
    DispatchStatus,
    LaneStatus,
)
from domain.submission import Pledge, ProvidedPaper, Submission
from domain.tasks import Reason, Task, TaskOutcome


@dataclass(frozen=True, slots=True)
class CauseMark:
    """A cause that is already in the case, and the last sequence it wrote."""

    cause: str
    sequence: int


class Wanted(StrEnum):
    """What a request to the applicant asks for."""

    PAPER = "paper"
    FIELD = "field"
    EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong: a paper or a form field of an item, and why.

    ``wants`` says what would fill it; None leaves that to what the code names in the notice.
    """

    item_code: str
    code: str
    reason: str
    wants: Wanted | None = None


@dataclass(frozen=True, slots=True)
class IntakeAnswer:
    """A department's answer to its intake check; without gaps the papers suffice."""

    task_id: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """The one correction notice (补正, Art. 32): everything missing, told once."""

    gaps: tuple[Gap, ...]
    requested_at: datetime
    due_on: date
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Supplement:
    """A reviewer's itemised request during review; one is open at a time in a lane."""

    gaps: tuple[Gap, ...]
    requested_at: datetime
    due_on: date
    objection: str = ""
    """The applicant's reasons against it (异议), until the reviewer has answered them."""
    was_upheld: bool = False
    """An objection was answered before; what is left is the supervisor."""


class RequestStatus(StrEnum):
    """Where a request to the applicant stands."""

    OPEN = "open"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class KnownRequest:
    """A request of a lane with what stood there before and what came, by code.

    The value of a paper is its document, of a field its text, of an explanation its words.
    """

    item_code: str
    number: int
    gaps: tuple[Gap, ...]
    requested_at: datetime
    requested_by: str
    due_on: date
    before: tuple[tuple[str, str], ...]
    status: RequestStatus = RequestStatus.OPEN
    after: tuple[tuple[str, str], ...] = ()
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the first of four eyes recommends (初审意见) to whoever signs (审批)."""

    outcome: TaskOutcome
    reasons: tuple[Reason, ...]
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An official who may not handle the case (回避), or one item of it.

    ``item_code`` is empty for the whole case; ``whole_business`` reaches all its other cases.
    """

    subject: str
    item_code: str
    reasons: str
    whole_business: bool
    declared_by: str
    declared_at: datetime


@dataclass(frozen=True, slots=True)
class Lane:
    """One item of the application on its way to a decision.

    ``department_outcome`` is what the department's system reported last; ``place`` the rank in
    the queue of a quantity-limited item (None until asked for), ``has_place`` whether it holds one.
    """

    item_code: str
    status: LaneStatus = LaneStatus.OPENED
    route: Route | None = None
    route_reason: str = ""
    dispatch: DispatchStatus = DispatchStatus.PENDING
    dispatch_key: str = ""
    must_be_polled: bool = False
    department_reference: str = ""
    department_sequence: int = 0
    department_outcome: str | None = None
    department_reasons: tuple[Reason, ...] = ()
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reasons: tuple[Reason, ...] = ()
    remedies: tuple[str, ...] = ()
    light: Light = Light.GREEN
    supplement: Supplement | None = None
    place: int | None = None
    has_place: bool = False
    permit_number: str | None = None
    permit_id: str | None = None
    recommendation: Recommendation | None = None


class DebtKind(StrEnum):
    """Why something may be missing although the item was accepted (design §3)."""

    PREREQUISITE = "prerequisite"
    DEFERRED_PAPER = "deferred_paper"
    SHARED_PAPER = "shared_paper"


class PaidBy(StrEnum):
    """How a debt was paid."""

    UPLOAD = "upload"
    SHARING = "sharing"
    SIBLING = "sibling"


@dataclass(frozen=True, slots=True)
class Debt:
    """A deficiency debt (容缺) of one lane; only a deferred paper has a due date and a breach.

    ``wants`` is the code of the missing permit item or paper. ``due_on`` counts working days.
    """

    debt_id: str
    kind: DebtKind
    item_code: str
    wants: str
    due_on: date | None = None
    status: DebtStatus = DebtStatus.OPEN
    paid_by: PaidBy | None = None
    pledge: Pledge | None = None


class HearingStatus(StrEnum):
    """Where a hearing in the review of an item stands."""

    OFFERED = "offered"
    REQUESTED = "requested"
    LAPSED = "lapsed"
    ANNOUNCED = "announced"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Hearing:
    """The hearing of one item: who may be heard, when, and the record the decision rests on."""

    item_code: str
    status: HearingStatus
    third_parties: tuple[str, ...] = ()
    right_notice_id: str = ""
    request_until: date | None = None
    requested_by: str = ""
    hold_until: date | None = None
    is_mandatory: bool = False
    starts_at: datetime | None = None
    place: str = ""
    chair: str = ""
    notice_document_id: str = ""
    is_overdue: bool = False
    record_document_id: str = ""
    signed_by: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedPermit:
    """A permit of this case with its number; ``verification_due_on`` only on commitment."""

    item_code: str
    permit_id: str
    number: str
    valid_from: date
    valid_until: date | None
    verification_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of the business as this case has issued it so far."""

    licence_code: str
    version: int
    issued_at: datetime
    permits: tuple[IssuedPermit, ...]
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An application with all that is known of it; equal events give an equal case."""

    submission: Submission
    status: CaseStatus = CaseStatus.OPENED
    ending: CaseEnding | None = None
    edition: int = 1
    sequence: int = 0
    chain_head: str = ""
    last_at: datetime | None = None
    causes: tuple[CauseMark, ...] = ()
    catalogue: CatalogueSlice | None = None
    """Replaces the submission's slice when another was in force at acceptance."""
    uscc: str | None = None
    received_at: datetime | None = None
    accepted_at: datetime | None = None
    papers: tuple[ProvidedPaper, ...] = ()
    pending_papers: tuple[str, ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    instant_findings: tuple[InstantFinding, ...] = ()
    """Of the form as it stands: whoever changes it brings them anew."""
    lanes: tuple[Lane, ...] = ()
    tasks: tuple[Task, ...] = ()
    intake_answers: tuple[IntakeAnswer, ...] = ()
    correction: Correction | None = None
    debts: tuple[Debt, ...] = ()
    visit: Visit | None = None
    clocks: tuple[ClockLedger, ...] = ()
    warned: tuple[str, ...] = ()
    waiting_is_over: bool = False
    """Granted items no longer wait for open ones (partial issuance)."""
    licence: Licence | None = None
    followed_up: bool = False
    counted_from: datetime | None = None
    """From when it counts as received: later than ``received_at`` when it came after hours."""
    requests: tuple[KnownRequest, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    further_visits: tuple[Visit, ...] = ()
    """Visits beside ``visit``: when departments cannot come together, or one did not come."""
    hearings: tuple[Hearing, ...] = ()

    @property
    def case_id(self) -> str:
        return self.submission.case_id

    @property
    def slice(self) -> CatalogueSlice:
        """The slice in force for this case: fixed at acceptance."""
        return self.catalogue or self.submission.catalogue

    @property
    def is_closed(self) -> bool:
        return self.status is CaseStatus.CLOSED

    def has_seen(self, cause: str) -> bool:
        return any(mark.cause == cause for mark in self.causes)

    def hearing(self, item_code: str) -> Hearing | None:
        return next((each for each in self.hearings if each.item_code == item_code), None)

    @property
    def visits(self) -> tuple[Visit, ...]:
        return (self.visit, *self.further_visits) if self.visit else ()

    def the_visit(self, visit_id: str) -> Visit | None:
        return next((visit for visit in self.visits if visit.visit_id == visit_id), None)

    def item(self, code: str) -> Item:
        return self.slice.item(code)

    def lane(self, item_code: str) -> Lane | None:
        return next((lane for lane in self.lanes if lane.item_code == item_code), None)

    def the_lane(self, item_code: str) -> Lane:
        """Give the lane of an item that is known to be in the case."""
        lane = self.lane(item_code)
        if lane is None:
            raise KeyError(item_code)
        return lane

    def task(self, task_id: str) -> Task | None:
        return next((task for task in self.tasks if task.task_id == task_id), None)

    def open_tasks(self, item_code: str) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.is_open and item_code in task.item_codes)

    def open_debts(self, item_code: str) -> tuple[Debt, ...]:
        return tuple(
            debt
            for debt in self.debts
            if debt.item_code == item_code and debt.status is DebtStatus.OPEN
        )

    def debt(self, debt_id: str) -> Debt | None:
        return next((debt for debt in self.debts if debt.debt_id == debt_id), None)

    def dispute(self, dispute_id: str) -> Dispute | None:
        return next((one for one in self.disputes if one.dispute_id == dispute_id), None)

    def clock(self, clock_id: ClockId) -> ClockLedger | None:
        return next((clock for clock in self.clocks if clock.clock_id == clock_id), None)

    def has_paper(self, paper_code: str) -> bool:
        return any(paper.paper_code == paper_code for paper in self.papers)

    def with_lane(self, item_code: str, **changes: object) -> "Case":
        """Give the case with one lane changed; only ``evolve`` functions call it."""
        lanes = tuple(
            replace(lane, **changes) if lane.item_code == item_code else lane  # type: ignore[arg-type]
            for lane in self.lanes
        )
        return replace(self, lanes=lanes)

    def with_visit(self, changed: Visit) -> "Case":
        """Give the case with the visit of the same id changed; only ``evolve`` calls it."""
        if self.visit is not None and self.visit.visit_id == changed.visit_id:
            return replace(self, visit=changed)
        further = tuple(
            changed if visit.visit_id == changed.visit_id else visit
            for visit in self.further_visits
        )
        return replace(self, further_visits=further)

    def with_debt(self, debt_id: str, **changes: object) -> "Case":
        debts = tuple(
            replace(debt, **changes) if debt.debt_id == debt_id else debt  # type: ignore[arg-type]
            for debt in self.debts
        )
        return replace(self, debts=debts)
