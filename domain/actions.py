"""What an actor may do in a case now, with the reason why not: the validators' own functions."""

from dataclasses import dataclass
from datetime import datetime

from domain.actors import Actor
from domain.case import Case
from domain.completing import may_complete_here
from domain.conflicts import kept_from_business, may_exclude
from domain.correction import may_correct
from domain.deficiency import may_pay
from domain.dispute import DisputeAbout
from domain.disputing import may_decide_dispute, may_raise_dispute
from domain.errors import Refused
from domain.extending import may_extend
from domain.inspecting import may_report_rectification
from domain.item_hearings import (
    is_under_review,
    may_announce,
    may_record,
    may_request,
    may_tell_right,
)
from domain.objecting import may_answer_objection, may_object
from domain.requesting import may_supplement
from domain.site_visit import Visit
from domain.statuses import VisitStatus
from domain.supervising import may_supervise
from domain.suspending import SUSPENDABLE, may_keep_clock
from domain.tasks import outcomes_of
from domain.visit_changes import may_appoint, may_cancel, may_report_absence, may_reschedule
from domain.withdrawing import may_withdraw


@dataclass(frozen=True, slots=True)
class AllowedAction:
    """One action on one object: allowed, or refused with its stable reason and rule."""

    action: str
    concerns: str
    allowed: bool
    reason: str = ""
    message: str = ""
    rule: str = ""
    outcomes: tuple[str, ...] = ()


def allowed_actions(
    case: Case,
    actor: Actor,
    now: datetime,
    acting_for: tuple[str, ...] = (),
    *,
    is_kept_away: bool = False,
) -> tuple[AllowedAction, ...]:
    """Every action that exists in the case, each allowed or with the reason why not.

    ``acting_for`` are colleagues whom the actor stands in for by a delegation in force;
    ``is_kept_away`` says that he may handle no case of the business (回避).
    """
    return (
        say("correct_application", case.case_id, may_correct(case, actor)),
        *(
            say("provide_supplement", lane.item_code, may_supplement(case, actor, lane.item_code))
            for lane in case.lanes
        ),
        *(say("pay_debt", debt.debt_id, may_pay(case, actor, debt)) for debt in case.debts),
        say("withdraw", case.case_id, may_withdraw(case, actor)),
        say("report_rectification", case.case_id, may_report_rectification(case, actor)),
        say("reschedule_visit", case.case_id, may_reschedule(case, actor, now)),
        *(action for visit in case.visits for action in _visit(case, visit, actor, now)),
        *(action for lane in case.lanes for action in _hearing(case, lane.item_code, actor)),
        *_about_requests(case, actor),
        *_about_disputes(case, actor),
        *_tasks(case, actor, acting_for, is_kept_away=is_kept_away),
        say("exclude_official", case.case_id, may_exclude(case, actor)),
        say("supervise", case.case_id, may_supervise(case, actor)),
        *_clocks(case, actor),
    )


def _clocks(case: Case, actor: Actor) -> tuple[AllowedAction, ...]:
    """Suspending and extending, for each clock that the law lets be moved and that runs."""
    movable = (
        ledger
        for ledger in case.clocks
        if ledger.clock_id.kind in SUSPENDABLE and ledger.stopped_at is None
    )
    return tuple(
        say(action, f"{ledger.clock_id.kind}/{ledger.clock_id.subject}", refusal)
        for ledger in movable
        for action, refusal in (
            ("suspend_clock", may_keep_clock(case, actor, ledger.clock_id)),
            ("extend_limit", may_extend(case, actor, ledger.clock_id)),
        )
    )


def _hearing(case: Case, item_code: str, actor: Actor) -> tuple[AllowedAction, ...]:
    """What can be done about a hearing while the item is under review."""
    if not is_under_review(case, item_code):
        return ()
    return (
        say("tell_hearing_right", item_code, may_tell_right(case, actor, item_code)),
        say("request_item_hearing", item_code, may_request(case, actor, item_code)),
        say("announce_hearing", item_code, may_announce(case, actor, item_code)),
        say("record_item_hearing", item_code, may_record(case, actor, item_code)),
    )


def _visit(case: Case, visit: Visit, actor: Actor, now: datetime) -> tuple[AllowedAction, ...]:
    """What can be done with one visit, while it is not over."""
    if visit.status is VisitStatus.CONCLUDED:
        return ()
    concerns = visit.visit_id
    return (
        say("appoint_visit", concerns, may_appoint(case, actor, now, concerns)),
        say("cancel_visit", concerns, may_cancel(case, actor, now, concerns)),
        say("report_inspectors_absent", concerns, may_report_absence(case, actor, now, concerns)),
    )


def _about_requests(case: Case, actor: Actor) -> tuple[AllowedAction, ...]:
    return tuple(
        say(action, lane.item_code, may(case, actor, lane.item_code))
        for lane in case.lanes
        for action, may in (
            ("object_to_request", may_object),
            ("answer_objection", may_answer_objection),
        )
    )


def _about_disputes(case: Case, actor: Actor) -> tuple[AllowedAction, ...]:
    raising = (
        say(
            "raise_dispute",
            f"{lane.item_code}/{about}",
            may_raise_dispute(case, actor, about, lane.item_code),
        )
        for lane in case.lanes
        for about in DisputeAbout
    )
    deciding = (
        say("decide_dispute", one.dispute_id, may_decide_dispute(case, actor, one.dispute_id))
        for one in case.disputes
    )
    return (*raising, *deciding)


def _tasks(
    case: Case, actor: Actor, acting_for: tuple[str, ...], *, is_kept_away: bool
) -> tuple[AllowedAction, ...]:
    kept_away = kept_from_business(actor.subject) if is_kept_away else None
    return tuple(
        say(
            "complete_task",
            task.task_id,
            kept_away or may_complete_here(case, actor, task.task_id, acting_for),
            outcomes=tuple(sorted(outcomes_of(task))),
        )
        for task in case.tasks
    )


def say(
    action: str, concerns: str, refusal: Refused | None, outcomes: tuple[str, ...] = ()
) -> AllowedAction:
    """Say that an action is allowed, or why it is not."""
    if refusal is None:
        return AllowedAction(action, concerns, allowed=True, outcomes=outcomes)
    return AllowedAction(
        action,
        concerns,
        allowed=False,
        reason=refusal.reason,
        message=refusal.message,
        rule=refusal.rule,
    )
