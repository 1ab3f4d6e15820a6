"""Withdrawal by the applicant (撤回申请), of the whole application or of some items."""

from domain import events as happened
from domain.acceptance import drop_intake_checks, open_items, settle
from domain.actors import Actor
from domain.case import Case
from domain.commands import Withdraw
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.granting import withdraw
from domain.party import already_closed, may_speak_for_applicant, not_open_yet
from domain.statuses import CaseEnding, CaseStatus


def may_withdraw(case: Case, actor: Actor) -> Refused | None:
    """Say why nothing can be withdrawn now, or None; possible until the decision."""
    if case.status is CaseStatus.OPENED:
        return not_open_yet(case)
    if case.is_closed:
        return already_closed(case)
    refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if all(lane.status.is_decided for lane in case.lanes):
        return Refused(
            "already_decided", "Every item is decided; nothing is left to withdraw.", rule="R94"
        )
    return None


def decide_withdraw(draft: Draft, command: Withdraw) -> None:
    """Withdraw the named items, or all that are undecided."""
    refusal = may_withdraw(draft.case, command.actor)
    if refusal:
        raise refusal
    for item_code in command.item_codes:
        _check(draft.case, item_code)
    undecided = [lane.item_code for lane in draft.case.lanes if not lane.status.is_decided]
    for item_code in command.item_codes or undecided:
        if not draft.case.the_lane(item_code).status.is_decided:
            withdraw(draft, item_code)
    if draft.case.accepted_at is None:
        _settle_intake(draft)


def _settle_intake(draft: Draft) -> None:
    """Before acceptance: end with the last item, or go on with those that are left."""
    if all(lane.status.is_ended for lane in draft.case.lanes):
        drop_intake_checks(draft)
        draft.add(happened.CaseClosed(CaseEnding.WITHDRAWN))
    elif draft.case.status is CaseStatus.RECEIVED and draft.case.tasks and open_items(draft.case):
        settle(draft)


def _check(case: Case, item_code: str) -> None:
    lane = case.lane(item_code)
    if lane is None:
        raise Refused(
            "item_unknown",
            f"{item_code} is not part of this application.",
            rule="design §3",
            field="item_codes",
            kind=ErrorKind.INVALID,
        )
    if lane.status.is_decided:
        raise Refused(
            "already_decided",
            f"{item_code} is {lane.status}; it can no longer be withdrawn.",
            rule="design §3",
            field="item_codes",
        )
