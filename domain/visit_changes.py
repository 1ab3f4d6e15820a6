"""Changes to an appointment: put off, called off, made by hand, or nobody came (R76)."""

from datetime import datetime, timedelta
from typing import assert_never

from domain.actors import Actor, Role
from domain.calendar import SHANGHAI, local_date
from domain.case import Case
from domain.commands import RescheduleVisit
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.party import already_closed, may_speak_for_applicant
from domain.site_visit import Slot, Visit
from domain.statuses import VisitStatus
from domain.visit_commands import AppointVisit, CancelVisit, ReportInspectorsAbsent
from domain.visiting import drop_visit_task, postpone, schedule
from domain.visits import (
    departments_of,
    excluded_from,
    reschedulable_until,
    visit_in,
    waiting_items,
)

_TEAM = "行政许可法 34"
_RECUSAL = "公务员法 76"
"""Officials recuse themselves from matters of their own or their relatives' (回避)."""


Change = RescheduleVisit | CancelVisit | AppointVisit | ReportInspectorsAbsent


def decide_visit_change(draft: Draft, command: Change) -> None:
    """Take what changes an appointment."""
    match command:
        case RescheduleVisit():
            decide_reschedule(draft, command)
        case CancelVisit():
            decide_cancel(draft, command)
        case AppointVisit():
            decide_appoint(draft, command)
        case ReportInspectorsAbsent():
            decide_absence(draft, command)
        case _:
            assert_never(command)


def may_reschedule(case: Case, actor: Actor, now: datetime, visit_id: str = "") -> Refused | None:
    """Say why the visit cannot be put off now, or None; the applicant and officials may ask."""
    refusal = already_closed(case) if case.is_closed else None
    visit = visit_in(case, VisitStatus.SCHEDULED, visit_id)
    if refusal or visit is None or visit.slot is None:
        return refusal or _none_scheduled()
    refusal = None if _is_concerned(case, visit, actor) else may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if now >= visit.slot.starts_at:
        return _has_begun()
    until = reschedulable_until(case, visit)
    notice = case.slice.scheme.visits.reschedule_notice
    if until is not None and notice is not None and now > until:
        return Refused(
            "reschedule_too_late",
            f"The visit could be put off until {local_date(until).isoformat()}.",
            rule=notice.source,
        )
    return None


def decide_reschedule(draft: Draft, command: RescheduleVisit) -> None:
    """Let the slot go, with the reason; another one is looked for."""
    refusal = may_reschedule(draft.case, command.actor, draft.now, command.visit_id)
    if refusal:
        raise refusal
    _check_reason(command.reason, "Say why the visit is put off.")
    visit = visit_in(draft.case, VisitStatus.SCHEDULED, command.visit_id)
    if visit is not None:
        postpone(draft, visit, "rescheduled", command.reason)


def may_cancel(case: Case, actor: Actor, now: datetime, visit_id: str) -> Refused | None:
    """Say why the appointment cannot be called off now, or None; its departments may."""
    refusal = already_closed(case) if case.is_closed else None
    visit = visit_in(case, VisitStatus.SCHEDULED, visit_id)
    if refusal or visit is None or visit.slot is None:
        return refusal or _none_scheduled()
    if not _is_concerned(case, visit, actor):
        return _not_yours()
    return _has_begun() if now >= visit.slot.starts_at else None


def decide_cancel(draft: Draft, command: CancelVisit) -> None:
    """Call the appointment off with the reason; the item is still to be seen."""
    refusal = may_cancel(draft.case, command.actor, draft.now, command.visit_id)
    if refusal:
        raise refusal
    _check_reason(command.reason, "Say why the visit is called off.")
    visit = draft.case.the_visit(command.visit_id)
    if visit is not None:
        postpone(draft, visit, "cancelled", command.reason)


def may_report_absence(case: Case, actor: Actor, now: datetime, visit_id: str) -> Refused | None:
    """Say why it cannot be told now that no inspectors came, or None."""
    refusal = already_closed(case) if case.is_closed else None
    visit = visit_in(case, VisitStatus.SCHEDULED, visit_id)
    if refusal or visit is None or visit.slot is None:
        return refusal or _none_scheduled()
    refusal = None if _is_concerned(case, visit, actor) else may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if visit.records and visit.records[-1].recorded_at >= visit.slot.starts_at:
        return Refused("visit_recorded_in_part", "Inspectors have filed a record.", rule="R76")
    if now < visit.slot.ends_at:
        ends_at = visit.slot.ends_at.isoformat()
        return Refused("visit_not_over", f"The visit lasts until {ends_at}.", rule="R76")
    return None


def decide_absence(draft: Draft, command: ReportInspectorsAbsent) -> None:
    """Nobody came: not the applicant's doing, so nothing is counted against him."""
    refusal = may_report_absence(draft.case, command.actor, draft.now, command.visit_id)
    if refusal:
        raise refusal
    visit = draft.case.the_visit(command.visit_id)
    if visit is not None:
        postpone(draft, visit, "inspectors_absent", command.reason)


def may_appoint(case: Case, actor: Actor, now: datetime, visit_id: str) -> Refused | None:
    """Say why no appointment can be made by hand now, or None; its departments may."""
    if case.is_closed:
        return already_closed(case)
    visit = case.the_visit(visit_id)
    if visit is None or visit.status not in {VisitStatus.NEEDED, VisitStatus.SCHEDULED}:
        return Refused("no_visit_to_appoint", "No visit waits for an appointment.", rule="R76")
    if not _is_concerned(case, visit, actor):
        return _not_yours()
    if visit.status is VisitStatus.SCHEDULED:
        return may_reschedule(case, actor, now, visit_id)
    return None


def decide_appoint(draft: Draft, command: AppointVisit) -> None:
    """Take the appointment of the departments when it keeps the rules of every visit."""
    refusal = may_appoint(draft.case, command.actor, draft.now, command.visit_id)
    if refusal:
        raise refusal
    visit = draft.case.the_visit(command.visit_id)
    if visit is None:
        return
    _check_time(draft, command.slot)
    _check_team(draft.case, visit, command.slot)
    if visit.status is VisitStatus.SCHEDULED:
        drop_visit_task(draft, visit)
    schedule(draft, visit, command.slot, "by_hand")


def _check_time(draft: Draft, slot: Slot) -> None:
    terms = draft.case.slice.scheme.visits
    if slot.starts_at <= draft.now:
        raise _invalid("slot_in_the_past", "A visit begins in the future.", "R76", "starts_at")
    if slot.ends_at < slot.starts_at + terms.duration:
        minutes = terms.duration_minutes
        raise _invalid("slot_too_short", f"A visit takes {minutes} minutes.", "R76", "ends_at")
    day = local_date(slot.starts_at)
    if not draft.case.submission.calendar.is_working_day(day):
        text = f"{day.isoformat()} is not a working day."
        raise _invalid("slot_outside_working_time", text, "行政许可法 82", "starts_at")
    begins, ends = (each.astimezone(SHANGHAI) for each in (slot.starts_at, slot.ends_at))
    is_one_day = ends - begins < timedelta(days=1) and begins.date() == ends.date()
    if terms.hours and not (
        is_one_day
        and any(
            each.opens_at <= begins.time() and ends.time() <= each.closes_at for each in terms.hours
        )
    ):
        hours = ", ".join(f"{e.opens_at:%H:%M} to {e.closes_at:%H:%M}" for e in terms.hours)
        raise _invalid("slot_outside_working_time", f"Visits are made {hours}.", "R76", "starts_at")


def _check_team(case: Case, visit: Visit, slot: Slot) -> None:
    subjects = [inspector.subject for inspector in slot.inspectors]
    if len(set(subjects)) < case.slice.scheme.minimum_inspectors:
        minimum = case.slice.scheme.minimum_inspectors
        raise _invalid("too_few_inspectors", f"At least {minimum} inspectors come.", _TEAM)
    if set(subjects) & excluded_from(case):
        raise _invalid(
            "inspector_in_conflict",
            "An inspector is a party to this application or of its family, or is in conflict.",
            _RECUSAL,
        )
    needed = set(departments_of(case, waiting_items(case, visit)))
    coming = {inspector.department for inspector in slot.inspectors}
    if needed != coming:
        text = f"Of {', '.join(sorted(needed))} each sends an inspector, and nobody else."
        raise _invalid("team_incomplete", text, "R76")


def _is_concerned(case: Case, visit: Visit, actor: Actor) -> bool:
    """Whether the actor is a supervisor or an official of a department of the visit."""
    return actor.role is Role.SUPERVISOR or any(
        actor.acts_for(department) for department in departments_of(case, visit.item_codes)
    )


def _check_reason(reason: str, message: str) -> None:
    if not reason.strip():
        raise _invalid("reason_missing", message, "R76", "reason")


def _none_scheduled() -> Refused:
    return Refused("no_visit_scheduled", "No visit is scheduled.", rule="R76")


def _has_begun() -> Refused:
    return Refused(
        "visit_has_begun", "The visit has begun; it is recorded, not put off.", rule="R76"
    )


def _not_yours() -> Refused:
    return Refused(
        "not_your_department",
        "Only the departments of the visit, or a supervisor, may do this.",
        rule="R67",
        kind=ErrorKind.FORBIDDEN,
    )


def _invalid(reason: str, message: str, rule: str, field: str = "inspectors") -> Refused:
    return Refused(reason, message, rule=rule, field=field, kind=ErrorKind.INVALID)
