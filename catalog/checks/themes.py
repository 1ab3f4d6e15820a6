"""Themes: items and questions that exist, and every question that the items' rules read."""

from collections.abc import Iterator

from catalog.catalogue import Catalogue
from catalog.checks.common import twice
from catalog.problems import Problem
from catalog.questions import Theme


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    for theme in catalogue.themes.values():
        key = f"themes.{theme.code}"
        yield from _of_theme(catalogue, theme, catalogue.origins.get(key, "themes"), key)


def _of_theme(catalogue: Catalogue, theme: Theme, name: str, key: str) -> Iterator[Problem]:
    yield from twice(name, f"{key}.items", theme.items)
    asked = {question.code for question in catalogue.questions}
    unknown = [code for code in theme.items if code not in catalogue.items]
    for code in unknown:
        yield Problem(name, f"{key}.items.{code}", "item_unknown", f"there is no item {code}")
    for code in theme.questions:
        if code not in asked:
            text = f"there is no question {code}"
            yield Problem(name, f"{key}.questions.{code}", "question_unknown", text)
    if not unknown:
        for code in sorted(catalogue.read_for(theme.items) - set(theme.questions)):
            text = f"{code} is read by its items' rules"
            yield Problem(name, f"{key}.questions", "question_missing", text)
