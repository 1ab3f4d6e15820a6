"""Effects of the check of a commitment on a permit."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain.actors import Actor
from domain.calendar import local_date
from domain.clock import ClockAction, ClockEntry, ClockLedger
from domain.permits import events as happened
from domain.permits.permit import Permit, Rectification, Verification
from domain.permits.statuses import VerificationStatus

VerificationEvent = (
    happened.VerificationOpened
    | happened.VerificationRecorded
    | happened.VerificationPassed
    | happened.PermitRectificationOrdered
    | happened.PermitRectificationReported
    | happened.VerificationFailed
    | happened.VerificationInterrupted
    | happened.VerificationResumed
)


def apply(permit: Permit, event: VerificationEvent, at: datetime, actor: Actor) -> Permit:
    if isinstance(event, happened.VerificationOpened):
        return replace(permit, verification=Verification(VerificationStatus.PENDING, event.clock))
    if permit.verification is None:
        return permit
    return replace(permit, verification=_change(permit.verification, event, at, actor))


def discontinue(permit: Permit, at: datetime, actor: Actor) -> Permit:
    """End a check that is open or rests, since the permit has ended."""
    check = permit.verification
    rests = check is not None and check.status is VerificationStatus.INTERRUPTED
    if check is None or not (check.status.is_open or rests):
        return permit
    entry = _entry(ClockAction.STOP, at, "permit_ended", actor)
    ended = replace(
        check, status=VerificationStatus.DISCONTINUED, clock=_with_entry(check.clock, entry)
    )
    return replace(permit, verification=replace(ended, rectification=None))


def _change(
    check: Verification, event: VerificationEvent, at: datetime, actor: Actor
) -> Verification:
    match event:
        case happened.VerificationOpened():
            return check
        case happened.VerificationRecorded():
            return _record(check, event, at, actor)
        case happened.VerificationPassed():
            return replace(check, status=VerificationStatus.PASSED, rectification=None)
        case happened.PermitRectificationOrdered():
            notice = Rectification(event.points, local_date(at), event.due_on)
            return replace(check, status=VerificationStatus.RECTIFYING, rectification=notice)
        case happened.PermitRectificationReported():
            return replace(check, status=VerificationStatus.REEXAMINING, rectification=None)
        case happened.VerificationFailed():
            return replace(check, status=VerificationStatus.FAILED, rectification=None)
        case happened.VerificationInterrupted():
            entry = _entry(ClockAction.SUSPEND, at, "revocation_proposed", actor)
            clock = _with_entry(check.clock, entry)
            status = VerificationStatus.INTERRUPTED
            return replace(check, status=status, clock=clock, rectification=None)
        case happened.VerificationResumed():
            entry = _entry(ClockAction.RESUME, at, "revocation_set_aside", actor)
            clock = _with_entry(check.clock, entry)
            return replace(check, status=VerificationStatus.PENDING, clock=clock, failed_points=())
        case _:
            assert_never(event)


def _record(
    check: Verification, event: happened.VerificationRecorded, at: datetime, actor: Actor
) -> Verification:
    """Note who looked and what failed; the department's time ends with its first record."""
    failed = tuple(finding.point_code for finding in event.findings if not finding.passed)
    inspectors = tuple(dict.fromkeys((*check.inspectors, *event.inspectors)))
    entry = _entry(ClockAction.STOP, at, event.kind, actor)
    clock = _with_entry(check.clock, entry)
    return replace(check, clock=clock, failed_points=failed, inspectors=inspectors)


def _entry(action: ClockAction, at: datetime, cause: str, actor: Actor) -> ClockEntry:
    return ClockEntry(action=action, at=at, cause=cause, legal_basis="R94", actor=actor.subject)


def _with_entry(clock: ClockLedger, entry: ClockEntry) -> ClockLedger:
    """Give the ledger with one more entry; a clock that has stopped takes none."""
    if clock.stopped_at is not None:
        return clock
    return replace(clock, entries=(*clock.entries, entry))
