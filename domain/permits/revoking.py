"""The decision in proceedings for revocation, and what it brings with it (行政许可法 69, 79)."""

from datetime import date

from domain import events as shared
from domain.actors import Actor
from domain.clock import Limit, LimitUnit
from domain.commands import CompleteTask
from domain.due_dates import limit_end, plus
from domain.errors import Refused
from domain.party import REMEDIES
from domain.permits import events as happened
from domain.permits.assigning import may_handle
from domain.permits.draft import PermitDraft
from domain.permits.party import may_speak_for_department
from domain.permits.permit import Consequences, Permit, Proceedings
from domain.permits.proposing import cause_named, check_reasons
from domain.permits.statuses import CreditFact, RevocationCause, VerificationStatus
from domain.permits.verifying import reopen_verification
from domain.tasks import Reason, Task, TaskKind, TaskOutcome, may_complete

_FOR_REVIEWERS = frozenset({TaskKind.REVOCATION, TaskKind.RECHECK})


def may_complete_task(
    permit: Permit, actor: Actor, task_id: str, acting_for: tuple[str, ...] = ()
) -> Refused | None:
    """Say why the actor may not complete the task now, or None.

    A revocation and a re-check are decided by a reviewer of the department, never by its system.
    """
    task = permit.task(task_id)
    refusal = may_complete(task, actor, task_id, acting_for) or may_handle(permit, actor.subject)
    if refusal or task is None or task.kind not in _FOR_REVIEWERS:
        return refusal
    return may_speak_for_department(permit, actor)


def decide_revocation(draft: PermitDraft, task: Task, command: CompleteTask) -> None:
    """Revoke for the cause that was notified, or set the proposal aside with reasons."""
    proceedings = draft.permit.proceedings
    if proceedings is None:
        raise Refused("nothing_proposed", "No revocation is proposed.", rule="行政许可法 69")
    if command.outcome is TaskOutcome.REVOKE:
        _check_cause(draft.permit, proceedings, command)
        draft.add(shared.TaskDecided(task.task_id, command.outcome))
        _revoke(draft, proceedings.cause, command.reasons or proceedings.reasons)
    else:
        check_reasons(command.reasons)
        draft.add(
            shared.TaskDecided(task.task_id, command.outcome),
            happened.RevocationSetAside(command.reasons),
        )
        _take_up_verification(draft)


def consequences_of(permit: Permit, cause: RevocationCause, today: date) -> Consequences:
    """Give what the cause brings with it.

    Fraud protects no reliance and bars the item for its years where the item has a bar (Art. 79);
    an authority's error owes compensation (Art. 69(4)). A commitment that was not met brings
    neither: the loss is of the holder's own making (assumption).
    """
    bar = permit.grant.item.bar
    return Consequences(
        basis=_BASIS[cause],
        bar_until=_bar_until(permit, bar.fraud, today) if bar and cause.is_fraud else None,
        compensation_owed=cause is RevocationCause.AUTHORITY_ERROR,
        reliance_protected=cause is RevocationCause.AUTHORITY_ERROR,
    )


_BASIS = {
    RevocationCause.FRAUD: ("行政许可法 69(2)", "行政许可法 79"),
    RevocationCause.FALSE_COMMITMENT: ("行政许可法 69(2)", "行政许可法 79"),
    RevocationCause.COMMITMENT_UNMET: ("行政许可法 69(1)(4)",),
    RevocationCause.AUTHORITY_ERROR: ("行政许可法 69(1)", "行政许可法 69(4)"),
}

_CREDIT_FACTS = {
    RevocationCause.FRAUD: CreditFact.OBTAINED_BY_FRAUD,
    RevocationCause.FALSE_COMMITMENT: CreditFact.COMMITMENT_BROKEN,
    RevocationCause.COMMITMENT_UNMET: CreditFact.COMMITMENT_BROKEN,
}


def _revoke(draft: PermitDraft, cause: RevocationCause, reasons: tuple[Reason, ...]) -> None:
    consequences = consequences_of(draft.permit, cause, draft.today)
    draft.drop_tasks(TaskKind.RECHECK)
    draft.add(happened.PermitRevoked(cause, reasons, consequences, REMEDIES))
    fact = _CREDIT_FACTS.get(cause)
    if fact is not None:
        subjects = draft.permit.grant.credit_subjects
        draft.add(happened.CreditFactRecorded(fact, subjects))


def _take_up_verification(draft: PermitDraft) -> None:
    check = draft.permit.verification
    if check is not None and check.status is VerificationStatus.INTERRUPTED:
        reopen_verification(draft)


def _bar_until(permit: Permit, bar: Limit, today: date) -> date:
    """Give the bar's last day; years end on their day, worked or not."""
    if bar.unit is LimitUnit.WORKING_DAYS:
        return limit_end(bar, today, permit.grant.calendar)
    return plus(today, bar)


def _check_cause(permit: Permit, proceedings: Proceedings, command: CompleteTask) -> None:
    """Refuse a cause on which the holder was not heard; it needs a proposal of its own."""
    if not command.cause_of_revocation:
        return
    if cause_named(permit, command) is not proceedings.cause:
        raise Refused(
            "cause_not_notified",
            f"The holder was told of {proceedings.cause}; another cause is proposed anew.",
            rule="行政许可法 47",
            field="cause_of_revocation",
        )
