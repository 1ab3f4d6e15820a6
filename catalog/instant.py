"""Quantified rules of instant approval, evaluated over answers and form (R71, ADR 6)."""

from collections.abc import Iterable, Mapping

from catalog.answers import completed
from catalog.expressions import Answer, holds
from catalog.questions import Question
from domain.catalogue import Item
from domain.item_terms import InstantFinding


def instant_findings(
    questions: tuple[Question, ...],
    items: Iterable[Item],
    *,
    form: Mapping[str, str],
    answers: Mapping[str, Answer],
) -> tuple[InstantFinding, ...]:
    """Give for every rule of the items whether it is met; a field left out is an empty text.

    Raises:
        Refused: an answer is unknown, of the wrong type, or outside its choices.
    """
    judged = tuple(item for item in items if item.instant_approval is not None)
    if not judged:
        return ()
    complete = completed(questions, answers)
    return tuple(finding for item in judged for finding in _of_item(item, form, complete))


def _of_item(
    item: Item, form: Mapping[str, str], answers: Mapping[str, Answer]
) -> tuple[InstantFinding, ...]:
    if item.instant_approval is None:
        return ()
    values: dict[str, Answer] = {field.code: form.get(field.code, "") for field in item.fields}
    scope: dict[str, Mapping[str, Answer]] = {"form": values, "answers": answers}
    return tuple(
        InstantFinding(item.code, rule.code, is_met=holds(rule.when, scope))
        for rule in item.instant_approval.rules
    )
