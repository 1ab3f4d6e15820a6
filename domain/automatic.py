"""Lanes that no person decides: filing, commitment, instant, and a system's own word."""

from domain import events as happened
from domain.blockers import decision_blockers
from domain.case import Case, Lane
from domain.commands import CreditFetched, DecideAutomatically
from domain.commitments import CREDIT_FLAG_FOUND
from domain.credit import is_excluded
from domain.draft import Draft
from domain.granting import grant
from domain.reviewing import follow_report, open_review
from domain.routes import Route
from domain.statuses import LaneStatus
from domain.visiting import call_for_visit

_AUTOMATIC = frozenset({Route.FILING, Route.COMMITMENT, Route.INSTANT})
_CREDIT_CHECKED = frozenset({Route.COMMITMENT, Route.INSTANT})


def is_ripe(case: Case, lane: Lane) -> bool:
    """Whether the lane can be decided now without a person."""
    waits = lane.status in {LaneStatus.ACCEPTED, LaneStatus.IN_REVIEW}
    by_system = lane.route is Route.REVIEW and lane.department_outcome == "granted"
    automatic = lane.route in _AUTOMATIC
    return waits and (automatic or by_system) and not decision_blockers(case, lane.item_code)


def decide_automatically(draft: Draft, command: DecideAutomatically) -> None:
    """File at once; sign a credit-checked grant, which waits for the look-up (R59, R74)."""
    lane = draft.case.the_lane(command.item_code)
    if not is_ripe(draft.case, lane):
        return
    if lane.route in _CREDIT_CHECKED:
        draft.add(happened.DecisionSigned(command.item_code))
    elif lane.route is Route.FILING:
        grant(draft, command.item_code)
    else:
        follow_report(draft, command.item_code)


def decide_credit(draft: Draft, command: CreditFetched) -> None:
    """Grant what was signed; a flag found now moves the lane to review and refuses nothing."""
    lane = draft.case.the_lane(command.item_code)
    if lane.status is not LaneStatus.DECISION_SIGNED:
        return
    if not is_excluded(command.standing):
        grant(draft, command.item_code)
        return
    draft.add(happened.LaneRerouted(command.item_code, Route.REVIEW, CREDIT_FLAG_FOUND))
    open_review(draft, command.item_code)
    call_for_visit(draft)
