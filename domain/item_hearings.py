"""Third parties and hearing in the review of an item (行政许可法 36, 46-48).

Where the law wants a hearing (娱乐场所管理条例 10) the department announces one; elsewhere it tells
those whose great interests are touched of their right, and they may ask. Until a hearing that is
due has been held the item is not decided; afterwards the decision names its record. It is free,
and its time is not counted (行政许可法 45).
"""

from datetime import date, datetime
from typing import assert_never

from domain import hearing_events as happened
from domain.actors import Actor, Role
from domain.calendar import end_of_day, local_date
from domain.case import Case, Hearing, HearingStatus
from domain.clock import ClockAction, ClockEntry, ClockId, ClockKind
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.events import ClockChanged, TaskDecided
from domain.hearing_checks import (
    HOLDING,
    REQUESTS,
    check_chair,
    check_day,
    check_notice,
    check_signatures,
    invalid,
    period,
)
from domain.hearing_commands import (
    AnnounceHearing,
    HearingCommand,
    RecordItemHearing,
    RequestItemHearing,
    TellHearingRight,
)
from domain.party import already_closed, may_speak_for_applicant, not_open_yet
from domain.routes import Route
from domain.statuses import CaseStatus
from domain.suspensions import Procedure
from domain.tasks import TaskKind, TaskOutcome

HEARINGS_BIND_SINCE = 2
"""Edition of the rules from which a required hearing keeps an item from being decided."""


def is_hearing_due(case: Case, item_code: str) -> bool:
    """Whether the item cannot be decided before a hearing was held, or nobody asked for it."""
    hearing = case.hearing(item_code)
    if hearing is None:
        return is_hearing_mandatory(case, item_code)
    if hearing.status is HearingStatus.LAPSED:
        return is_hearing_mandatory(case, item_code)
    return hearing.status is not HearingStatus.HELD


def is_hearing_mandatory(case: Case, item_code: str) -> bool:
    """Whether the law wants a hearing for the item (行政许可法 46)."""
    reviewed = case.the_lane(item_code).route is Route.REVIEW
    return (
        case.edition >= HEARINGS_BIND_SINCE and reviewed and case.item(item_code).hearing_required
    )


def is_under_review(case: Case, item_code: str) -> bool:
    """Whether people of the department are to decide the item."""
    lane = case.the_lane(item_code)
    accepted = case.status is CaseStatus.ACCEPTED
    return accepted and lane.route is Route.REVIEW and not lane.status.is_decided


def is_decided_on_a_record(case: Case, item_code: str) -> bool:
    """Whether people decide the item on a hearing's record, and no system by its own word."""
    return is_hearing_mandatory(case, item_code) or case.hearing(item_code) is not None


def check_decision(case: Case, item_code: str, named_record: str) -> None:
    """Refuse a decision before the hearing, or one that does not rest on its record (Art. 48).

    Raises:
        Refused: the hearing is outstanding, or the record is not named.
    """
    if is_hearing_due(case, item_code):
        raise Refused(
            "hearing_outstanding",
            f"{item_code} is decided after its hearing.",
            rule="行政许可法 46, 48",
            field="outcome",
        )
    hearing = case.hearing(item_code)
    record = hearing.record_document_id if hearing else ""
    if record and named_record != record:
        raise invalid(
            "hearing_record_not_named",
            "The decision rests on the record of the hearing and names it.",
            "hearing_record",
        )


def open_hearing_task(draft: Draft, item_code: str) -> None:
    """Open the department's task to hold a hearing, once."""
    held = any(t.kind is TaskKind.HEARING for t in draft.case.open_tasks(item_code))
    if not held:
        department = draft.case.item(item_code).department.code
        draft.open_task(TaskKind.HEARING, (item_code,), (department,), Role.REVIEWER)


def decide_hearing(draft: Draft, command: HearingCommand) -> None:
    """Take what is asked of a hearing."""
    refusal = _may(draft.case, command)
    if refusal:
        raise refusal
    match command:
        case TellHearingRight():
            _tell(draft, command)
        case RequestItemHearing():
            _request(draft, command)
        case AnnounceHearing():
            _announce(draft, command)
        case RecordItemHearing():
            _record(draft, command)
        case _:
            assert_never(command)


def may_tell_right(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why nobody can be told of a right to be heard now, or None."""
    refusal = _may_hear(case, actor, item_code)
    if refusal:
        return refusal
    if case.hearing(item_code) is not None:
        return Refused("hearing_offered_before", "The right was told before.", rule=REQUESTS)
    return None


def may_request(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why nobody can ask to be heard now, or None; third parties ask by an official."""
    refusal = _may_act_on(case, item_code)
    if refusal:
        return refusal
    if not actor.acts_for(case.item(item_code).department.code):
        refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    hearing = case.hearing(item_code)
    if hearing is None or hearing.request_until is None:
        return Refused("no_hearing_offered", "No right to be heard was told.", rule=REQUESTS)
    if hearing.status is HearingStatus.LAPSED:
        until = hearing.request_until.isoformat()
        return Refused(
            "hearing_period_over", f"A hearing could be asked for until {until}.", rule=REQUESTS
        )
    if hearing.status is not HearingStatus.OFFERED:
        return Refused("hearing_requested_before", "It was asked for before.", rule=REQUESTS)
    return None


def may_announce(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why no hearing can be announced now, or None."""
    refusal = _may_hear(case, actor, item_code)
    if refusal:
        return refusal
    hearing = case.hearing(item_code)
    if hearing is not None and hearing.status is HearingStatus.HELD:
        return Refused("hearing_held_before", "The hearing was held.", rule=HOLDING)
    asked_for = hearing is not None and hearing.status in {
        HearingStatus.REQUESTED,
        HearingStatus.ANNOUNCED,
    }
    if not asked_for and not is_hearing_mandatory(case, item_code):
        return Refused("no_hearing_requested", "Nobody has asked for a hearing.", rule=REQUESTS)
    return None


def may_record(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why no record of a hearing can be filed now, or None."""
    refusal = _may_hear(case, actor, item_code)
    hearing = case.hearing(item_code)
    if refusal is None and (hearing is None or hearing.status is not HearingStatus.ANNOUNCED):
        return Refused("no_hearing_announced", "No hearing is announced.", rule=HOLDING)
    return refusal


def hearing_alarms(case: Case) -> tuple[datetime, ...]:
    """Ends of the periods for asking for a hearing and for holding it."""
    dues = (_due(case, hearing) for hearing in case.hearings)
    return tuple(end_of_day(due) for due in dues if due is not None)


def ring_hearings(draft: Draft) -> None:
    """A right nobody used lapses; a hearing that is not held in time is told of."""
    for hearing in draft.case.hearings:
        due = _due(draft.case, hearing)
        if due is None or draft.now < end_of_day(due):
            continue
        if hearing.status is HearingStatus.OFFERED:
            draft.add(happened.ItemHearingLapsed(hearing.item_code))
        else:
            draft.add(happened.HearingOverdue(hearing.item_code))


def _due(case: Case, hearing: Hearing) -> date | None:
    """The day that brings something about by itself; None when none does any more."""
    if case.the_lane(hearing.item_code).status.is_decided:
        return None
    if hearing.status is HearingStatus.OFFERED:
        return hearing.request_until
    is_awaited = hearing.status in {HearingStatus.REQUESTED, HearingStatus.ANNOUNCED}
    return hearing.hold_until if is_awaited and not hearing.is_overdue else None


def _tell(draft: Draft, command: TellHearingRight) -> None:
    check_notice(command.notice_document_id)
    until = draft.after(period(draft.case.slice.scheme.times.hearing_request))
    draft.add(
        happened.HearingRightTold(
            command.item_code, command.third_parties, command.notice_document_id, until
        )
    )


def _request(draft: Draft, command: RequestItemHearing) -> None:
    hearing = draft.case.hearing(command.item_code)
    parties = hearing.third_parties if hearing else ()
    if command.third_party and command.third_party not in parties:
        raise invalid("third_party_unknown", "Nobody of that code was told.", "third_party")
    is_applicant = may_speak_for_applicant(draft.case, command.actor) is None
    if not command.third_party and not is_applicant:
        raise invalid("third_party_unknown", "Say who asks to be heard.", "third_party")
    hold_until = draft.after(period(draft.case.slice.scheme.times.hearing_held))
    by = command.third_party or draft.case.submission.applicant.subject
    draft.add(happened.ItemHearingRequested(command.item_code, by, hold_until))
    open_hearing_task(draft, command.item_code)


def _announce(draft: Draft, command: AnnounceHearing) -> None:
    check_notice(command.notice_document_id)
    check_chair(draft.case, command)
    check_day(draft, command)
    was_announced = _is_announced(draft.case, command.item_code)
    draft.add(
        happened.HearingAnnounced(
            command.item_code,
            command.starts_at,
            command.place,
            command.chair,
            command.notice_document_id,
            is_hearing_mandatory(draft.case, command.item_code),
        )
    )
    if not was_announced:
        _suspend(draft, command)


def _record(draft: Draft, command: RecordItemHearing) -> None:
    hearing = draft.case.hearing(command.item_code)
    if hearing is None or hearing.starts_at is None:
        return
    if draft.now < hearing.starts_at:
        begins = hearing.starts_at.isoformat()
        raise Refused("hearing_not_begun", f"The hearing begins at {begins}.", rule=HOLDING)
    check_signatures(draft.case, hearing, command)
    draft.add(
        happened.ItemHearingHeld(
            command.item_code, command.record_document_id, command.signed_by, command.absent
        )
    )
    for task in draft.case.open_tasks(command.item_code):
        if task.kind is TaskKind.HEARING:
            draft.add(TaskDecided(task.task_id, TaskOutcome.HELD))
    _resume(draft, command.item_code)


def _suspend(draft: Draft, command: AnnounceHearing) -> None:
    ledger = draft.case.clock(ClockId(ClockKind.LANE, command.item_code))
    if ledger is None or ledger.stopped_at is not None:
        return
    entry = ClockEntry(
        action=ClockAction.SUSPEND,
        at=draft.now,
        cause=Procedure.HEARING.value,
        legal_basis="行政许可法 45",
        actor=command.actor.subject,
        notice=command.notice_document_id,
        expected_until=local_date(command.starts_at),
    )
    draft.add(ClockChanged(ledger.clock_id, entry))


def _resume(draft: Draft, item_code: str) -> None:
    ledger = draft.case.clock(ClockId(ClockKind.LANE, item_code))
    if ledger is None or ledger.stopped_at is not None or not ledger.is_suspended:
        return
    entry = ClockEntry(
        ClockAction.RESUME, draft.now, "hearing_held", "行政许可法 45", draft.actor.subject
    )
    draft.add(ClockChanged(ledger.clock_id, entry))


def _is_announced(case: Case, item_code: str) -> bool:
    hearing = case.hearing(item_code)
    return hearing is not None and hearing.status is HearingStatus.ANNOUNCED


def _may(case: Case, command: HearingCommand) -> Refused | None:
    checks = {
        "tell_hearing_right": may_tell_right,
        "request_item_hearing": may_request,
        "announce_hearing": may_announce,
        "record_item_hearing": may_record,
    }
    return checks[command.kind](case, command.actor, command.item_code)


def _may_hear(case: Case, actor: Actor, item_code: str) -> Refused | None:
    refusal = _may_act_on(case, item_code)
    if refusal:
        return refusal
    department = case.item(item_code).department.code
    if actor.role is not Role.REVIEWER or not actor.acts_for(department):
        return Refused(
            "reviewers_of_the_department_only",
            f"Hearings for {item_code} are held by {department}.",
            rule="行政许可法 46, 47",
            kind=ErrorKind.FORBIDDEN,
        )
    return None


def _may_act_on(case: Case, item_code: str) -> Refused | None:
    if case.is_closed:
        return already_closed(case)
    lane = case.lane(item_code)
    if lane is None:
        return Refused(
            "item_unknown",
            f"{item_code} is not in this application.",
            rule="design §3",
            field="item_code",
            kind=ErrorKind.NOT_FOUND,
        )
    if case.status is not CaseStatus.ACCEPTED:
        return not_open_yet(case)
    if not is_under_review(case, item_code):
        return Refused("nothing_to_hear", f"{item_code} is not under review.", rule=HOLDING)
    return None
