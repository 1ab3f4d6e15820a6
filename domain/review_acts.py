"""Acts between those who review an application, its applicant and the supervisor."""

from typing import assert_never

from domain import review_commands as in_review
from domain.conflicts import decide_exclude
from domain.disputing import decide_raise, decide_rule
from domain.draft import Draft
from domain.objecting import decide_answer, decide_object


def decide_review_act(draft: Draft, command: in_review.ReviewCommand) -> None:
    """Decide an objection, a dispute or a recusal; each belongs to its own module."""
    match command:
        case in_review.ObjectToRequest():
            decide_object(draft, command)
        case in_review.AnswerObjection():
            decide_answer(draft, command)
        case in_review.RaiseDispute():
            decide_raise(draft, command)
        case in_review.DecideDispute():
            decide_rule(draft, command)
        case in_review.ExcludeOfficial():
            decide_exclude(draft, command)
        case _:
            assert_never(command)
