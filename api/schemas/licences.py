"""Licences and permits as they travel."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StrictBool

from api.schemas.acts import ReasonInput
from api.schemas.base import Answer, Body, Code, Day, LabelAnswer, example
from api.schemas.intake import PaperInput


class PublicPermitAnswer(Answer):
    """A permit as anyone may see it."""

    number: str
    label: LabelAnswer
    department: LabelAnswer
    status: str
    status_label: LabelAnswer
    valid_from: date
    valid_until: date | None


class PublicLicenceAnswer(Answer):
    """Everything public under a licence code, as of an instant."""

    licence_code: str
    business_name: str
    uscc: str | None
    as_of: datetime
    permits: tuple[PublicPermitAnswer, ...]


class StatusList(Answer):
    """Permits that are not valid, signed, for offline checkers."""

    as_of: datetime
    statuses: dict[str, str]
    token: str


class PermitAnswer(Answer):
    """A permit with the life it has led."""

    permit_id: str
    number: str
    item_code: str
    label: LabelAnswer
    department: str
    status: str
    stage: str
    licence_code: str
    valid_from: date
    valid_until: date | None
    verification_due_on: date | None
    rectification_due_on: date | None = None
    failed_points: tuple[str, ...] = ()
    hearing_until: date | None = None
    doorstep_visit: str | None = None
    doorstep_visit_due_on: date | None = None
    cause_of_revocation: str | None = None
    bar_until: date | None = None
    compensation_owed: bool | None = None
    remedies: tuple[str, ...] = ()
    sequence: int
    tasks: tuple[str, ...] = ()


class LicenceAnswer(Answer):
    """The licence of a business as its holder sees it."""

    licence_code: str
    version: int
    business_name: str
    uscc: str | None
    issued_at: datetime
    permits: tuple[PublicPermitAnswer, ...]
    links: dict[str, str]


class RevocationInput(Body):
    """A proposal to revoke a permit, told to its holder with the reasons."""

    model_config = example(
        {
            "cause": "false_commitment",
            "reasons": [{"code": "raw_and_cooked_apart", "text": "现场与承诺不符"}],
            "hearing_until": "2026-12-18",
        }
    )

    cause: Annotated[
        str, Field(pattern="^(fraud|false_commitment|commitment_unmet|authority_error)$")
    ]
    reasons: Annotated[tuple[ReasonInput, ...], Field(min_length=1, max_length=20)]
    hearing_until: Day | None = None


class HearingInput(Body):
    """The signed record of a hearing."""

    model_config = example(
        {"chair": "chair-of-the-hearing", "record_document_id": "5b1f0a7cf0a94c0d8f3e2b6f6f6c9f11"}
    )

    chair: Code
    record_document_id: Code
    holder_attended: StrictBool = True


class PermitRectificationInput(Body):
    """The failed points are put right."""

    model_config = example(
        {
            "papers": [
                {
                    "paper_code": "food_premises_layout",
                    "document_id": "5b1f0a7cf0a94c0d8f3e2b6f6f6c9f11",
                }
            ]
        }
    )

    papers: Annotated[tuple[PaperInput, ...], Field(max_length=100)] = ()
