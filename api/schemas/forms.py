"""The one form, prefilled values and the burden of asking, as they travel."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from api.schemas.base import Answer, Body, Code, LabelAnswer, example
from api.schemas.guidance import ANSWERS_EXAMPLE, Uscc
from api.schemas.intake import Answers, FieldAnswer, Sharing
from domain.burden import Burden
from domain.prefill import KnownValue


class FormRequest(Body):
    """Which items' form; with a token or a business's code it comes with what is known."""

    model_config = example(
        {"scheme": "zhongshan", "items": ["BL-00", "B1-02"], "answers": ANSWERS_EXAMPLE}
    )

    scheme: Code
    items: Annotated[tuple[Code, ...], Field(min_length=1, max_length=40)]
    answers: Answers = {}  # noqa: RUF012  # pydantic copies defaults
    uscc: Uscc | None = None


class FieldNeedAnswer(Answer):
    """An item that asks for the field, and why."""

    item_code: str
    label: LabelAnswer
    source: str
    required: bool


class NeededFieldAnswer(FieldAnswer):
    """One field of the one form, with everybody who needs it."""

    needed_by: tuple[FieldNeedAnswer, ...]


class KnownValueAnswer(Answer):
    """A value that is known already; it counts only once the applicant has confirmed it."""

    value: str
    source: str = Field(description="registry, certificate, uploaded or earlier_case")
    date: date
    reference: str
    confirmed_at: datetime | None = None

    @classmethod
    def of(cls, known: KnownValue) -> "KnownValueAnswer":
        return cls(
            value=known.value,
            source=known.origin.value,
            date=known.as_of,
            reference=known.reference,
            confirmed_at=known.confirmed_at,
        )


class KnownPaperAnswer(Answer):
    """How it stands with a paper before anybody has asked for it."""

    paper_code: str
    standing: str = Field(
        description=(
            "handed_in, held (from an earlier case), uploaded, shareable (nobody asked yet), "
            "found, pending (its source does not answer) or to_bring"
        )
    )
    sharing: Sharing | None = None
    document_id: str | None = None
    as_of: date | None = None


class LoadAnswer(Answer):
    """Fields and papers."""

    fields: int
    papers: int


class BurdenAnswer(Answer):
    """What is asked together, beside what the items would ask one by one; nobody's target."""

    together: LoadAnswer
    separately: LoadAnswer
    prefilled: int
    prefilled_share: float
    papers_shared: int = Field(description="Papers not asked thanks to data sharing.")

    @classmethod
    def of(cls, burden: Burden) -> "BurdenAnswer":
        return cls(
            together=LoadAnswer(fields=burden.together.fields, papers=burden.together.papers),
            separately=LoadAnswer(fields=burden.separately.fields, papers=burden.separately.papers),
            prefilled=burden.prefilled,
            prefilled_share=burden.prefilled_share,
            papers_shared=burden.papers_shared,
        )


class FormAnswer(Answer):
    """The one form of the chosen items, with the schema that a portal checks against."""

    scheme: str
    catalogue_version: str
    fields: tuple[NeededFieldAnswer, ...]
    json_schema: dict[str, Any]
    prefilled: dict[str, KnownValueAnswer]
    pending: tuple[str, ...] = Field(description="Sources that did not answer: ask again later.")
    papers: tuple[KnownPaperAnswer, ...]
    burden: BurdenAnswer


class BurdenStatistic(Answer):
    """What the cases of a scheme asked of their applicants, on average; it has no target (R159)."""

    scheme: str
    cases: int
    fields: float
    papers: float
    separate_fields: float
    separate_papers: float
    prefilled_share: float
    papers_shared: float
