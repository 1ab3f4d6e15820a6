"""What has happened in an application: the record's vocabulary, one frozen class a fact."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain import review_events as reviewed
from domain.calendar import WorkingCalendar
from domain.case import Debt, Gap, IssuedPermit, PaidBy
from domain.catalogue import CatalogueSlice, Determination
from domain.clock import ClockEntry, ClockId, ClockLedger, Light
from domain.hearing_events import HearingEvent
from domain.item_terms import InstantFinding
from domain.moved_dates import MovedDate
from domain.routes import Route
from domain.statuses import CaseEnding, DispatchStatus, LaneStatus
from domain.submission import ProvidedPaper
from domain.tasks import Reason, Task, TaskOutcome
from domain.visit_events import VisitEvent


@dataclass(frozen=True, slots=True)
class Received:
    """The application is in; the dated receipt is sealed (R53).

    ``counted_from`` is when it counts as received; older records count from the event itself.
    """

    case_number: str
    item_codes: tuple[str, ...]
    counted_from: datetime | None = None
    kind: Literal["received"] = "received"


@dataclass(frozen=True, slots=True)
class CatalogueReplaced:
    """Another version was in force at acceptance; from now on this one holds."""

    catalogue: CatalogueSlice
    determinations: tuple[Determination, ...]
    instant_findings: tuple[InstantFinding, ...] = ()
    kind: Literal["catalogue_replaced"] = "catalogue_replaced"


@dataclass(frozen=True, slots=True)
class PapersFound:
    """Papers found in shared data; the applicant need not bring them (R47).

    ``pending`` are those whose source did not answer: they are awaited, not missing.
    """

    papers: tuple[ProvidedPaper, ...]
    pending: tuple[str, ...]
    kind: Literal["papers_found"] = "papers_found"


@dataclass(frozen=True, slots=True)
class LaneTurnedAway:
    """An item ends before review: not required, outside the scheme, wrong authority, barred."""

    item_code: str
    status: LaneStatus
    reasons: tuple[Reason, ...]
    instead: str
    kind: Literal["lane_turned_away"] = "lane_turned_away"


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A human step waits for somebody."""

    task: Task
    kind: Literal["task_opened"] = "task_opened"


@dataclass(frozen=True, slots=True)
class TaskDecided:
    """A human step was completed; what follows from it stands in the events after it."""

    task_id: str
    outcome: TaskOutcome
    acting_for: str = ""
    kind: Literal["task_decided"] = "task_decided"


@dataclass(frozen=True, slots=True)
class TasksFellAway:
    """Open steps lost their object (withdrawal, decision elsewhere, deemed acceptance)."""

    task_ids: tuple[str, ...]
    kind: Literal["tasks_fell_away"] = "tasks_fell_away"


@dataclass(frozen=True, slots=True)
class TaskReassigned:
    """A supervisor gave an open step to another official."""

    task_id: str
    assignee: str
    is_reserved: bool = False
    """Nobody else may complete it; records from before assignments bound anybody lack it."""
    kind: Literal["task_reassigned"] = "task_reassigned"


@dataclass(frozen=True, slots=True)
class IntakeChecked:
    """A department has judged the papers a machine cannot; no gaps means sufficient."""

    task_id: str
    gaps: tuple[Gap, ...]
    kind: Literal["intake_checked"] = "intake_checked"


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    """The one correction notice (一次性告知补正, Art. 32)."""

    gaps: tuple[Gap, ...]
    due_on: date
    kind: Literal["correction_requested"] = "correction_requested"


@dataclass(frozen=True, slots=True)
class CorrectionAnswered:
    """The applicant answered the correction notice."""

    papers: tuple[ProvidedPaper, ...]
    form: tuple[tuple[str, str], ...]
    instant_findings: tuple[InstantFinding, ...] = ()
    kind: Literal["correction_answered"] = "correction_answered"


@dataclass(frozen=True, slots=True)
class LaneNotAccepted:
    """不予受理: still lacking after the one correction, with reasons and remedies."""

    item_code: str
    reasons: tuple[Reason, ...]
    remedies: tuple[str, ...]
    kind: Literal["lane_not_accepted"] = "lane_not_accepted"


@dataclass(frozen=True, slots=True)
class AcceptedLane:
    """One accepted item: by which route it goes, why, and the key its papers travel under."""

    item_code: str
    route: Route
    reason: str
    dispatch_key: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """受理 or 容缺受理: the accepted items with route and reason; clocks run from ``as_of``.

    ``as_of`` lies before the event's own instant when acceptance is deemed (Art. 32(4)).
    """

    as_of: datetime
    lanes: tuple[AcceptedLane, ...]
    with_deficiencies: bool
    deemed: bool
    kind: Literal["accepted"] = "accepted"


@dataclass(frozen=True, slots=True)
class DebtsIncurred:
    """Deficiency debts (容缺) that the acceptance tolerates."""

    debts: tuple[Debt, ...]
    kind: Literal["debts_incurred"] = "debts_incurred"


@dataclass(frozen=True, slots=True)
class DebtReminded:
    """The applicant was reminded that a debt falls due."""

    debt_id: str
    kind: Literal["debt_reminded"] = "debt_reminded"


@dataclass(frozen=True, slots=True)
class DebtPaid:
    """What was missing is there."""

    debt_id: str
    by: PaidBy
    paper: ProvidedPaper | None
    kind: Literal["debt_paid"] = "debt_paid"


@dataclass(frozen=True, slots=True)
class DebtLapsed:
    """A pledged paper did not come in time; recorded against the pledge."""

    debt_id: str
    kind: Literal["debt_lapsed"] = "debt_lapsed"


@dataclass(frozen=True, slots=True)
class DebtDissolved:
    """A debt ended without breach: the sibling was refused, or its lane ended."""

    debt_id: str
    kind: Literal["debt_dissolved"] = "debt_dissolved"


@dataclass(frozen=True, slots=True)
class LaneDispatched:
    """State of the delivery to the department's system; ``reference`` is its receipt."""

    item_code: str
    status: DispatchStatus
    reference: str
    reason: str
    must_be_polled: bool = False
    kind: Literal["lane_dispatched"] = "lane_dispatched"


@dataclass(frozen=True, slots=True)
class DepartmentReported:
    """A department's system reported; ignored when older than what is known."""

    item_code: str
    sequence: int
    outcome: str
    reasons: tuple[Reason, ...]
    kind: Literal["department_reported"] = "department_reported"


@dataclass(frozen=True, slots=True)
class RegistrationAssigned:
    """The registry gave the new business its USCC; every lane has it now."""

    uscc: str
    kind: Literal["registration_assigned"] = "registration_assigned"


@dataclass(frozen=True, slots=True)
class LaneRerouted:
    """A lane falls to another route, with the reason (R59: a flag never refuses by itself)."""

    item_code: str
    route: Route
    reason: str
    kind: Literal["lane_rerouted"] = "lane_rerouted"


@dataclass(frozen=True, slots=True)
class SupplementRequested:
    """A reviewer asks for itemised additions by a date."""

    item_code: str
    gaps: tuple[Gap, ...]
    due_on: date
    kind: Literal["supplement_requested"] = "supplement_requested"


@dataclass(frozen=True, slots=True)
class SupplementProvided:
    """The applicant answered a reviewer's request."""

    item_code: str
    papers: tuple[ProvidedPaper, ...]
    form: tuple[tuple[str, str], ...]
    explanations: tuple[tuple[str, str], ...] = ()
    kind: Literal["supplement_provided"] = "supplement_provided"


@dataclass(frozen=True, slots=True)
class SupplementLapsed:
    """No answer came in time; the reviewer decides on what there is."""

    item_code: str
    kind: Literal["supplement_lapsed"] = "supplement_lapsed"


@dataclass(frozen=True, slots=True)
class DecisionSigned:
    """A grant is signed and waits for the credit look-up at the moment of decision."""

    item_code: str
    kind: Literal["decision_signed"] = "decision_signed"


@dataclass(frozen=True, slots=True)
class LaneGranted:
    """准予许可; ``service`` is the clock until it is served (Art. 44), older records have none."""

    item_code: str
    service: ClockLedger | None = None
    kind: Literal["lane_granted"] = "lane_granted"


@dataclass(frozen=True, slots=True)
class LaneFiled:
    """备案 is done on the spot; it has no refusal (R18)."""

    item_code: str
    kind: Literal["lane_filed"] = "lane_filed"


@dataclass(frozen=True, slots=True)
class LaneRefused:
    """不予许可, with reasons and remedies (Art. 38)."""

    item_code: str
    reasons: tuple[Reason, ...]
    remedies: tuple[str, ...]
    kind: Literal["lane_refused"] = "lane_refused"


@dataclass(frozen=True, slots=True)
class LaneWithdrawn:
    """撤回申请 for one item."""

    item_code: str
    kind: Literal["lane_withdrawn"] = "lane_withdrawn"


@dataclass(frozen=True, slots=True)
class LaneTerminated:
    """终止办理 for one item, with the reason."""

    item_code: str
    reason: str
    kind: Literal["lane_terminated"] = "lane_terminated"


@dataclass(frozen=True, slots=True)
class PlaceAssigned:
    """Rank in the queue of a quantity-limited item; decided by order of acceptance (Art. 57)."""

    item_code: str
    rank: int
    has_place: bool
    kind: Literal["place_assigned"] = "place_assigned"


@dataclass(frozen=True, slots=True)
class ClocksStarted:
    """Clocks begin to run, each with its limits and its first entry."""

    clocks: tuple[ClockLedger, ...]
    kind: Literal["clocks_started"] = "clocks_started"


@dataclass(frozen=True, slots=True)
class ClockChanged:
    """A further entry in a clock's ledger: suspended, resumed, extended or stopped."""

    clock_id: ClockId
    entry: ClockEntry
    kind: Literal["clock_changed"] = "clock_changed"


@dataclass(frozen=True, slots=True)
class WarningRaised:
    """A rung of the warning ladder was reached; told to the roles named.

    ``reached_on`` is the day of its instant; older records do not name it.
    """

    clock_id: ClockId
    rung: str
    light: Light
    notify: tuple[str, ...]
    reached_on: date | None = None
    kind: Literal["warning_raised"] = "warning_raised"


@dataclass(frozen=True, slots=True)
class LightEased:
    """A period has moved, so that its item shows a milder light again."""

    item_code: str
    light: Light
    kind: Literal["light_eased"] = "light_eased"


@dataclass(frozen=True, slots=True)
class CalendarReplaced:
    """A newly published calendar; ``moved`` are the open due dates that follow from it."""

    calendar: WorkingCalendar
    moved: tuple[MovedDate, ...] = ()
    kind: Literal["calendar_replaced"] = "calendar_replaced"


@dataclass(frozen=True, slots=True)
class IssueWaitEnded:
    """Granted items wait no longer for open ones: the earliest limit among them was reached."""

    kind: Literal["issue_wait_ended"] = "issue_wait_ended"


@dataclass(frozen=True, slots=True)
class PermitsIssued:
    """Permits are issued under one licence code; a later batch raises the version."""

    licence_code: str
    version: int
    permits: tuple[IssuedPermit, ...]
    kind: Literal["permits_issued"] = "permits_issued"


@dataclass(frozen=True, slots=True)
class FollowUpRecorded:
    """Document made, permits' own lives begun, results pushed."""

    document_id: str
    kind: Literal["follow_up_recorded"] = "follow_up_recorded"


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """The application has ended."""

    ending: CaseEnding
    kind: Literal["case_closed"] = "case_closed"


@dataclass(frozen=True, slots=True)
class MessageRefused:
    """A system's message that the rules do not allow; it changes nothing else."""

    message_id: str
    code: str
    kind: Literal["message_refused"] = "message_refused"


Event = (
    Received
    | CatalogueReplaced
    | PapersFound
    | LaneTurnedAway
    | TaskOpened
    | TaskDecided
    | TasksFellAway
    | TaskReassigned
    | reviewed.OfficialExcluded
    | reviewed.RecommendationMade
    | reviewed.RecommendationReturned
    | IntakeChecked
    | CorrectionRequested
    | CorrectionAnswered
    | LaneNotAccepted
    | Accepted
    | DebtsIncurred
    | DebtReminded
    | DebtPaid
    | DebtLapsed
    | DebtDissolved
    | LaneDispatched
    | DepartmentReported
    | RegistrationAssigned
    | LaneRerouted
    | SupplementRequested
    | SupplementProvided
    | SupplementLapsed
    | reviewed.RequestObjected
    | reviewed.ObjectionAnswered
    | reviewed.DisputeRaised
    | reviewed.DisputeDecided
    | DecisionSigned
    | LaneGranted
    | LaneFiled
    | LaneRefused
    | LaneWithdrawn
    | LaneTerminated
    | PlaceAssigned
    | ClocksStarted
    | ClockChanged
    | WarningRaised
    | LightEased
    | CalendarReplaced
    | HearingEvent
    | VisitEvent
    | IssueWaitEnded
    | PermitsIssued
    | FollowUpRecorded
    | CaseClosed
    | MessageRefused
)
