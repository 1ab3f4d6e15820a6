"""The applicant's answers, checked against the questions before any rule reads them."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from catalog.expressions import Answer, holds
from catalog.questions import Question
from domain.errors import ErrorKind, Refused

_MAX_TEXT = 200
_CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
"""Only what looks like a code is repeated in an error; other keys might hold anything."""
_TYPES: Mapping[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "choice": (str,),
    "multiple": (list, tuple),
    "text": (str,),
    "number": (int, float),
}
_NOTHING: Mapping[str, Answer] = {
    "boolean": False,
    "choice": "",
    "multiple": (),
    "text": "",
    "number": 0,
}


def default_answers(questions: Iterable[Question]) -> dict[str, Answer]:
    """Answers that stand for questions not asked: no, zero, nothing."""
    return {question.code: _NOTHING[question.kind] for question in questions}


def completed(questions: tuple[Question, ...], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Give an answer for every question: the one given, or no, zero, nothing.

    An answer to a question that is not asked after all counts as not given.

    Raises:
        Refused: an answer is unknown, of the wrong type, or outside the choices or bounds.
    """
    usable = checked_answers(questions, answers)
    complete = default_answers(questions)
    for question in questions:
        is_asked = not question.asked_when or holds(question.asked_when, complete)
        if is_asked and question.code in usable:
            complete[question.code] = usable[question.code]
    return complete


def checked_answers(
    questions: tuple[Question, ...], answers: Mapping[str, Answer]
) -> dict[str, Answer]:
    """Give the answers, each of its question's kind, lists in the order of the choices.

    Raises:
        Refused: an answer is unknown, of the wrong type, or outside the choices or bounds; the
            field is ``answers.<code>``.
    """
    _check_known(questions, answers)
    usable: dict[str, Answer] = {}
    for question in questions:
        given = answers.get(question.code)
        if given is not None:
            _check(question, given)
            usable[question.code] = _in_order(question, given)
    return usable


def still_usable(questions: tuple[Question, ...], known: Mapping[str, Answer]) -> dict[str, Answer]:
    """Give those answers from elsewhere that today's questions allow."""
    usable: dict[str, Answer] = {}
    for question in questions:
        given = known.get(question.code)
        if given is not None:
            with suppress(Refused):
                usable |= checked_answers((question,), {question.code: given})
    return usable


def answer_missing(question: Question) -> Refused:
    """Say that a question that still matters has no answer."""
    return _refused("answer_missing", "This question must be answered.", question)


def _check_known(questions: tuple[Question, ...], answers: Mapping[str, Answer]) -> None:
    known = {question.code for question in questions}
    for code in answers:
        if code not in known:
            raise Refused(
                "question_unknown",
                "There is no such question.",
                rule="R38",
                field=f"answers.{code}" if _CODE.fullmatch(code) else "answers",
                kind=ErrorKind.INVALID,
            )


def _check(question: Question, given: Answer) -> None:
    # A truth value is an int to Python, but no number to a person.
    is_number_by_accident = question.kind == "number" and isinstance(given, bool)
    if is_number_by_accident or not isinstance(given, _TYPES[question.kind]):
        raise _refused("answer_type", f"The answer must be of kind {question.kind}.", question)
    if isinstance(given, str):
        _check_text(question, given)
    elif isinstance(given, Sequence):
        _check_several(question, given)
    elif not isinstance(given, bool):
        _check_number(question, given)


def _check_several(question: Question, given: Sequence[str]) -> None:
    known = [choice.code for choice in question.choices]
    if any(not isinstance(each, str) for each in given):
        raise _refused("answer_type", "The answer must be a list of codes.", question)
    if any(each not in known for each in given):
        text = f"Each of the list must be one of: {', '.join(known)}."
        raise _refused("answer_not_a_choice", text, question)
    if len(set(given)) != len(given):
        raise _refused("answer_named_twice", "Name each choice once.", question)


def _in_order(question: Question, given: Answer) -> Answer:
    """Give a list in the order of its choices, so that equal answers are equal values."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        return given
    return tuple(choice.code for choice in question.choices if choice.code in given)


def _check_text(question: Question, given: str) -> None:
    if question.kind == "choice" and given not in {choice.code for choice in question.choices}:
        choices = ", ".join(choice.code for choice in question.choices)
        raise _refused("answer_not_a_choice", f"The answer must be one of: {choices}.", question)
    if len(given) > _MAX_TEXT:
        raise _refused("answer_too_long", f"At most {_MAX_TEXT} characters.", question)


def _check_number(question: Question, given: float) -> None:
    low = -math.inf if question.minimum is None else question.minimum
    high = math.inf if question.maximum is None else question.maximum
    if not math.isfinite(given) or not low <= given <= high:
        raise _refused(
            "answer_out_of_range", f"The answer must lie between {low} and {high}.", question
        )


def _refused(reason: str, message: str, question: Question) -> Refused:
    return Refused(
        reason,
        message,
        rule=question.source,
        field=f"answers.{question.code}",
        kind=ErrorKind.INVALID,
    )
