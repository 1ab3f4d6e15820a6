"""Guidance and its one-time notice 一次性告知 as they travel."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from api.schemas.base import Answer, Body, Code, LabelAnswer, example, without_nul
from api.schemas.intake import (
    Answers,
    ConditionAnswer,
    FieldAnswer,
    LimitAnswer,
    PaperAnswer,
    ScopeCodes,
    Sharing,
)
from api.schemas.scope import ScopeOfNotice

Uscc = Annotated[str, Field(max_length=18), AfterValidator(without_nul)]
ANSWERS_EXAMPLE: dict[str, object] = {
    "has_licence": False,
    "business_format": "supermarket",
    "premises_place": "ordinary",
    "floor_area": 420,
    "specialities": [],
    "sells_prepackaged_food": True,
    "prepares_food": True,
    "food_counter_separate": True,
    "sells_tobacco": True,
}


class GuidanceRequest(Body):
    """What the business is and does, asked by theme, by a menu of items, or about everything."""

    model_config = example(
        {"scheme": "zhongshan", "theme": "open_supermarket", "answers": ANSWERS_EXAMPLE}
    )

    scheme: Code
    theme: Code | None = None
    items: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    answers: Answers = {}  # noqa: RUF012  # pydantic copies defaults
    scope: ScopeCodes = ()
    uscc: Uscc | None = Field(
        default=None, description="A business that exists: its permits are looked up, not asked."
    )

    @model_validator(mode="after")
    def _wants_one_thing(self) -> Self:
        if self.theme is not None and self.items:
            raise ValueError("name a theme or items, not both")
        return self


class CitedLabel(Answer):
    """Something told with its source: a note, a ground to refuse, a point of the visit."""

    code: str
    label: LabelAnswer
    source: str


class PrerequisiteAnswer(CitedLabel):
    """A permit that must be held first; ``tolerated`` says that it may follow (容缺, R54)."""

    tolerated: bool
    sharing: Sharing | None = None


class ValidityAnswer(Answer):
    """How long the permit lasts (null: without a term), and when its renewal is asked for."""

    term: LimitAnswer | None
    renewal_opens_before: LimitAnswer | None
    renewal_closes_before: LimitAnswer | None
    source: str


class FeeAnswer(Answer):
    """What it costs: nothing, unless a law says so (行政许可法 58)."""

    charged: bool
    label: LabelAnswer
    source: str


class ItemNotice(Answer):
    """Everything told about one item (一次性告知); of one that is not needed, only why."""

    code: str
    label: LabelAnswer
    department: str
    department_label: LabelAnswer
    level: str
    section: str
    requirement: str
    rule: str
    source: str
    answers_used: tuple[str, ...]
    reason: LabelAnswer
    instead: LabelAnswer | None
    route: str | None
    route_reason: str | None
    mode: str
    mode_source: str
    basis: tuple[str, ...]
    variant: CitedLabel | None
    notes: tuple[CitedLabel, ...]
    site_check: str
    commitment_optional: bool
    quantity_limited: bool
    conditions: tuple[ConditionAnswer, ...]
    papers: tuple[PaperAnswer, ...]
    checklist: tuple[CitedLabel, ...]
    limits: tuple[LimitAnswer, ...]
    fees: FeeAnswer
    prerequisites: tuple[str, ...]
    permits_first: tuple[PrerequisiteAnswer, ...]
    refusal_grounds: tuple[CitedLabel, ...]
    validity: LimitAnswer | None
    validity_and_renewal: ValidityAnswer
    service_grade: str | None = Field(
        default=None, description="fast 快办 or good 好办; null when nothing is applied for."
    )


class RemedyAnswer(Answer):
    """A remedy against a decision."""

    code: str
    label: LabelAnswer
    body: LabelAnswer | None = None
    source: str


class AnsweredQuestion(Answer):
    """An answer on which the notice rests, in words."""

    code: str
    label: LabelAnswer
    answer: LabelAnswer


class NoticeContent(Answer):
    """What a notice says to everybody who gives the same answers."""

    scheme: str
    scheme_label: LabelAnswer
    authority: LabelAnswer
    catalogue_version: str
    on: date
    answered: tuple[AnsweredQuestion, ...]
    items: tuple[ItemNotice, ...]
    form: tuple[FieldAnswer, ...]
    remedies: tuple[RemedyAnswer, ...]
    finality: LabelAnswer
    service_grade: str | None = None
    scope: ScopeOfNotice | None = None


class GuidanceNotice(NoticeContent):
    """The one-time notice for all items together, under the number it can be had again by."""

    notice_id: str
    content_hash: str = Field(
        description="Equal for equal needs, by theme or by menu: SHA-256 of what is needed."
    )
    given_at: datetime
    links: dict[str, str]
