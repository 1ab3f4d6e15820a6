"""The holder's right to be heard before a revocation is decided (行政许可法 47, 48)."""

from datetime import datetime

from domain.actors import Actor, Role
from domain.calendar import end_of_day
from domain.errors import ErrorKind, Refused
from domain.permits import events as happened
from domain.permits.commands import RecordHearing, RequestHearing
from domain.permits.draft import PermitDraft
from domain.permits.party import may_speak_for_department, may_speak_for_holder
from domain.permits.permit import Permit, Proceedings
from domain.permits.statuses import ProceedingsStatus
from domain.tasks import TaskKind


def may_request_hearing(permit: Permit, actor: Actor, now: datetime) -> Refused | None:
    """Say why no hearing can be requested now, or None."""
    refusal = may_speak_for_holder(permit, actor)
    if refusal:
        return refusal
    proceedings = permit.proceedings
    if proceedings is None:
        return _nothing_proposed()
    if proceedings.status is ProceedingsStatus.HEARING_REQUESTED or proceedings.hearing:
        return Refused(
            "hearing_requested_before", "A hearing was requested before.", rule="行政许可法 47"
        )
    last = end_of_day(proceedings.hearing_until)
    if now > last or proceedings.status is not ProceedingsStatus.PROPOSED:
        return Refused(
            "hearing_period_over",
            f"A hearing could be requested until {proceedings.hearing_until.isoformat()}.",
            rule="行政许可法 47",
        )
    return None


def decide_request(draft: PermitDraft, command: RequestHearing) -> None:
    """Take the request; the decision waits for the hearing."""
    refusal = may_request_hearing(draft.permit, command.actor, draft.now)
    if refusal:
        raise refusal
    draft.add(happened.HearingRequested())


def may_record_hearing(permit: Permit, actor: Actor) -> Refused | None:
    """Say why no hearing can be recorded now, or None."""
    refusal = may_speak_for_department(permit, actor)
    if refusal:
        return refusal
    if permit.proceedings is None:
        return _nothing_proposed()
    if permit.proceedings.status is not ProceedingsStatus.HEARING_REQUESTED:
        return Refused("no_hearing_requested", "No hearing is awaited.", rule="行政许可法 47")
    return None


def decide_record(draft: PermitDraft, command: RecordHearing) -> None:
    """File the signed record; the decision rests on it."""
    refusal = may_record_hearing(draft.permit, command.actor)
    if refusal:
        raise refusal
    _check_record(draft.permit, command)
    draft.add(
        happened.HearingHeld(command.chair, command.record_document_id, command.holder_attended)
    )
    draft.open_task(TaskKind.REVOCATION, Role.REVIEWER)


def hearing_period_end(permit: Permit) -> datetime | None:
    """End of the last day for asking to be heard; None when nobody can ask any more."""
    proceedings: Proceedings | None = permit.proceedings
    if proceedings is None or proceedings.status is not ProceedingsStatus.PROPOSED:
        return None
    return end_of_day(proceedings.hearing_until)


def ring_hearing(draft: PermitDraft) -> None:
    """The period has run out unused: the decision is open to a reviewer."""
    end = hearing_period_end(draft.permit)
    if end is not None and draft.now >= end:
        draft.add(happened.HearingPeriodEnded())
        draft.open_task(TaskKind.REVOCATION, Role.REVIEWER)


def _check_record(permit: Permit, command: RecordHearing) -> None:
    """The chair has neither proposed the revocation nor looked at the matter (Art. 48(3))."""
    involved = set(permit.verification.inspectors) if permit.verification else set()
    if permit.proceedings is not None:
        involved.add(permit.proceedings.proposed_by)
    if not command.chair or command.chair in involved:
        raise _invalid("chair_not_independent", "The chair has not dealt with the matter.", "chair")
    if not command.record_document_id:
        raise _invalid("record_missing", "A hearing has a signed record.", "record_document_id")


def _invalid(reason: str, message: str, field: str) -> Refused:
    return Refused(reason, message, rule="行政许可法 48", field=field, kind=ErrorKind.INVALID)


def _nothing_proposed() -> Refused:
    return Refused("nothing_proposed", "No revocation is proposed.", rule="行政许可法 69")
