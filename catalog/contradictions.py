"""Answers that cannot be true together, as the files of questions declare them."""

from collections.abc import Iterable

from catalog.questions import Contradiction
from catalog.standing import Standing
from catalog.unknowns import outlook
from domain.errors import ErrorKind, Refused


def refuse_contradictions(declared: Iterable[Contradiction], standing: Standing) -> None:
    """Say no to answers that certainly contradict each other; unknown ones may still fit.

    Raises:
        Refused: naming the fields of all answers concerned.
    """
    for each in declared:
        if outlook(each.when, standing.known).value:
            raise _refused(each, standing)


def _refused(declared: Contradiction, standing: Standing) -> Refused:
    given = [code for code in declared.questions if code in standing.given]
    fields = tuple(f"answers.{code}" for code in given or declared.questions)
    return Refused(
        "answers_contradict",
        f"{declared.message_zh} {declared.message_en}",
        rule=declared.source,
        field=fields[0],
        also=fields[1:],
        kind=ErrorKind.INVALID,
    )
