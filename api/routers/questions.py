"""Which questions of guidance still matter, given the answers so far (R38)."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Header

from api.authentication import applicant_of
from api.dependencies import ResourcesDependency
from api.known_answers import KnownAnswer, known_answers
from api.resources import Resources
from api.schemas.base import LabelAnswer
from api.schemas.questions import (
    DecidedItem,
    KnownAnswerTold,
    OpenQuestionAnswer,
    OpenQuestions,
    QuestionsRequest,
)
from api.shared_papers import check_holder
from api.texts import question_answer
from catalog.asking import OpenQuestion, open_questions
from catalog.catalogue import Catalogue
from domain.calendar import local_date

router = APIRouter(tags=["guidance"])


@router.post("/guidance/questions")
async def ask_on(
    request: QuestionsRequest,
    resources: ResourcesDependency,
    authorization: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> OpenQuestions:
    """Give the questions that can still change a finding, in order; open to everybody.

    Ask again with every answer: what it decides is not asked any more. When it is complete,
    guidance has all it needs.
    """
    check_holder(request.uscc)
    catalogue, now = resources.catalogue, datetime.now(UTC)
    known = await _known(resources, request, authorization, now)
    codes = catalogue.items_of_theme(request.theme) if request.theme else request.items
    found = open_questions(
        catalogue,
        scheme_code=request.scheme,
        on=local_date(now),
        answers=request.answers,
        item_codes=codes,
        known={code: each.value for code, each in known.items()} | request.known,
    )
    return OpenQuestions(
        catalogue_version=catalogue.version,
        complete=not found,
        known={
            code: KnownAnswerTold(
                value=each.value, source=each.origin.value, reference=each.reference
            )
            for code, each in known.items()
            if code not in {*request.answers, *request.known}
        },
        questions=tuple(_open(catalogue, each) for each in found),
    )


async def _known(
    resources: Resources, request: QuestionsRequest, authorization: str | None, now: datetime
) -> dict[str, KnownAnswer]:
    if request.uscc is None:
        return {}
    subject = await applicant_of(resources.verifier, authorization)
    found = await known_answers(resources, uscc=request.uscc, subject=subject, now=now)
    asked = {question.code for question in resources.catalogue.questions}
    return {code: each for code, each in found.items() if code in asked}


def _open(catalogue: Catalogue, found: OpenQuestion) -> OpenQuestionAnswer:
    return OpenQuestionAnswer(
        **question_answer(found.question).model_dump(),
        why=tuple(
            DecidedItem(code=code, label=LabelAnswer.of(catalogue.items[code].label))
            for code in found.items
        ),
    )
