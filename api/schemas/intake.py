"""Guidance, drafts and documents as they travel."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StrictStr

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


class GuidanceRequest(Body):
    """What the business is and does."""

    model_config = example(
        {
            "scheme": "zhongshan",
            "theme": "open_supermarket",
            "answers": {
                "has_licence": False,
                "business_format": "supermarket",
                "premises_place": "ordinary",
                "floor_area": 420,
                "specialities": [],
                "sells_prepackaged_food": True,
                "prepares_food": True,
                "food_counter_separate": True,
                "sells_tobacco": True,
            },
        }
    )

    scheme: Code
    theme: Code | None = None
    answers: Answers = {}  # noqa: RUF012  # pydantic copies defaults


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


class ItemNotice(Answer):
    """Everything told about one item (一次性告知)."""

    code: str
    label: LabelAnswer
    department: str
    department_label: LabelAnswer
    requirement: str
    rule: str
    source: str
    answers_used: tuple[str, ...]
    reason: LabelAnswer
    instead: LabelAnswer | None
    route: str | None
    route_reason: str | None
    basis: tuple[str, ...]
    site_check: str
    commitment_optional: bool
    quantity_limited: bool
    conditions: tuple[ConditionAnswer, ...]
    papers: tuple[PaperAnswer, ...]
    limits: tuple[LimitAnswer, ...]
    prerequisites: tuple[str, ...]
    validity: LimitAnswer | None


class RemedyAnswer(Answer):
    """A remedy against a decision."""

    code: str
    body: LabelAnswer | None = None
    source: str


class GuidanceNotice(Answer):
    """The one-time notice for all items together."""

    scheme: str
    scheme_label: LabelAnswer
    catalogue_version: str
    on: date
    items: tuple[ItemNotice, ...]
    form: tuple[FieldAnswer, ...]
    remedies: tuple[RemedyAnswer, ...]


class BusinessInput(Body):
    """The business; one that is only now being registered has no code yet."""

    name: ShortText
    district: Code
    uscc: Annotated[str, Field(max_length=18), AfterValidator(without_nul)] | None = None


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
    traditional: StrictBool = False


class DraftAnswer(Answer):
    """A stored draft, with everything that still keeps it from being submitted."""

    draft_id: str
    content: DraftContent
    case_id: str | None
    updated_at: datetime
    faults: tuple["FaultAnswer", ...]


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


class DocumentAnswer(Answer):
    """An uploaded document."""

    document_id: str
    paper_code: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
