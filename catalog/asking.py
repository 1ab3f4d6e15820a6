"""Which questions still matter: those that can still change a finding or a variant (R38)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod

from catalog.answers import still_usable
from catalog.candidates import candidates
from catalog.catalogue import NO_ANSWERS, Catalogue
from catalog.contradictions import refuse_contradictions
from catalog.expressions import Answer, variables
from catalog.questions import Question
from catalog.rules import rules_of
from catalog.schema import ItemVersion
from catalog.standing import Standing, standing_of
from catalog.unknowns import outlook
from domain.catalogue import Requirement, Scheme

_MOST_COMBINATIONS = 96
"""Beyond it every answer that may decide counts as one that does."""
_ROUTED = frozenset({Requirement.REQUIRED, Requirement.FILING_ONLY})


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that still matters, and the items it decides."""

    question: Question
    items: tuple[str, ...]


def open_questions(
    catalogue: Catalogue,
    *,
    scheme_code: str,
    on: date,
    answers: Mapping[str, Answer],
    item_codes: tuple[str, ...] = (),
    known: Mapping[str, Answer] = NO_ANSWERS,
) -> tuple[OpenQuestion, ...]:
    """Give what is to be asked next, in order; nothing when every finding is certain.

    ``known`` are answers from elsewhere (registry, earlier cases, certificates): nobody is asked
    for them again, an answer given goes before, and what is no answer any more is left out.

    Raises:
        Refused: the scheme or an item is unknown, an answer is unusable, or answers contradict.
    """
    scheme = catalogue.scheme(scheme_code)
    catalogue.questions_for(item_codes=item_codes)
    all_known = {**still_usable(catalogue.questions, known), **answers}
    standing = standing_of(catalogue.questions, all_known)
    refuse_contradictions(catalogue.contradictions, standing)
    return still_open(catalogue, scheme, on, standing, item_codes or catalogue.item_codes)


def still_open(
    catalogue: Catalogue,
    scheme: Scheme,
    on: date,
    standing: Standing,
    item_codes: Iterable[str],
) -> tuple[OpenQuestion, ...]:
    """Give the open questions of a standing, in the order of the catalogue."""
    decides: dict[str, list[str]] = {}
    for code in item_codes:
        version = catalogue.version_in_force(scheme.code, code, on)
        if version is not None:
            for name in _asked_first(_open_of(catalogue, scheme, version, standing), standing):
                decides.setdefault(name, []).append(code)
    return tuple(
        OpenQuestion(question, tuple(decides[question.code]))
        for question in catalogue.questions
        if question.code in decides
    )


def _asked_first(names_open: frozenset[str], standing: Standing) -> frozenset[str]:
    """Put what a waiting question waits for in its place, until nothing waits."""
    waiting = names_open & standing.waiting.keys()
    asked = names_open - waiting
    for name in waiting:
        asked |= _asked_first(standing.waiting[name], standing)
    return asked


def _open_of(
    catalogue: Catalogue, scheme: Scheme, version: ItemVersion, standing: Standing
) -> frozenset[str]:
    """Give the unknown answers that can change the item's first holding rule or its variant."""
    rules = rules_of(version, scheme)
    found = _first(tuple(rule.when for rule in rules), standing.known)
    if found.open:
        whens = tuple(rule.when for rule in rules[found.number :])
        return _deciding(catalogue, whens, found.open, standing)
    if rules[found.number].requirement not in _ROUTED:
        return frozenset()
    whens = (*(variant.when for variant in version.variants), "true")
    return _deciding(catalogue, whens, _first(whens, standing.known).open, standing)


@dataclass(frozen=True, slots=True)
class _First:
    """The first expression that is not certainly false, and what keeps the choice open."""

    number: int
    open: frozenset[str]


def _first(expressions: tuple[str, ...], known: Mapping[str, Answer]) -> _First:
    """Look for the first that holds; open is what all up to the first certain one leave open."""
    number, is_open = len(expressions), frozenset[str]()
    for place, expression in enumerate(expressions):
        found = outlook(expression, known)
        if found.value is False:
            continue
        number = min(number, place)
        if found.value:
            break
        is_open |= found.open
    return _First(number, is_open)


def _deciding(
    catalogue: Catalogue,
    expressions: tuple[str, ...],
    may_decide: frozenset[str],
    standing: Standing,
) -> frozenset[str]:
    """Leave out answers that change nothing whatever the others are, where that can be tried."""
    asked = [question for question in catalogue.questions if question.code in may_decide]
    tried: dict[str, tuple[Answer, ...]] = {}
    for question in asked:
        values = candidates(question, expressions, may_be_nothing=question.code in standing.waiting)
        if values is None:
            return may_decide
        tried[question.code] = values
    if not tried or prod(len(values) for values in tried.values()) > _MOST_COMBINATIONS:
        return may_decide
    return _changing(expressions, tried, standing.known)


def _changing(
    expressions: tuple[str, ...],
    values: Mapping[str, tuple[Answer, ...]],
    known: Mapping[str, Answer],
) -> frozenset[str]:
    """Give the answers of which one change alone can change which expression holds first."""
    codes = tuple(values)
    fixed = _read(expressions, known)
    found = {
        chosen: _holding(expressions, fixed | dict(zip(codes, chosen, strict=True)))
        for chosen in product(*values.values())
    }
    return frozenset(
        code
        for place, code in enumerate(codes)
        if any(
            len({found[(*chosen[:place], value, *chosen[place + 1 :])] for value in values[code]})
            > 1
            for chosen in found
            if chosen[place] == values[code][0]
        )
    )


def _read(expressions: tuple[str, ...], known: Mapping[str, Answer]) -> dict[str, Answer]:
    read = {name for expression in expressions for name in variables(expression)}
    return {name: known[name] for name in read if name in known}


def _holding(expressions: tuple[str, ...], answers: Mapping[str, Answer]) -> int:
    return next(n for n, each in enumerate(expressions) if outlook(each, answers).value)
