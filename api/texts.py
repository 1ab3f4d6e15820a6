"""Catalogue values as answers."""

from api.schemas.base import LabelAnswer
from api.schemas.intake import (
    ConditionAnswer,
    FieldAnswer,
    LimitAnswer,
    PaperAnswer,
)
from api.schemas.messages import ChoiceAnswer, QuestionAnswer
from catalog.questions import Question
from domain.catalogue import Condition, FormField, Paper, PaperClass
from domain.clock import Limit


def limit_answer(limit: Limit) -> LimitAnswer:
    return LimitAnswer(
        kind=limit.kind.value, count=limit.count, unit=limit.unit.value, source=limit.source
    )


def paper_answer(paper: Paper, held: dict[str, str]) -> PaperAnswer:
    """Describe a paper; ``held`` maps paper codes to documents of the applicant's own."""
    return PaperAnswer(
        code=paper.code,
        label=LabelAnswer.of(paper.label),
        paper_class=paper.paper_class.value,
        source=paper.source,
        shared=paper.paper_class is PaperClass.SHAREABLE,
        held=paper.code in held,
        held_document_id=held.get(paper.code),
        replaceable_by_commitment=paper.replaceable_by_commitment,
        deferral=limit_answer(paper.deferral) if paper.deferral else None,
    )


def condition_answer(condition: Condition) -> ConditionAnswer:
    return ConditionAnswer(
        code=condition.code,
        dimension=condition.dimension.value,
        label=LabelAnswer.of(condition.label),
        source=condition.source,
        replaceable_by_commitment=condition.replaceable_by_commitment,
    )


def field_answer(field: FormField) -> FieldAnswer:
    return FieldAnswer(
        code=field.code,
        label=LabelAnswer.of(field.label),
        kind=field.kind,
        required=field.required,
        choices=field.choices,
        max_length=field.max_length,
        source=field.source,
    )


def question_answer(question: Question) -> QuestionAnswer:
    return QuestionAnswer(
        code=question.code,
        kind=question.kind,
        label=LabelAnswer.of(question.label),
        help=LabelAnswer.of(question.help) if question.help else None,
        choices=tuple(
            ChoiceAnswer(code=choice.code, label=LabelAnswer.of(choice.label))
            for choice in question.choices
        ),
        minimum=question.minimum,
        maximum=question.maximum,
        asked_when=question.asked_when,
        source=question.source,
    )
