"""Applications, lanes and what can be done with them, as they travel."""

from datetime import date, datetime
from typing import Any

from pydantic import AwareDatetime, Field

from api.schemas.base import Answer, LabelAnswer
from api.schemas.forms import BurdenAnswer


class ConfirmedAnswer(Answer):
    """A prefilled field that the applicant confirmed, and where its value came from."""

    field: str
    source: str
    date: date
    reference: str
    confirmed_at: datetime


class GapAnswer(Answer):
    """What is missing: a paper or a field of an item."""

    item_code: str
    code: str
    reason: str
    wants: str | None = None


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


class PredecessorAnswer(Answer):
    """How far an item is that must precede; ``held`` and ``missing`` lie outside the case."""

    item_code: str
    label: LabelAnswer | None
    department: str
    status: str
    light: str
    accepted_at: datetime | None
    decided_at: datetime | None
    due_at: datetime | None


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
    place_reference: str | None
    recommended: str | None
    preceding: tuple[PredecessorAnswer, ...]
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


class ConclusionAnswer(Answer):
    """What a department concludes for its items; ``passed`` is null while one is open."""

    department: str
    item_codes: tuple[str, ...]
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
    limit: datetime | None = None
    reschedulable_until: datetime | None = None
    conclusions: tuple[ConclusionAnswer, ...] = ()
    records: tuple[str, ...] = ()
    """Ids of the records filed from devices so far."""


class PackageAnswer(Answer):
    """A visit to take along: signed, readable as ``content``, with the key for its records."""

    package: str
    record_key: str
    """Hexadecimal key with which records are signed as compact JWS (HS256)."""
    algorithm: str
    content: dict[str, Any]


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
    counted_from: datetime | None
    accepted_at: datetime | None
    sequence: int
    lanes: tuple[LaneAnswer, ...]
    debts: tuple[DebtAnswer, ...]
    correction: CorrectionAnswer | None
    visit: VisitAnswer | None
    visits: tuple[VisitAnswer, ...]
    tasks: tuple[TaskOfCaseAnswer, ...]
    licence: LicenceOfCaseAnswer | None
    burden: BurdenAnswer | None = None
    confirmed: tuple[ConfirmedAnswer, ...] = ()
    service_grade: str = Field(description="fast 快办 or good 好办, by the routes really taken.")
    traditional: bool
    linked_cases: tuple[str, ...]
    scope: tuple[str, ...]


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
    delegate: str | None = None


class ClaimAnswer(Answer):
    """The lease on a task; advisory: it spares double work and decides nothing."""

    task_id: str
    holder: str
    until: AwareDatetime
