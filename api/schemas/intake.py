"""Guidance, drafts and documents as they travel."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationInfo,
    field_validator,
)

from api.schemas.base import (
    Answer,
    Body,
    Code,
    LabelAnswer,
    OptionalText,
    ShortText,
    Text,
    example,
    without_nul,
)

_LARGEST = 1e15
GivenNumber = Annotated[StrictInt | StrictFloat, Field(ge=-_LARGEST, le=_LARGEST)]
GivenText = Annotated[StrictStr, Field(max_length=200), AfterValidator(without_nul)]
GivenCodes = Annotated[tuple[GivenText, ...], Field(max_length=100)]
GivenAnswer = StrictBool | GivenNumber | GivenText | GivenCodes
Answers = Annotated[dict[Code, GivenAnswer], Field(max_length=500)]


Sharing = Literal["found", "pending", "not_found"]
"""A source that is down makes a paper pending, not missing (R47)."""


ScopeCodes = Annotated[tuple[Code, ...], Field(max_length=100)]
"""Entries of the scope catalogue, by code."""


class LimitAnswer(Answer):
    """A period; never a bare number of days."""

    kind: str
    count: int
    unit: str
    source: str


class PaperAnswer(Answer):
    """A paper of the notice: what it is, and whether the applicant need bring it at all."""

    code: str
    label: LabelAnswer
    paper_class: str
    source: str
    shared: bool = Field(description="Fetched by data sharing; need not be brought.")
    held: bool = Field(description="Handed in by this applicant in an earlier case.")
    held_document_id: str | None = None
    sharing: Sharing | None = Field(
        default=None, description="What shared data said; null when nobody was asked about it."
    )
    replaceable_by_commitment: bool
    deferral: LimitAnswer | None = None


class ConditionAnswer(Answer):
    """A condition that must be met, without catch-all wording."""

    code: str
    dimension: str
    label: LabelAnswer
    source: str
    replaceable_by_commitment: bool


class FieldAnswer(Answer):
    """One field of the one form."""

    code: str
    label: LabelAnswer
    kind: str
    required: bool
    choices: tuple[str, ...]
    max_length: int
    source: str


class BusinessInput(Body):
    """The business; one that is only now being registered has no code yet.

    A draft may leave name and district of a business to the registry, which knows it by its code.
    """

    uscc: Annotated[str, Field(max_length=18), AfterValidator(without_nul)] | None = None
    name: ShortText | None = Field(default=None, validate_default=True)
    district: Code | None = Field(default=None, validate_default=True)

    @field_validator("name", "district")
    @classmethod
    def _is_known_by_its_code(cls, given: str | None, info: ValidationInfo) -> str | None:
        if given is None and not info.data.get("uscc"):
            raise ValueError("only a business with a code may leave this to the registry")
        return given


class PaperInput(Body):
    """An uploaded document handed in as a paper."""

    paper_code: Code
    document_id: Code


class CommitmentInput(Body):
    """A signed 告知承诺书 for an item, or for the one paper or condition it ``covers``."""

    item_code: Code
    document_id: Code
    signature: Text
    covers: Code | None = None


class PledgeInput(Body):
    """The written choice to hand in a deferrable paper later (容缺受理承诺书)."""

    paper_code: Code
    document_id: Code


class DraftContent(Body):
    """An application in the making; everything may be filled in later but the scheme."""

    model_config = example(
        {
            "scheme": "zhongshan",
            "items": ["BL-00", "B1-08"],
            "answers": {"business_format": "supermarket", "has_licence": False},
            "business": {"name": "中山市石岐区晨光超市", "district": "442000"},
            "form": {"contact_phone": "076088880000"},
            "papers": [],
        }
    )

    scheme: Code
    items: Annotated[tuple[Code, ...], Field(max_length=40)] = ()
    answers: Answers = {}  # noqa: RUF012  # pydantic copies defaults
    business: BusinessInput | None = None
    form: Annotated[dict[Code, OptionalText], Field(max_length=200)] = {}  # noqa: RUF012  # as above
    papers: Annotated[tuple[PaperInput, ...], Field(max_length=300)] = ()
    commitments: Annotated[tuple[CommitmentInput, ...], Field(max_length=100)] = ()
    pledges: Annotated[tuple[PledgeInput, ...], Field(max_length=100)] = ()
    declined_commitment: Annotated[tuple[Code, ...], Field(max_length=40)] = ()
    handling_person: Code | None = None
    on_behalf_of: Code | None = Field(
        default=None, description="The applicant's subject, when a window clerk applies for it."
    )
    agent: Code | None = None
    traditional: StrictBool = Field(
        default=False, description="The traditional way: every item is an application of its own."
    )
    scope: ScopeCodes = ()
    confirmed: Annotated[tuple[Code, ...], Field(max_length=200)] = Field(
        default=(),
        description="Fields whose prefilled value is right; only in a draft that showed them.",
    )

    @property
    def confirmed_fields(self) -> tuple[str, ...]:
        """The fields by code, whether they are named like in the form or in a problem."""
        return tuple(code.removeprefix("form.") for code in self.confirmed)


class FaultAnswer(Answer):
    """What is wrong with one field."""

    field: str
    code: str
    message: str
    rule: str


class Receipt(Answer):
    """The dated, sealed receipt of a submission; the seal is checkable with the public keys."""

    case_id: str
    case_number: str
    received_at: datetime
    counted_from: datetime | None = Field(
        default=None,
        description="From when it counts as received; later for what came outside office hours.",
    )
    sequence: int
    seal: str = ""
    links: dict[str, str]
    separate: tuple["SeparateReceipt", ...] = Field(
        default=(), description="On the traditional way: the receipts of all cases, item by item."
    )


class SeparateReceipt(Answer):
    """The receipt of one item's own case."""

    item_code: str
    case_id: str
    case_number: str
    received_at: datetime
    sequence: int
    seal: str


class DocumentAnswer(Answer):
    """An uploaded document."""

    document_id: str
    paper_code: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    facts: dict[str, str] | None = Field(
        default=None, description="What was read from the paper, by the codes of form fields."
    )
