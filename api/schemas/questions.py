"""The questions of guidance that still matter, as they travel."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from api.schemas.base import Answer, Body, Code, LabelAnswer, example
from api.schemas.guidance import Uscc
from api.schemas.intake import Answers, GivenAnswer
from api.schemas.messages import QuestionAnswer


class QuestionsRequest(Body):
    """What is wanted and what is known; neither theme nor items means everything."""

    model_config = example(
        {
            "scheme": "zhongshan",
            "theme": "open_supermarket",
            "answers": {"has_licence": False, "business_format": "supermarket"},
        }
    )

    scheme: Code
    theme: Code | None = None
    items: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    answers: Answers = {}  # noqa: RUF012  # pydantic copies defaults
    known: Answers = Field(
        default={},
        description="Answers known from elsewhere; those that are answers no more are left out.",
    )

    uscc: Uscc | None = Field(
        default=None,
        description="Of a business that exists: what its registration, its certificates and, with "
        "a token, the applicant's last case for it answer is not asked.",
    )

    @model_validator(mode="after")
    def _wants_one_thing(self) -> Self:
        if self.theme is not None and self.items:
            raise ValueError("name a theme or items, not both")
        return self


class DecidedItem(Answer):
    """An item that a question can decide."""

    code: str
    label: LabelAnswer


class OpenQuestionAnswer(QuestionAnswer):
    """A question that still matters, and why: the items it can decide."""

    why: tuple[DecidedItem, ...]


class KnownAnswerTold(Answer):
    """An answer that is known already: hand it on to guidance unless it is no longer right."""

    value: GivenAnswer
    source: str
    reference: str


class OpenQuestions(Answer):
    """What is to be asked next; complete means that guidance has all it needs.

    ``known`` are answers from elsewhere that were not given in the request.
    """

    catalogue_version: str
    complete: bool
    known: dict[str, KnownAnswerTold]
    questions: tuple[OpenQuestionAnswer, ...]
