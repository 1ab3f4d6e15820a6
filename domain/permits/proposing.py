"""How proceedings for revocation begin: a notice with cause, reasons and a hearing period."""

from datetime import date

from domain.actors import Actor
from domain.commands import CompleteTask
from domain.errors import ErrorKind, Refused
from domain.permits import events as happened
from domain.permits.commands import ProposeRevocation
from domain.permits.draft import PermitDraft
from domain.permits.party import may_speak_for_department, not_alive
from domain.permits.permit import Permit
from domain.permits.statuses import RevocationCause
from domain.tasks import Reason, TaskKind


def may_propose(permit: Permit, actor: Actor) -> Refused | None:
    """Say why the actor cannot propose revocation now, or None."""
    refusal = not_alive(permit) or may_speak_for_department(permit, actor)
    if refusal:
        return refusal
    if permit.proceedings is not None:
        return Refused(
            "revocation_under_way",
            f"Revocation for {permit.proceedings.cause} is under way.",
            rule="design §8",
        )
    return None


def decide_propose(draft: PermitDraft, command: ProposeRevocation) -> None:
    """Open proceedings on the department's own motion (行政许可法 69)."""
    refusal = may_propose(draft.permit, command.actor)
    if refusal:
        raise refusal
    cause = _cause(draft.permit, command.cause, "cause")
    check_reasons(command.reasons)
    until = _hearing_until(draft, command.hearing_until)
    _interrupt_verification(draft)
    draft.add(happened.RevocationProposed(cause, command.reasons, until))


def propose(draft: PermitDraft, cause: RevocationCause, reasons: tuple[Reason, ...]) -> None:
    """Open proceedings that follow from a failed verification."""
    until = _hearing_until(draft, None)
    draft.add(happened.RevocationProposed(cause, reasons, until))


def cause_named(permit: Permit, command: CompleteTask) -> RevocationCause:
    """Give the cause that a task was completed with.

    Raises:
        Refused: it is unknown, or needs a commitment that was never made.
    """
    return _cause(permit, command.cause_of_revocation, "cause_of_revocation")


def check_reasons(reasons: tuple[Reason, ...]) -> None:
    """Refuse a notice or decision without reasons in words."""
    if not reasons or any(not reason.text.strip() for reason in reasons):
        raise Refused(
            "reasons_missing",
            "Proceedings for revocation need reasons in words.",
            rule="行政许可法 69",
            field="reasons",
            kind=ErrorKind.INVALID,
        )


def _cause(permit: Permit, name: str, field: str) -> RevocationCause:
    if name not in set(RevocationCause):
        raise Refused(
            "cause_unknown",
            f"A cause is one of: {', '.join(RevocationCause)}.",
            rule="行政许可法 69",
            field=field,
            kind=ErrorKind.INVALID,
        )
    cause = RevocationCause(name)
    if cause.concerns_commitment and not permit.grant.is_on_commitment:
        raise Refused(
            "not_on_commitment",
            "This permit was not given on a commitment.",
            rule="R94",
            field=field,
            kind=ErrorKind.INVALID,
        )
    return cause


def _hearing_until(draft: PermitDraft, told: date | None) -> date:
    """Give the last day for requesting a hearing: the item's period, or what the notice tells."""
    verification = draft.permit.grant.item.verification
    earliest = draft.after(verification.hearing_request) if verification else None
    if told is None and earliest is None:
        raise _period("hearing_period_missing", "The notice must say until when to ask.")
    if told is not None and told < (earliest or draft.today):
        raise _period("hearing_period_too_short", "The holder needs the full period.")
    return told or earliest or draft.today


def _period(reason: str, message: str) -> Refused:
    return Refused(
        reason, message, rule="行政许可法 47", field="hearing_until", kind=ErrorKind.INVALID
    )


def _interrupt_verification(draft: PermitDraft) -> None:
    """Let an open check rest: what it looks at is for the proceedings to decide now."""
    check = draft.permit.verification
    if check is not None and check.status.is_open:
        draft.drop_tasks(TaskKind.VERIFICATION, TaskKind.REEXAMINATION)
        draft.add(happened.VerificationInterrupted())
