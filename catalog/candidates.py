"""Values that stand for all a question could be answered with, as far as expressions can tell.

Two answers that no comparison tells apart are one candidate: of numbers those at, between and
around the literals they are compared with, of texts the literals and one other, of several
choices the members that are asked for.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from math import inf, isfinite

from catalog.answers import default_answers
from catalog.expressions import Answer
from catalog.language import Comparison, Literal, Name, Node, Several, children, tree
from catalog.questions import Question

_MOST_MEMBERS = 4
_NO_LITERAL = "\x00"
"""A text that no rule compares with."""


def candidates(
    question: Question, expressions: Iterable[str], *, may_be_nothing: bool
) -> tuple[Answer, ...] | None:
    """Give the values; None when they cannot be told.

    ``may_be_nothing`` says that the question may not be asked at all, which counts as nothing.
    """
    values = _values(question, expressions)
    if values is None or not may_be_nothing:
        return values
    nothing = default_answers((question,))[question.code]
    return values if nothing in values else (nothing, *values)


def _values(question: Question, expressions: Iterable[str]) -> tuple[Answer, ...] | None:
    nodes = [tree(expression) for expression in expressions]
    match question.kind:
        case "boolean":
            return (False, True)
        case "choice":
            return tuple(choice.code for choice in question.choices)
        case _:
            pass
    compared = [each for node in nodes for each in _compared_with(node, question.code)]
    if None in compared:
        return None
    literals = {each for each in compared if each is not None}
    if question.kind == "number":
        return tuple(_possible(question, sorted({float(each) for each in literals})))
    texts = sorted(str(each) for each in literals)
    if question.kind == "text":
        return ("", *texts, _NO_LITERAL)
    return _subsets(texts)


def _subsets(members: list[str]) -> tuple[Answer, ...] | None:
    if len(members) > _MOST_MEMBERS:
        return None
    sizes = range(len(members) + 1)
    return tuple(chosen for size in sizes for chosen in combinations(members, size))


def _possible(question: Question, literals: list[float]) -> Iterator[float]:
    """Give the numbers within the question's bounds, and the bounds themselves."""
    low = -inf if question.minimum is None else question.minimum
    high = inf if question.maximum is None else question.maximum
    bounds = [each for each in (low, high) if isfinite(each)]
    for number in sorted({*bounds, *_around(literals)}):
        if low <= number <= high:
            yield number


def _around(literals: list[float]) -> Iterator[float]:
    if not literals:
        yield 0.0
        return
    yield literals[0] - 1
    yield from literals
    yield from ((low + high) / 2 for low, high in pairwise(literals))
    yield literals[-1] + 1


def _compared_with(node: Node, code: str) -> Iterator[str | float | None]:
    """Give the literals the answer is compared with; None for anything that is no literal."""
    if isinstance(node, Name):
        if node.name == code:
            yield None
        return
    if isinstance(node, Comparison) and (others := _others(node, code)) is not None:
        for other in others:
            yield other.value if isinstance(other, Literal) else None
        return
    for child in children(node):
        yield from _compared_with(child, code)


def _others(node: Comparison, code: str) -> tuple[Node, ...] | None:
    """What stands on the other side of the answer; None when the answer is on neither."""
    for own, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(own, Name) and own.name == code:
            return other.members if isinstance(other, Several) else (other,)
    return None
