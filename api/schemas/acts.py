"""What people do in a running case, as it is sent to us."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StrictBool, StrictInt, StringConstraints

from api.schemas.base import Body, Code, Day, OptionalText, ShortText, Text, example
from api.schemas.intake import PaperInput
from domain.case import Wanted
from domain.extending import Office
from domain.tasks import TaskOutcome

VisitCode = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}\.v[0-9]{1,4}$")]
Jws = Annotated[
    str,
    StringConstraints(
        pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$", max_length=2_000_000
    ),
]
"""A compact JWS."""
_PAPER = {"paper_code": "food_premises_layout", "document_id": "5b1f0a7cf0a94c0d8f3e2b6f6f6c9f11"}


class CorrectionInput(Body):
    """The answer to the correction notice."""

    model_config = example({"papers": [_PAPER], "form": {"contact_phone": "076088880000"}})

    papers: Annotated[tuple[PaperInput, ...], Field(max_length=300)] = ()
    form: Annotated[dict[Code, OptionalText], Field(max_length=200)] = {}  # noqa: RUF012  # pydantic copies


class SupplementInput(CorrectionInput):
    """The answer to a reviewer's request: papers, fields, and explanations by code."""

    model_config = example(
        {"papers": [_PAPER], "form": {"contact_phone": "076088880000"}},
        {"explanations": {"raw_and_cooked_apart": "生熟食分设两个操作间"}},
    )

    explanations: Annotated[dict[Code, Text], Field(max_length=100)] = {}  # noqa: RUF012  # pydantic copies


class PaymentInput(Body):
    """The deferred paper."""

    model_config = example({"document_id": _PAPER["document_id"]})

    document_id: Code


class WithdrawalInput(Body):
    """Items to withdraw; none means the whole application."""

    model_config = example({"items": ["B1-06"]}, {"items": []})

    items: Annotated[tuple[Code, ...], Field(max_length=40)] = ()


class RectificationInput(Body):
    """The failed points are put right; photographs and papers may be added."""

    model_config = example({"papers": [_PAPER]})

    papers: Annotated[tuple[PaperInput, ...], Field(max_length=100)] = ()
    visit_id: VisitCode | None = None
    """Needed only when several visits wait for it; the first is meant otherwise."""


class RescheduleInput(Body):
    """Why another slot is asked for."""

    model_config = example({"reason": "当日停水"})

    reason: ShortText


class CancellationInput(Body):
    """Why the appointment is called off."""

    model_config = example({"reason": "台风橙色预警"})

    reason: ShortText


class AbsenceInput(Body):
    """What was seen when nobody came."""

    model_config = example({"reason": "等候至下午五时，无人到场"}, {})

    reason: Annotated[OptionalText, Field(max_length=200)] = ""


class InspectorInput(Body):
    """Who comes, and for which department."""

    subject: Code
    department: Code


class AppointmentInput(Body):
    """When the visit takes place and who comes, as the departments have agreed."""

    model_config = example(
        {
            "starts_at": "2026-12-02T09:00:00+08:00",
            "ends_at": "2026-12-02T10:30:00+08:00",
            "inspectors": [
                {"subject": "inspector-1", "department": "health"},
                {"subject": "inspector-2", "department": "health"},
            ],
        }
    )

    starts_at: AwareDatetime
    ends_at: AwareDatetime
    inspectors: Annotated[tuple[InspectorInput, ...], Field(max_length=40)]


class SuspensionInput(Body):
    """A procedure of Art. 45 with the time it needs, told in writing.

    The notice is a document that the official has uploaded; the applicant can read it.
    """

    model_config = example(
        {
            "procedure": "expert_review",
            "legal_basis": "行政许可法 45",
            "notice_document_id": _PAPER["document_id"],
            "until": "2026-12-18",
        }
    )

    procedure: Code
    legal_basis: ShortText
    notice_document_id: Code
    until: Day


class ExtensionInput(Body):
    """An extension by the right approver with the reasons told to the applicant (Art. 42).

    A head approves by acting and names nobody; a supervisor names who approved, and may name the
    office: the head of the authority for an item's limits, of the government for joint handling.
    """

    model_config = example(
        {
            "kind": "statutory",
            "count": 10,
            "unit": "working_days",
            "approver": "head-of-office",
            "approver_office": "head_of_authority",
            "legal_basis": "行政许可法 42",
            "reasons": "案情复杂，经本机关负责人批准",
        }
    )

    kind: Annotated[str, Field(pattern="^(statutory|promised|scheme|cap)$")]
    count: Annotated[StrictInt, Field(ge=1, le=60)]
    unit: Annotated[str, Field(pattern="^(working_days|calendar_days|months|years)$")]
    approver: Code | None = None
    approver_office: Office | None = None
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
    wants: Wanted | None = None


class PhotoInput(Body):
    """An uploaded photograph with its hash, and when and where it was taken."""

    document_id: Code
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    taken_at: AwareDatetime
    latitude: Annotated[str, StringConstraints(pattern=r"^-?\d{1,2}(\.\d{1,8})?$")]
    longitude: Annotated[str, StringConstraints(pattern=r"^-?\d{1,3}(\.\d{1,8})?$")]


class FindingInput(Body):
    """What was found for a checklist point."""

    point_code: Code
    department: Code
    passed: StrictBool
    note: OptionalText = ""
    photos: Annotated[tuple[PhotoInput, ...], Field(max_length=20)] = ()


class VisitRecordInput(Body):
    """What an inspector's device has written down and signed, as the payload of its JWS."""

    record_id: Code
    recorded_at: AwareDatetime
    inspectors: Annotated[tuple[Code, ...], Field(max_length=20)]
    findings: Annotated[tuple[FindingInput, ...], Field(max_length=300)]
    absent_departments: Annotated[tuple[Code, ...], Field(max_length=20)] = ()


class SignedRecordInput(Body):
    """The package the record was made with, and the record signed with the package's key."""

    model_config = example({"package": "eyJhbGciOiJFZERTQSJ9.e30.c2ln", "record": "eyJ.e30.c2ln"})

    package: Jws
    record: Jws


class CompletionInput(Body):
    """How a task is completed; which parts are needed follows from its kind and the outcome."""

    model_config = example(
        {"outcome": "grant"},
        {"outcome": "refuse", "reasons": [{"code": "raw_and_cooked_apart", "text": "未分开"}]},
    )

    outcome: TaskOutcome
    reasons: Annotated[tuple[ReasonInput, ...], Field(max_length=50)] = ()
    gaps: Annotated[tuple[GapInput, ...], Field(max_length=100)] = ()
    findings: Annotated[tuple[FindingInput, ...], Field(max_length=300)] = ()
    inspectors: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    cause_of_revocation: Annotated[str, Field(pattern="^[a-z_]{0,64}$")] = ""
    absent_departments: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    hearing_record: Code | None = None
    """The document on which the decision rests, when there was a hearing."""


class ReassignmentInput(Body):
    """Who takes the task over."""

    model_config = example({"assignee": "reviewer-of-the-same-department"})

    assignee: Code
