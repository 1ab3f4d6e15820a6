"""What the simulated systems take and give; strict, so that they notice when we send nonsense."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]

Facts = Annotated[dict[Key, Key], Field(max_length=100)]


class Body(BaseModel):
    """Base of all bodies."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Body):
    """A paper of a case."""

    document_id: Key
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Key
    url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=4000)]


class SubmittedCase(Body):
    """A case as it is sent to a department."""

    dispatch_key: Key
    case_number: Key
    item_code: Key
    department: Key
    level: Key
    fields: dict[str, str]
    documents: tuple[Document, ...]
    callback_url: Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2000)]

    def fingerprint(self) -> str:
        """Everything that makes the case; addresses may be authorised anew when it is resent."""
        return self.model_dump_json(
            exclude={"callback_url": True, "documents": {"__all__": {"url"}}}
        )


class Receipt(Body):
    """The receipt of a case."""

    reference: str
    received_at: datetime


class Reason(Body):
    """A reason of a report."""

    code: Key
    text: Annotated[str, StringConstraints(max_length=2000)]


class Report(Body):
    """What a system says of a case."""

    dispatch_key: str
    sequence: int
    outcome: str
    at: datetime
    reasons: tuple[Reason, ...] = ()
    facts: dict[str, str] = Field(default_factory=dict)


class CaseTaken(Body):
    """Answer to a submitted case."""

    receipt: Receipt
    report: Report | None = None


class CaseStatus(Body):
    """Answer to a poll."""

    report: Report | None


class Withdrawal(Body):
    """The case ended without the system's doing."""

    reason: Key


class Registration(Body):
    """An entry of the business registry."""

    uscc: Key
    name: Key
    district: Key
    status: Key = "in_business"
    registered_on: date
    scope_entries: tuple[Key, ...] = ()
    facts: Facts = {}  # pydantic copies defaults


class PushedRegistration(Body):
    """A registration told to a department."""

    uscc: Key
    name: Key
    district: Key
    registered_on: date
    scope_entries: tuple[Key, ...]
    item_codes: tuple[Key, ...]


class Certificate(Body):
    """An e-certificate to be found by sharing; its file is made by the simulator."""

    holder: Key
    certificate_type: Key
    number: Key
    issued_by: Key
    issued_on: date
    valid_until: date | None = None
    status: Key = "valid"
    facts: Facts = {}  # pydantic copies defaults


class Credit(Body):
    """The credit standing of a subject."""

    subject: Key
    grade: Key = "A"
    flags: tuple[Key, ...] = ()
    as_of: date = Field(default_factory=lambda: datetime.now(UTC).date())
    source_version: Key = "simulated-1"


class Slot(Body):
    """A free half-day of an inspector."""

    inspector: Key
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class Availability(Body):
    """Replaces the usual availability of a department's inspectors."""

    department: Key
    slots: tuple[Slot, ...]


class CertificateQuestion(Body):
    """Whose certificate of which type."""

    holder: Key
    certificate_type: Key


class CreditQuestion(Body):
    """Whose credit."""

    subject: Key
