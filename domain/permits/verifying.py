"""The check of a commitment after the grant: recorded, rectified, re-examined (R94).

Rectification and revocation are alternatives, not a ladder: inspectors who find a cause for
revocation name it, otherwise the holder is given time to put things right.
"""

from datetime import datetime

from domain import events as shared
from domain.actors import Actor, Role
from domain.calendar import end_of_day, start_of_day
from domain.clock import ClockAction, ClockEntry, ClockId, ClockKind, ClockLedger
from domain.commands import CompleteTask, ReportRectification
from domain.due_dates import strictest
from domain.errors import Refused
from domain.evolution.clocks import warning_mark
from domain.ladder import RungInstant, rungs_due
from domain.permits import events as happened
from domain.permits.draft import PermitDraft
from domain.permits.findings import check_findings, check_inspectors
from domain.permits.party import may_speak_for_holder, not_alive
from domain.permits.permit import Permit, PermitGrant
from domain.permits.proposing import cause_named, propose
from domain.permits.statuses import (
    CreditFact,
    RevocationCause,
    VerificationFailure,
    VerificationStatus,
)
from domain.tasks import Finding, Reason, Task, TaskKind, TaskOutcome


def open_verification(draft: PermitDraft) -> None:
    """Open the department's check of a commitment; its time counts from the day of issuance."""
    clock = _clock(draft.permit.grant)
    due = strictest(clock, draft.permit.grant.calendar) if clock else None
    if clock is None or due is None:
        return
    draft.add(happened.VerificationOpened(clock, due.date))
    draft.open_task(TaskKind.VERIFICATION, Role.INSPECTOR)


def reopen_verification(draft: PermitDraft) -> None:
    """Take an interrupted check up again where its clock had stopped."""
    draft.add(happened.VerificationResumed())
    draft.open_task(TaskKind.VERIFICATION, Role.INSPECTOR)


def decide_verification(draft: PermitDraft, task: Task, command: CompleteTask) -> None:
    """Take the signed record of at least two inspectors (行政许可法 34)."""
    check = draft.permit.verification
    if check is None:
        raise Refused("nothing_to_verify", "Nothing is to be verified.", rule="R94")
    again = task.kind is TaskKind.REEXAMINATION
    points = check.failed_points if again else draft.permit.grant.points
    check_inspectors(draft.permit, command)
    check_findings(draft.permit, points, command)
    cause = cause_named(draft.permit, command) if command.cause_of_revocation else None
    if command.outcome is TaskOutcome.PASSED and cause is not None:
        raise Refused(
            "cause_does_not_fit",
            "A check that is passed names no cause for revocation.",
            rule="R94",
            field="cause_of_revocation",
        )
    draft.add(
        shared.TaskDecided(task.task_id, command.outcome),
        happened.VerificationRecorded(command.findings, command.inspectors),
    )
    if command.outcome is TaskOutcome.PASSED:
        _pass(draft, after_rectification=again)
    else:
        _fail(draft, command, cause, again=again)


def may_report_rectification(permit: Permit, actor: Actor) -> Refused | None:
    """Say why no rectification can be reported now, or None."""
    refusal = not_alive(permit) or may_speak_for_holder(permit, actor)
    if refusal:
        return refusal
    if permit.verification is None or permit.verification.rectification is None:
        return Refused("nothing_to_rectify", "No rectification notice is open.", rule="R94")
    return None


def decide_rectification(draft: PermitDraft, command: ReportRectification) -> None:
    """Take the report in time; the failed points are re-examined."""
    refusal = may_report_rectification(draft.permit, command.actor)
    if refusal:
        raise refusal
    due = rectification_due(draft.permit)
    if due is not None and draft.now > due:
        raise Refused(
            "rectification_overdue", f"It was due on {due.date().isoformat()}.", rule="R94"
        )
    draft.add(happened.PermitRectificationReported(command.papers))
    draft.open_task(TaskKind.REEXAMINATION, Role.INSPECTOR)


def rectification_due(permit: Permit) -> datetime | None:
    """End of the last day for putting things right; None when nothing is ordered."""
    check = permit.verification
    return end_of_day(check.rectification.due_on) if check and check.rectification else None


def ring_rectification(draft: PermitDraft) -> None:
    """What was not reported as rectified in time leads to proceedings for revocation."""
    due, check = rectification_due(draft.permit), draft.permit.verification
    if due is None or check is None or draft.now < due:
        return
    reasons = tuple(
        Reason(point, VerificationFailure.RECTIFICATION_NOT_REPORTED)
        for point in check.failed_points
    )
    draft.add(happened.VerificationFailed(VerificationFailure.RECTIFICATION_NOT_REPORTED))
    propose(draft, RevocationCause.COMMITMENT_UNMET, reasons)


def open_rungs(permit: Permit) -> tuple[RungInstant, ...]:
    """Warnings of a check that is still owed, by the scheme's ladder; those told are left out."""
    check = permit.verification
    if check is None or check.status is not VerificationStatus.PENDING:
        return ()
    rungs = rungs_due(check.clock, permit.grant.calendar, permit.grant.scheme.ladder)
    return tuple(
        rung
        for rung in rungs
        if warning_mark(check.clock.clock_id, rung.rung.name) not in permit.warned
    )


def ring_warnings(draft: PermitDraft) -> None:
    """Tell whoever the ladder names that a check is due or overdue."""
    check = draft.permit.verification
    for reached in open_rungs(draft.permit):
        if check is not None and draft.now >= reached.at:
            rung, clock_id = reached.rung, check.clock.clock_id
            draft.add(shared.WarningRaised(clock_id, rung.name, rung.light, rung.notify))


def _clock(grant: PermitGrant) -> ClockLedger | None:
    if grant.verification_due_on is None or grant.item.verification is None:
        return None
    start = ClockEntry(
        action=ClockAction.START,
        at=start_of_day(grant.valid_from),
        cause="issued_on_commitment",
        legal_basis=grant.item.verification.source,
        actor="case",
    )
    clock_id = ClockId(ClockKind.VERIFICATION, grant.item.code)
    return ClockLedger(clock_id, (grant.item.verification.due,), (start,))


def _pass(draft: PermitDraft, *, after_rectification: bool) -> None:
    fact = (
        CreditFact.COMMITMENT_KEPT_AFTER_RECTIFICATION
        if after_rectification
        else CreditFact.COMMITMENT_KEPT
    )
    draft.add(
        happened.VerificationPassed(after_rectification),
        happened.CreditFactRecorded(fact, draft.permit.grant.credit_subjects),
    )


def _fail(
    draft: PermitDraft, command: CompleteTask, cause: RevocationCause | None, *, again: bool
) -> None:
    verification = draft.permit.grant.item.verification
    check = draft.permit.verification
    if cause is None and not again and verification is not None and check is not None:
        due_on = draft.after(verification.rectification)
        draft.add(happened.PermitRectificationOrdered(check.failed_points, due_on))
        return
    failure = (
        VerificationFailure.RECTIFICATION_FAILED if again else VerificationFailure.FOUND_UNTRUE
    )
    draft.add(happened.VerificationFailed(failure))
    reasons = command.reasons or _reasons_from(command.findings, failure)
    propose(draft, cause or RevocationCause.COMMITMENT_UNMET, reasons)


def _reasons_from(findings: tuple[Finding, ...], failure: str) -> tuple[Reason, ...]:
    return tuple(
        Reason(finding.point_code, finding.note or failure)
        for finding in findings
        if not finding.passed
    )
