"""Business scope, ways, instant list and pushes as they travel."""

from datetime import date, datetime

from api.schemas.base import Answer, LabelAnswer


class ScopeEntryAnswer(Answer):
    """An entry of the scope catalogue with its line of the push list (R34)."""

    code: str
    label: LabelAnswer
    needs_permit: bool
    items: tuple[str, ...]
    departments: tuple[str, ...]
    source: str


class DepartmentToldAnswer(Answer):
    """A department that will be told of the registration; it starts nothing by itself (R114)."""

    department: str
    label: LabelAnswer
    scope_entries: tuple[str, ...]
    items: tuple[str, ...]


class ScopeOfNotice(Answer):
    """What follows from the chosen scope: permits to apply for, and who is told."""

    entries: tuple[ScopeEntryAnswer, ...]
    permits: tuple[str, ...]
    departments_told: tuple[DepartmentToldAnswer, ...]


class WayAnswer(Answer):
    """One way an item may go for this applicant: open, or closed for a reason."""

    route: str
    is_open: bool
    reason: str
    source: str


class ItemWaysAnswer(Answer):
    """Every way of an item, and the one it would go now."""

    item_code: str
    route: str
    reason: str
    source: str
    service_grade: str
    ways: tuple[WayAnswer, ...]


class WaysAnswer(Answer):
    """The ways of a draft's items with the credit standing they rest on."""

    credit_as_of: date
    credit_version: str
    excluded_by_credit: bool
    service_grade: str
    items: tuple[ItemWaysAnswer, ...]


class CommitmentDocumentsAnswer(Answer):
    """Where 告知书 and 承诺书 are fetched; the letter is what the applicant signs."""

    item_code: str
    covers: str | None
    number: str
    notice_document_id: str
    notice_sha256: str
    letter_document_id: str
    letter_sha256: str


class InstantRuleAnswer(Answer):
    """A quantified rule; all of an item's must hold."""

    code: str
    label: LabelAnswer
    when: str
    source: str


class InstantItemAnswer(Answer):
    """An item of the published list of instant approval (智能审批, R72)."""

    item_code: str
    label: LabelAnswer
    department: str
    published_on: date
    source: str
    rules: tuple[InstantRuleAnswer, ...]
    sampling_percent: int
    sampling_source: str


class PushAttemptAnswer(Answer):
    """One attempt to deliver."""

    at: datetime
    outcome: str
    reason: str


class PushResultAnswer(Answer):
    """What the department has fed back."""

    outcome: str
    note: str
    at: datetime
    received_at: datetime


class PushAnswer(Answer):
    """A registration on its way to a department's system, with its delivery log."""

    push_id: str
    department: str
    system: str
    scope_entries: tuple[str, ...]
    items: tuple[str, ...]
    created_at: datetime
    status: str
    attempts: tuple[PushAttemptAnswer, ...]
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    results: tuple[PushResultAnswer, ...]


class PushResultTaken(Answer):
    """What became of a fed-back result."""

    taken: bool
    repeated: bool = False
