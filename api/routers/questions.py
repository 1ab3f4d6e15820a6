"""Which questions of guidance still matter, given the answers so far (R38)."""

from datetime import UTC, datetime

from fastapi import APIRouter

from api.dependencies import ResourcesDependency
from api.schemas.base import LabelAnswer
from api.schemas.questions import (
    DecidedItem,
    OpenQuestionAnswer,
    OpenQuestions,
    QuestionsRequest,
)
from api.texts import question_answer
from catalog.asking import OpenQuestion, open_questions
from catalog.catalogue import Catalogue
from domain.calendar import local_date

router = APIRouter(tags=["guidance"])


@router.post("/guidance/questions")
async def ask_on(request: QuestionsRequest, resources: ResourcesDependency) -> OpenQuestions:
    """Give the questions that can still change a finding, in order; open to everybody.

    Ask again with every answer: what it decides is not asked any more. When it is complete,
    guidance has all it needs.
    """
    catalogue = resources.catalogue
    codes = catalogue.items_of_theme(request.theme) if request.theme else request.items
    found = open_questions(
        catalogue,
        scheme_code=request.scheme,
        on=local_date(datetime.now(UTC)),
        answers=request.answers,
        item_codes=codes,
        known=request.known,
    )
    return OpenQuestions(
        catalogue_version=catalogue.version,
        complete=not found,
        questions=tuple(_open(catalogue, each) for each in found),
    )


def _open(catalogue: Catalogue, found: OpenQuestion) -> OpenQuestionAnswer:
    return OpenQuestionAnswer(
        **question_answer(found.question).model_dump(),
        why=tuple(
            DecidedItem(code=code, label=LabelAnswer.of(catalogue.items[code].label))
            for code in found.items
        ),
    )
