"""The rules' expression language (CEL): which answers an expression reads, and whether it holds."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import cel

Answer = bool | str | int | float | Sequence[str]
"""A sequence is the answer to a question of kind multiple: codes of its choices."""
Scope = Mapping[str, Answer | Mapping[str, Answer]]
"""What an expression reads: answers by code, or groups of them (``form``, ``answers``)."""


class ExpressionError(Exception):
    """The expression cannot be parsed or does not give true or false."""


@lru_cache(maxsize=2048)
def variables(expression: str) -> tuple[str, ...]:
    """Give the answers the expression reads, sorted.

    Raises:
        ExpressionError: it cannot be parsed.
    """
    return tuple(_compiled(expression).variables())


def holds(expression: str, answers: Scope) -> bool:
    """Evaluate the expression over the answers.

    Raises:
        ExpressionError: it cannot be parsed, reads what is not there, or gives no truth value.
    """
    read = {code: answers[code] for code in variables(expression) if code in answers}
    try:
        found = _compiled(expression).execute(_for_evaluation(read))
    except (TypeError, RuntimeError, ValueError) as error:
        raise ExpressionError(" ".join(str(error).split())) from error
    if not isinstance(found, bool):
        raise ExpressionError(f"gives {type(found).__name__}, not true or false")
    return found


def _for_evaluation(answers: Scope) -> dict[str, object]:
    return {code: _value(answer) for code, answer in answers.items()}


def _value(answer: Answer | Mapping[str, Answer]) -> object:
    """CEL knows lists, no tuples."""
    if isinstance(answer, Mapping):
        return _for_evaluation(answer)
    return list(answer) if isinstance(answer, tuple) else answer


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> cel.Program:
    try:
        return cel.compile(expression)
    except ValueError as error:
        raise ExpressionError(str(error).splitlines()[0]) from error
