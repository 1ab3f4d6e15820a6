"""Expressions over answers that are partly unknown: true, false, or not known yet.

An unknown part is short-circuited where the other part decides, so that nobody is asked for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.expressions import Answer, holds, variables
from catalog.language import Conditional, Literal, Logic, Name, Negation, Node, names, tree

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an expression gives, None while unknown, and the unknown answers that may decide it."""

    value: bool | None
    open: frozenset[str] = _NOBODY


_TRUE, _FALSE = Outlook(value=True), Outlook(value=False)


def outlook(expression: str, known: Mapping[str, Answer]) -> Outlook:
    """Evaluate over the known answers; every other name counts as unknown."""
    if all(name in known for name in variables(expression)):
        return Outlook(holds(expression, known))
    return _of(tree(expression), known)


def _of(node: Node, known: Mapping[str, Answer]) -> Outlook:
    match node:
        case Literal(value=bool(value)):
            return _TRUE if value else _FALSE
        case Negation(operand=operand):
            inner = _of(operand, known)
            return Outlook(None if inner.value is None else not inner.value, inner.open)
        case Logic():
            return _of_logic(node, known)
        case Conditional():
            return _of_conditional(node, known)
        case Name(name=name) if name not in known:
            return Outlook(None, frozenset({name}))
        case _:
            return _of_whole(node, known)


def _of_logic(node: Logic, known: Mapping[str, Answer]) -> Outlook:
    """One false part decides ``&&``, one true part ``||``; then nothing else matters."""
    decides = node.sign == "||"
    left = _of(node.left, known)
    if left.value is decides:
        return left
    right = _of(node.right, known)
    if right.value is decides or left.value is not None:
        return right
    return left if right.value is not None else Outlook(None, left.open | right.open)


def _of_conditional(node: Conditional, known: Mapping[str, Answer]) -> Outlook:
    condition = _of(node.condition, known)
    if condition.value is not None:
        return _of(node.then if condition.value else node.otherwise, known)
    then, otherwise = _of(node.then, known), _of(node.otherwise, known)
    if then.value is not None and then.value is otherwise.value:
        return then
    return Outlook(None, condition.open | then.open | otherwise.open)


def _of_whole(node: Node, known: Mapping[str, Answer]) -> Outlook:
    """A comparison is evaluated by the CEL library, once everything in it is known."""
    unknown = frozenset(name for name in names(node) if name not in known)
    return Outlook(None, unknown) if unknown else Outlook(holds(node.text, known))
