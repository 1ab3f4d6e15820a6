"""What we and the departments' systems say to each other, whatever their style."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol


class ReportOutcome(StrEnum):
    """What a department's system says of a case it was sent."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    GRANTED = "granted"
    REFUSED = "refused"
    INFORMATION_NEEDED = "information_needed"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        """Whether the system has nothing more to say after this."""
        return self in {self.GRANTED, self.REFUSED, self.WITHDRAWN}

    @property
    def needs_reasons(self) -> bool:
        """Whether it says nothing without reasons (Art. 38 for refusals, Art. 32(4) for gaps)."""
        return self in {self.REFUSED, self.INFORMATION_NEEDED}


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A paper that its receiver fetches itself; ``url`` is pre-authorised and may expire."""

    document_id: str
    sha256: str
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class CaseDispatch:
    """One item's form data and papers on their way to the department that decides it (R61).

    ``dispatch_key`` is our opaque idempotency key: sending the same key again is harmless.
    ``level`` is municipal, provincial or delegated. Callbacks to ``callback_url`` carry the
    key too, so that one may arrive before the receipt is known.
    """

    dispatch_key: str
    case_number: str
    item_code: str
    department: str
    level: str
    fields: tuple[tuple[str, str], ...]
    documents: tuple[DocumentReference, ...]
    callback_url: str


@dataclass(frozen=True, slots=True)
class ReportReason:
    """A reason of the department: the code of a condition or paper, and words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class DepartmentReport:
    """What a system says of a case; a report with an older ``sequence`` is ignored by us.

    ``facts`` are named values such as the USCC that the registry has given.
    """

    dispatch_key: str
    sequence: int
    outcome: ReportOutcome
    at: datetime
    reasons: tuple[ReportReason, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DispatchReceipt:
    """The system has the papers under its own ``reference``.

    ``report`` is there when it answered at once; ``must_be_polled`` says that it will never
    tell by itself.
    """

    dispatch_key: str
    reference: str
    received_at: datetime
    report: DepartmentReport | None = None
    must_be_polled: bool = False


@dataclass(frozen=True, slots=True)
class RegistrationPush:
    """Registration data for the departments matched by business scope (R34, R113).

    ``push_key`` makes pushing twice harmless. It only informs: a department starts a permit
    or filing on the business's own application (R114).
    """

    push_key: str
    uscc: str
    name: str
    district: str
    registered_on: date
    scope_entries: tuple[str, ...]
    item_codes: tuple[str, ...]


class DepartmentSystem(Protocol):
    """One system of one department.

    Every method raises ``DepartmentRetriableError`` or ``DepartmentActionRequiredError`` and
    nothing else, and may be repeated without a second effect.
    """

    async def submit(self, dispatch: CaseDispatch) -> DispatchReceipt:
        """Send an item's papers."""
        ...

    async def status(self, dispatch_key: str) -> DepartmentReport | None:
        """Ask for the latest report; None when there is none or the system is never asked."""
        ...

    async def withdraw(self, dispatch_key: str, reason: str) -> None:
        """Tell that the case ended without the system's doing; ``reason`` is a stable code."""
        ...

    async def push_registration(self, push: RegistrationPush) -> None:
        """Tell of a newly registered business."""
        ...


@dataclass(frozen=True, slots=True)
class SharedCertificate:
    """An e-certificate found by data sharing, so that it need not be handed in.

    ``status`` is the source's word, ``valid`` for a certificate in force.
    """

    holder: str
    certificate_type: str
    number: str
    issued_by: str
    issued_on: date
    valid_until: date | None
    status: str
    document: DocumentReference
    facts: tuple[tuple[str, str], ...] = ()
    """Data fields of the certificate by the form's codes (GB/T 36903); may be personal."""


@dataclass(frozen=True, slots=True)
class SharedRegistration:
    """What the business registry says of a business."""

    uscc: str
    name: str
    district: str
    status: str
    registered_on: date
    scope_entries: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """Further published facts by the form's codes, such as the address."""


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """Credit of a firm or a handling person; every use keeps version and date (R59)."""

    subject: str
    grade: str
    flags: tuple[str, ...]
    as_of: date
    source_version: str


@dataclass(frozen=True, slots=True)
class InspectorSlot:
    """A free half-day of one inspector (opaque id) of a department."""

    inspector: str
    department: str
    starts_at: datetime
    ends_at: datetime


LONGEST_SLOT_QUERY = timedelta(days=62)
"""Assumption: sources answer for about two months at once, the reach of a visit's planning."""


class SharedDataSource(Protocol):
    """Data that other authorities hold already; raises the same two errors as a system."""

    async def fetch_certificate(
        self, holder: str, certificate_type: str
    ) -> SharedCertificate | None:
        """Find a holder's certificate; None when the source answered and has none."""
        ...

    async def fetch_registration(self, uscc: str) -> SharedRegistration | None:
        """Find a business by its unified social credit code."""
        ...

    async def fetch_credit(self, subject: str) -> CreditStanding:
        """Give the credit standing of a subject (firm or handling person) as it is now."""
        ...

    async def fetch_inspector_slots(
        self, department: str, district: str, from_date: date, to_date: date
    ) -> tuple[InspectorSlot, ...]:
        """Give the free half-days of a department's inspectors, both dates included."""
        ...
