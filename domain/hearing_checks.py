"""What makes a hearing lawful: chair, day, signatures, notice in writing (行政许可法 47, 48)."""

from domain.calendar import local_date
from domain.case import Case, Hearing
from domain.clock import Limit
from domain.draft import Draft
from domain.due_dates import limit_end
from domain.errors import ErrorKind, Refused
from domain.hearing_commands import AnnounceHearing, RecordItemHearing

REQUESTS = "行政许可法 47"
HOLDING = "行政许可法 48"


def check_chair(case: Case, command: AnnounceHearing) -> None:
    """The chair does not review the application, and nobody may ask him to stand back (Art. 48)."""
    involved = {
        person
        for task in case.tasks
        if command.item_code in task.item_codes
        for person in (task.decided_by, task.assignee)
        if person
    }
    inspectors = {i.subject for visit in case.visits if visit.slot for i in visit.slot.inspectors}
    applicant = case.submission.applicant
    barred = {command.actor.subject, *involved, *inspectors, *applicant.subjects}
    if not command.chair.strip() or command.chair in barred | {applicant.handling_person}:
        raise invalid(
            "chair_not_independent", "The chair has not dealt with the application.", "chair"
        )


def check_day(draft: Draft, command: AnnounceHearing) -> None:
    """Announced in good time, and held within the period unless that cannot be any more."""
    times = draft.case.slice.scheme.times
    if command.starts_at <= draft.now:
        raise invalid("hearing_in_the_past", "A hearing begins in the future.", "starts_at")
    earliest = draft.after(period(times.hearing_notice))
    day = local_date(command.starts_at)
    if day < earliest:
        text = f"It is announced 7 working days before: not before {earliest.isoformat()}."
        raise invalid("hearing_notice_too_short", text, "starts_at")
    hearing = draft.case.hearing(command.item_code)
    latest = hearing.hold_until if hearing else None
    if latest is None:
        begun = draft.case.the_lane(command.item_code).accepted_at or draft.now
        calendar = draft.case.submission.calendar
        latest = limit_end(period(times.hearing_held), local_date(begun), calendar)
    if day > max(latest, earliest):
        text = f"It is held until {max(latest, earliest).isoformat()}."
        raise invalid("hearing_too_late", text, "starts_at", rule=REQUESTS)
    if not draft.case.submission.calendar.is_working_day(day):
        raise invalid("hearing_on_a_day_off", "It is held on a working day.", "starts_at")


def check_signatures(case: Case, hearing: Hearing, command: RecordItemHearing) -> None:
    """Chair and every participant sign; who stayed away is named (Art. 48(5))."""
    if not command.record_document_id:
        raise invalid("record_missing", "A hearing has a signed record.", "record_document_id")
    taking_part = {case.submission.applicant.subject, *hearing.third_parties}
    expected = {hearing.chair, *(taking_part - set(command.absent))}
    strangers = (set(command.signed_by) | set(command.absent)) - taking_part - {hearing.chair}
    if expected - set(command.signed_by) or strangers or hearing.chair in command.absent:
        raise invalid(
            "record_not_signed",
            "The record is signed by the chair and by everybody who took part.",
            "signed_by",
        )


def check_notice(document_id: str) -> None:
    if not document_id:
        raise invalid("notice_missing", "It is told in writing.", "notice_document_id")


def period(limit: Limit | None) -> Limit:
    """Give the scheme's period.

    Raises:
        Refused: the case began under a scheme that stated none.
    """
    if limit is None:
        raise Refused("hearing_periods_missing", "The scheme states no period.", rule=REQUESTS)
    return limit


def invalid(reason: str, message: str, field: str, *, rule: str = "") -> Refused:
    return Refused(reason, message, rule=rule or HOLDING, field=field, kind=ErrorKind.INVALID)
