"""The questions of guidance that still matter, as they travel."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from api.schemas.base import Answer, Body, Code, LabelAnswer, example
from api.schemas.intake import Answers
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


class OpenQuestions(Answer):
    """What is to be asked next; complete means that guidance has all it needs."""

    catalogue_version: str
    complete: bool
    questions: tuple[OpenQuestionAnswer, ...]
