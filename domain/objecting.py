"""Disagreement with a request (异议): the reviewer answers it, one time for each request."""

from domain import review_events as reviewed
from domain.actors import Actor, Role
from domain.case import Case
from domain.conflicts import may_handle
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.party import already_closed
from domain.requesting import may_supplement, nothing_requested
from domain.review_commands import AnswerObjection, ObjectToRequest

RULE = "行政许可法 7"
"""The applicant's right to state and to defend (陈述权、申辩权)."""


def may_object(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why the applicant cannot object to a request of the item now, or None."""
    refusal = may_supplement(case, actor, item_code)
    if refusal:
        return refusal
    request = case.the_lane(item_code).supplement
    if request is not None and (request.objection or request.was_upheld):
        return Refused(
            "objected_before",
            "This request was objected to before; the supervisor can be asked to decide.",
            rule=RULE,
            field="item_code",
        )
    return None


def decide_object(draft: Draft, command: ObjectToRequest) -> None:
    """Bring the objection before the reviewer; the request does not lapse meanwhile."""
    refusal = may_object(draft.case, command.actor, command.item_code)
    if refusal:
        raise refusal
    check_reasoned(command.reasons)
    draft.add(reviewed.RequestObjected(command.item_code, command.reasons))


def may_answer_objection(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why the actor cannot answer an objection of the item, or None."""
    if case.is_closed:
        return already_closed(case)
    lane = case.lane(item_code)
    if lane is None or lane.supplement is None:
        return nothing_requested(item_code)
    department = case.item(item_code).department.code
    if actor.role is not Role.REVIEWER or not actor.acts_for(department):
        return Refused(
            "not_your_department",
            f"The request is one of {department}.",
            rule="R67",
            kind=ErrorKind.FORBIDDEN,
        )
    if not lane.supplement.objection:
        return Refused(
            "nothing_objected", f"Nobody objects to the request for {item_code}.", rule=RULE
        )
    return may_handle(case, actor.subject, (item_code,))


def decide_answer(draft: Draft, command: AnswerObjection) -> None:
    """Uphold the request, which is then due after a period of its own again, or drop it."""
    refusal = may_answer_objection(draft.case, command.actor, command.item_code)
    if refusal:
        raise refusal
    check_reasoned(command.reasons)
    due_on = draft.after(draft.case.slice.scheme.times.supplement) if command.upholds else None
    draft.add(
        reviewed.ObjectionAnswered(command.item_code, command.upholds, command.reasons, due_on)
    )


def check_reasoned(reasons: str) -> None:
    """Refuse what is said without reasons."""
    if not reasons.strip():
        raise Refused(
            "reasons_missing",
            "Say why, in words.",
            rule=RULE,
            field="reasons",
            kind=ErrorKind.INVALID,
        )
