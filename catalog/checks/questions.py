"""Questions: each once, asked after what their conditions read."""

from collections.abc import Iterator

from catalog.answer_types import types_of_answers
from catalog.catalogue import Catalogue
from catalog.checks.common import of_expression, twice
from catalog.problems import Problem
from catalog.questions import Question


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    known: list[Question] = []
    for question in catalogue.questions:
        yield from _of_question(catalogue, question, tuple(known))
        known.append(question)
    yield from _of_contradictions(catalogue)


def _of_question(
    catalogue: Catalogue, question: Question, before: tuple[Question, ...]
) -> Iterator[Problem]:
    key = f"questions.{question.code}"
    name = catalogue.origins.get(key, "questions")
    yield from twice(name, f"{key}.choices", (choice.code for choice in question.choices))
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        yield Problem(name, f"{key}.minimum", "bounds", "lies above maximum")
    if question.asked_when:
        where = f"{key}.asked_when"
        yield from of_expression(name, where, question.asked_when, types_of_answers(before))


def _of_contradictions(catalogue: Catalogue) -> Iterator[Problem]:
    types = types_of_answers(catalogue.questions)
    for number, each in enumerate(catalogue.contradictions):
        name = catalogue.origins.get(f"contradictions.{number}", "questions")
        key = f"contradictions.{catalogue.origins.get(f'contradiction.{number}', str(number))}"
        yield from of_expression(name, f"{key}.when", each.when, types)
        for code in each.questions:
            if code not in types:
                text = f"there is no question {code}"
                yield Problem(name, f"{key}.questions", "question_unknown", text)
