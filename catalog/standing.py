"""How far answers go: what is known, what was really given, and what must wait for others."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.answers import checked_answers, default_answers
from catalog.expressions import Answer
from catalog.questions import Question
from catalog.unknowns import outlook


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the answers go: what is known, what may be asked now, and what must wait.

    ``known`` holds answers given and, for a question that is certainly not asked, its nothing.
    """

    known: Mapping[str, Answer]
    given: frozenset[str]
    waiting: Mapping[str, frozenset[str]]


def standing_of(questions: tuple[Question, ...], answers: Mapping[str, Answer]) -> Standing:
    """Sort the questions by what the answers so far say about them.

    Raises:
        Refused: an answer is unknown, of the wrong type, or outside the choices or bounds.
    """
    usable = checked_answers(questions, answers)
    nothing = default_answers(questions)
    known: dict[str, Answer] = {}
    given: set[str] = set()
    waiting: dict[str, frozenset[str]] = {}
    for question in questions:
        code = question.code
        arises = outlook(question.asked_when or "true", known)
        if arises.value is None:
            waiting[code] = arises.open
        elif not arises.value:
            known[code] = nothing[code]
        elif code in usable:
            known[code] = usable[code]
            given.add(code)
    return Standing(known, frozenset(given), waiting)
