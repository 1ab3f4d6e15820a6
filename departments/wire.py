"""The bodies that departments' systems send us, checked before anything of them is believed."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from departments.protocol import (
    CreditStanding,
    DepartmentReport,
    DocumentReference,
    InspectorSlot,
    ReportOutcome,
    ReportReason,
    SharedCertificate,
    SharedRegistration,
)

# NUL cannot be stored by Postgres, so a text with one would fail for ever after it was taken.
_WITHOUT_NUL = r"^[^\x00]*$"

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:/-]+$", max_length=200)]
Text = Annotated[str, StringConstraints(pattern=_WITHOUT_NUL, min_length=1, max_length=2000)]

Facts = Annotated[dict[Code, Text], Field(max_length=100)]
"""Data of a certificate or registration by the codes of the form's fields."""


class Body(BaseModel):
    """Base of all bodies: unknown fields are refused where we are called."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ReasonBody(Body):
    """A reason of a report."""

    code: Code
    text: Text


class ReportBody(Body):
    """A report of a system on one case."""

    dispatch_key: Code
    sequence: Annotated[int, Field(strict=True, ge=1, le=2_147_483_647)]
    outcome: ReportOutcome
    at: AwareDatetime
    reasons: Annotated[tuple[ReasonBody, ...], Field(max_length=50)] = ()
    facts: Annotated[dict[Code, Text], Field(max_length=50, default_factory=dict)]

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome.needs_reasons and not self.reasons:
            raise ValueError(f"{self.outcome} needs at least one reason")
        return self

    def to_report(self) -> DepartmentReport:
        return DepartmentReport(
            dispatch_key=self.dispatch_key,
            sequence=self.sequence,
            outcome=self.outcome,
            at=self.at,
            reasons=tuple(ReportReason(reason.code, reason.text) for reason in self.reasons),
            facts=tuple(sorted(self.facts.items())),
        )


class CallbackBody(ReportBody):
    """A report that comes by callback; a repeated delivery repeats its ``message_id``."""

    message_id: Code


class PushResultBody(Body):
    """What a department found when it supervised a business it was told of (R114)."""

    message_id: Code
    outcome: Literal["noted", "in_order", "guided", "operates_without_permit", "not_operating"]
    note: Annotated[str, StringConstraints(pattern=_WITHOUT_NUL, max_length=500)] = ""
    at: AwareDatetime


class ReceiptBody(Body):
    """The receipt of a case."""

    reference: Code
    received_at: AwareDatetime


class CaseAnswer(Body):
    """Answer to a submitted case; a system that answers at once adds its report."""

    receipt: ReceiptBody
    report: ReportBody | None = None


class StatusAnswer(Body):
    """Answer to a poll; no report when the system has nothing to say yet."""

    report: ReportBody | None


class DocumentBody(Body):
    """Where a certificate's file can be fetched."""

    document_id: Code
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Text
    url: Text

    def to_reference(self) -> DocumentReference:
        return DocumentReference(self.document_id, self.sha256, self.media_type, self.url)


class CertificateBody(Body):
    """An e-certificate."""

    holder: Code
    certificate_type: Code
    number: Text
    issued_by: Text
    issued_on: date
    valid_until: date | None
    status: Code
    document: DocumentBody
    facts: Facts = {}  # pydantic copies defaults

    def to_certificate(self) -> SharedCertificate:
        return SharedCertificate(
            holder=self.holder,
            certificate_type=self.certificate_type,
            number=self.number,
            issued_by=self.issued_by,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            status=self.status,
            document=self.document.to_reference(),
            facts=tuple(sorted(self.facts.items())),
        )


class CertificateAnswer(Body):
    """Answer to the question for a certificate."""

    certificate: CertificateBody | None


class RegistrationBody(Body):
    """An entry of the business registry."""

    uscc: Code
    name: Text
    district: Text
    status: Code
    registered_on: date
    scope_entries: tuple[Text, ...] = ()
    facts: Facts = {}  # pydantic copies defaults

    def to_registration(self) -> SharedRegistration:
        return SharedRegistration(
            self.uscc,
            self.name,
            self.district,
            self.status,
            self.registered_on,
            self.scope_entries,
            tuple(sorted(self.facts.items())),
        )


class RegistrationAnswer(Body):
    """Answer to the question for a business."""

    registration: RegistrationBody | None


class CreditBody(Body):
    """The credit standing of a subject."""

    subject: Code
    grade: Code
    flags: tuple[Code, ...]
    as_of: date
    source_version: Code

    def to_standing(self) -> CreditStanding:
        return CreditStanding(self.subject, self.grade, self.flags, self.as_of, self.source_version)


class CreditAnswer(Body):
    """Answer to the question for a standing: a credit source always has one."""

    standing: CreditBody


class SlotBody(Body):
    """A free half-day of an inspector."""

    inspector: Code
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("a slot ends after its start")
        return self

    def to_slot(self, department: str) -> InspectorSlot:
        return InspectorSlot(self.inspector, department, self.starts_at, self.ends_at)


class SlotsAnswer(Body):
    """Answer to the question for availability."""

    slots: Annotated[tuple[SlotBody, ...], Field(max_length=10_000)]
