"""Applications, lanes and what can be done with them, as they travel."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, ConfigDict, Field

from api.schemas.base import Answer, Body, Code, LabelAnswer, OptionalText, ShortText, Text
from api.schemas.intake import PaperInput
from domain.tasks import TaskOutcome


class GapAnswer(Answer):
    """What is missing: a paper or a field of an item."""

    item_code: str
    code: str
    reason: str


class ReasonAnswer(Answer):
    """A reason of a decision."""

    code: str
    text: str


class BlockerAnswer(Answer):
    """What stands in the way."""

    code: str
    concerns: str


class ProvidedPaperAnswer(Answer):
    """A paper that lies before the department."""

    paper_code: str
    provenance: str
    document_id: str


class RequestAnswer(Answer):
    """An open request of a reviewer."""

    gaps: tuple[GapAnswer, ...]
    due_on: date


class LaneAnswer(Answer):
    """One item of the application; ``papers`` is null for those who may not see them."""

    item_code: str
    label: LabelAnswer
    department: str
    department_label: LabelAnswer
    status: str
    route: str | None
    route_reason: str
    light: str
    dispatch: str
    department_reference: str
    accepted_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    reasons: tuple[ReasonAnswer, ...]
    remedies: tuple[str, ...]
    supplement: RequestAnswer | None
    place: int | None
    permit_number: str | None
    permit_id: str | None
    decision_blockers: tuple[BlockerAnswer, ...]
    issuance_blockers: tuple[BlockerAnswer, ...]
    papers: tuple[ProvidedPaperAnswer, ...] | None


class DebtAnswer(Answer):
    """A deficiency debt (容缺)."""

    debt_id: str
    kind: str
    item_code: str
    wants: str
    due_on: date | None
    status: str
    paid_by: str | None


class CorrectionAnswer(Answer):
    """The one correction notice (补正)."""

    gaps: tuple[GapAnswer, ...]
    requested_at: datetime
    due_on: date
    answered_at: datetime | None


class SlotAnswer(Answer):
    """When the visit takes place, and who comes."""

    starts_at: datetime
    ends_at: datetime
    inspectors: tuple[str, ...]


class PointAnswer(Answer):
    """A checklist point with its findings so far."""

    code: str
    label: LabelAnswer
    departments: tuple[str, ...]
    passed: bool | None


class VisitAnswer(Answer):
    """The joint visit (一同核查)."""

    visit_id: str
    item_codes: tuple[str, ...]
    status: str
    round: int
    task_id: str | None
    slot: SlotAnswer | None
    checklist: tuple[PointAnswer, ...]
    failed_points: tuple[str, ...]
    rectification_due_on: date | None
    passed_items: tuple[str, ...]
    failed_items: tuple[str, ...]


class IssuedPermitAnswer(Answer):
    """A permit of this case."""

    item_code: str
    permit_id: str
    number: str
    valid_from: date
    valid_until: date | None
    verification_due_on: date | None


class LicenceOfCaseAnswer(Answer):
    """The licence as this case has issued it so far."""

    licence_code: str
    version: int
    issued_at: datetime
    permits: tuple[IssuedPermitAnswer, ...]


class TaskOfCaseAnswer(Answer):
    """A human step of the case."""

    task_id: str
    kind: str
    item_codes: tuple[str, ...]
    departments: tuple[str, ...]
    status: str
    assignee: str | None
    outcome: str | None
    decided_by: str | None
    decided_at: datetime | None


class ApplicationAnswer(Answer):
    """One application with everything its reader may see."""

    case_id: str
    case_number: str
    scheme: str
    status: str
    ending: str | None
    channel: str
    business_name: str
    district: str
    uscc: str | None
    received_at: datetime | None
    accepted_at: datetime | None
    sequence: int
    lanes: tuple[LaneAnswer, ...]
    debts: tuple[DebtAnswer, ...]
    correction: CorrectionAnswer | None
    visit: VisitAnswer | None
    tasks: tuple[TaskOfCaseAnswer, ...]
    licence: LicenceOfCaseAnswer | None


class ApplicationEntry(Answer):
    """One application in a list."""

    case_id: str
    case_number: str
    scheme: str
    status: str
    ending: str | None
    district: str
    departments: tuple[str, ...]
    received_at: datetime
    last_at: datetime


class ActedAnswer(Answer):
    """An accepted act: up to where the case's record goes now."""

    case_id: str
    sequence: int
    at: datetime


class TimelineEntry(Answer):
    """One recorded event: what, who, when, on which legal basis."""

    sequence: int
    at: datetime
    kind: str
    label: LabelAnswer
    actor_role: str
    actor: str = Field(description="Opaque subject; empty for those who may not see it.")
    department: str | None
    cause: str
    legal_basis: str
    facts: dict[str, object]
    hash: str


class CorrectionInput(Body):
    """The answer to the correction notice."""

    papers: Annotated[tuple[PaperInput, ...], Field(max_length=300)] = ()
    form: Annotated[dict[Code, OptionalText], Field(max_length=200)] = {}  # noqa: RUF012  # pydantic copies


class PaymentInput(Body):
    """The deferred paper."""

    document_id: Code


class WithdrawalInput(Body):
    """Items to withdraw; none means the whole application."""

    items: Annotated[tuple[Code, ...], Field(max_length=40)] = ()


class RectificationInput(Body):
    """The failed points are put right; photographs and papers may be added."""

    papers: Annotated[tuple[PaperInput, ...], Field(max_length=100)] = ()


class RescheduleInput(Body):
    """Why another slot is asked for."""

    reason: ShortText


class SuspensionInput(Body):
    """A procedure of Art. 45 with the time it needs, told in writing."""

    procedure: Code
    legal_basis: ShortText
    notice_document_id: Code
    until: date


class ExtensionInput(Body):
    """An extension by the right approver with the reasons told to the applicant (Art. 42)."""

    kind: Annotated[str, Field(pattern="^(statutory|promised|scheme|cap)$")]
    count: Annotated[int, Field(ge=1, le=60)]
    unit: Annotated[str, Field(pattern="^(working_days|calendar_days|months|years)$")]
    approver: Code
    legal_basis: ShortText
    reasons: Text


class ReasonInput(Body):
    """A reason resting on a condition or paper of the item."""

    code: Code
    text: Text


class GapInput(Body):
    """What is missing."""

    item_code: Code
    code: Code
    reason: Text


class FindingInput(Body):
    """What was found for a checklist point."""

    point_code: Code
    department: Code
    passed: bool
    note: OptionalText = ""


class CompletionInput(Body):
    """How a task is completed; which parts are needed follows from its kind and the outcome."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"outcome": "grant"},
                {
                    "outcome": "refuse",
                    "reasons": [{"code": "raw_and_cooked_apart", "text": "未分开"}],
                },
            ]
        }
    )

    outcome: TaskOutcome
    reasons: Annotated[tuple[ReasonInput, ...], Field(max_length=50)] = ()
    gaps: Annotated[tuple[GapInput, ...], Field(max_length=100)] = ()
    findings: Annotated[tuple[FindingInput, ...], Field(max_length=300)] = ()
    inspectors: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    cause_of_revocation: Annotated[str, Field(max_length=64)] = ""


class TaskEntry(Answer):
    """A task of the inbox, with whoever has claimed it."""

    task_id: str
    stream: str
    kind: str
    item_codes: tuple[str, ...]
    departments: tuple[str, ...]
    role: str
    district: str
    status: str
    light: str
    opened_at: datetime
    due_at: datetime | None
    assignee: str | None
    decided_by: str | None
    decided_at: datetime | None
    outcome: str | None
    claimed_by: str | None = None
    claimed_until: datetime | None = None


class ReassignmentInput(Body):
    """Who takes the task over."""

    assignee: Code


class ClaimAnswer(Answer):
    """The lease on a task; advisory: it spares double work and decides nothing."""

    task_id: str
    holder: str
    until: AwareDatetime
