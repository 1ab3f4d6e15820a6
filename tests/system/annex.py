"""What a business answers that needs one item of the catalogue: one set of answers an item."""

from catalog.answers import default_answers
from catalog.catalogue import Catalogue
from catalog.expressions import Answer
from catalog.questions import Question
from domain.catalogue import Requirement
from tests.catalog import market_cases, society, trades

NEEDED = {Requirement.REQUIRED, Requirement.FILING_ONLY}
TRADITIONAL_SHOP: dict[str, Answer] = {"has_licence": True, "business_format": "supermarket"}


def answers_that_need(catalogue: Catalogue, item_code: str) -> dict[str, Answer]:
    """Give answers to every question; those that are not asked then are passed over."""
    plain = default_answers(catalogue.questions)
    usual = {question.code: _usual(question, plain) for question in catalogue.questions}
    return {**usual, **TRADITIONAL_SHOP, **_of_tables()[item_code]}


def _usual(question: Question, plain: dict[str, Answer]) -> Answer:
    if question.kind == "choice":
        return question.choices[0].code
    return question.minimum or 1 if question.kind == "number" else plain[question.code]


def _of_tables() -> dict[str, dict[str, Answer]]:
    """Give the first row for each item that finds it needed, from the tables of the trades."""
    rows = [
        *((each.item, each.answers(), each.requirement) for each in market_cases.CASES.values()),
        *((each.item, each.answers, each.requirement) for each in society.CASES),
        *((each.item, each.answers, each.finding) for each in trades.CASES),
    ]
    found: dict[str, dict[str, Answer]] = {}
    for item_code, answers, requirement in rows:
        if requirement in NEEDED:
            found.setdefault(item_code, dict(answers))
    return found
