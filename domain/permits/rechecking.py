"""Sampled re-check 复核 of grants that quantified rules made without a person (R73, R74)."""

import hashlib

from domain import events as shared
from domain.actors import Role
from domain.commands import CompleteTask
from domain.errors import ErrorKind, Refused
from domain.permits import events as happened
from domain.permits.draft import PermitDraft
from domain.permits.permit import Permit
from domain.permits.proposing import cause_named, check_reasons
from domain.permits.statuses import CreditFact
from domain.routes import Route
from domain.tasks import Task, TaskKind, TaskOutcome

_HUNDRED = 100


def is_sampled(permit: Permit) -> bool:
    """Whether the draw falls on this grant.

    The case's opaque id decides, so that nobody chooses and everybody can draw again.
    """
    approval = permit.grant.item.instant_approval
    if permit.grant.route is not Route.INSTANT or approval is None:
        return False
    drawn = hashlib.sha256(permit.permit_id.encode()).digest()
    return int.from_bytes(drawn[:8]) % _HUNDRED < approval.sampling_percent


def open_recheck(draft: PermitDraft) -> None:
    """Have a reviewer of the department look at a grant on which the draw fell."""
    if is_sampled(draft.permit):
        draft.open_task(TaskKind.RECHECK, Role.REVIEWER)


def decide_recheck(draft: PermitDraft, task: Task, command: CompleteTask) -> None:
    """Confirm the grant, or note the cause found, on which the department may propose to revoke.

    Fraud is the abuse that enters the credit of the firm and the handling person (R74); rules
    that let too much through are the authority's own error.
    """
    if command.outcome is TaskOutcome.PASSED:
        _check_no_cause(command)
        draft.add(
            shared.TaskDecided(task.task_id, command.outcome),
            happened.GrantRechecked(is_confirmed=True),
        )
        return
    cause = cause_named(draft.permit, command)
    check_reasons(command.reasons)
    draft.add(
        shared.TaskDecided(task.task_id, command.outcome),
        happened.GrantRechecked(is_confirmed=False, reasons=command.reasons, cause=cause),
    )
    if cause.is_fraud:
        subjects = draft.permit.grant.credit_subjects
        fact = CreditFact.INSTANT_APPROVAL_ABUSED
        draft.add(happened.CreditFactRecorded(fact, subjects))


def _check_no_cause(command: CompleteTask) -> None:
    if command.cause_of_revocation:
        raise Refused(
            "cause_does_not_fit",
            "A re-check that confirms the grant names no cause for revocation.",
            rule="R73",
            field="cause_of_revocation",
            kind=ErrorKind.INVALID,
        )
