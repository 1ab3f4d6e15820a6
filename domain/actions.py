"""What an actor may do in a case now, with the reason why not: the validators' own functions."""

from dataclasses import dataclass
from datetime import datetime

from domain.actors import Actor
from domain.case import Case
from domain.correction import may_correct
from domain.deficiency import may_pay
from domain.errors import Refused
from domain.extending import may_extend
from domain.inspecting import may_report_rectification
from domain.reviewing import may_supplement
from domain.supervising import may_supervise
from domain.suspending import SUSPENDABLE, may_keep_clock
from domain.tasks import OUTCOMES, may_complete
from domain.visiting import may_reschedule
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


def allowed_actions(case: Case, actor: Actor, now: datetime) -> tuple[AllowedAction, ...]:
    """Every action that exists in the case, each allowed or with the reason why not."""
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
        *_tasks(case, actor),
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


def _tasks(case: Case, actor: Actor) -> tuple[AllowedAction, ...]:
    return tuple(
        say(
            "complete_task",
            task.task_id,
            may_complete(task, actor, task.task_id),
            outcomes=tuple(sorted(OUTCOMES[task.kind])),
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
