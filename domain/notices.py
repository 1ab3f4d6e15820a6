"""Who is told what when something has happened: codes and dates only, texts are made later."""

from domain import events as happened
from domain import hearing_events as hearing
from domain import review_events as reviewed
from domain import visit_events as visited
from domain.case import Case, Gap
from domain.clock_notices import TOLD_IN_WRITING, facts_of_change, of_calendar, of_warning
from domain.hearing_notices import of_hearing
from domain.recipients import Notice, Recipient, RecipientKind
from domain.statuses import DispatchStatus
from domain.tasks import Task
from domain.visits import departments_of

SUPERVISORS = Recipient(RecipientKind.ROLE, "supervisor")


def notices_of(case: Case, event: happened.Event) -> tuple[Notice, ...]:
    """Give the notices that an event causes; ``case`` is the case after it."""
    match event:
        case happened.TaskOpened():
            return _to_departments(event.task, "task_opened")
        case happened.TaskReassigned():
            recipient = Recipient(RecipientKind.SUBJECT, event.assignee)
            return (Notice(recipient, "task_reassigned", (("task", event.task_id),)),)
        case reviewed.RequestObjected():
            return _to_department_of(case, event.item_code, event.kind)
        case reviewed.OfficialExcluded():
            return (Notice(SUPERVISORS, event.kind, (("item", event.item_code),)),)
        case reviewed.DisputeRaised():
            facts = (("dispute", event.dispute.dispute_id), ("item", event.dispute.item_code))
            return (Notice(SUPERVISORS, event.kind, facts),)
        case reviewed.DisputeDecided():
            told = _to_department_of(case, event.item_code, event.kind)
            return (*_to_applicant(case, event), *told)
        case happened.WarningRaised():
            return of_warning(case, event)
        case happened.CalendarReplaced():
            return of_calendar(case, event)
        case happened.LaneDispatched() if event.status is DispatchStatus.ACTION_REQUIRED:
            return _of_fault(case, event)
        case (
            hearing.HearingRightTold()
            | hearing.ItemHearingRequested()
            | hearing.ItemHearingLapsed()
            | hearing.HearingAnnounced()
            | hearing.HearingOverdue()
            | hearing.ItemHearingHeld()
        ):
            return of_hearing(case, event)
        case visited.VisitScheduled():
            return (*_to_applicant(case, event), *_to_inspectors(event))
        case visited.VisitDivided():
            return (*_to_applicant(case, event), *_to_visitors(case, event))
        case visited.VisitPostponed() if event.cause in _DEPARTMENTS_ARE_TOLD:
            return (*_to_applicant(case, event), *_to_visitors(case, event))
        case _:
            return _to_applicant(case, event)


def _to_applicant(case: Case, event: happened.Event) -> tuple[Notice, ...]:
    told = _told_to_applicant(case, event)
    if told is None:
        return ()
    facts, is_sealed = told
    return tuple(
        Notice(Recipient(RecipientKind.SUBJECT, subject), event.kind, facts, is_sealed)
        for subject in case.submission.applicant.subjects
    )


def _told_to_applicant(
    case: Case, event: happened.Event
) -> tuple[tuple[tuple[str, str], ...], bool] | None:
    """Give facts, and whether the notice is sealed; None when the applicant is not told."""
    match event:
        case happened.Received():
            items = " ".join(event.item_codes)
            counted_from = event.counted_from.isoformat() if event.counted_from else ""
            facts = (
                ("case_number", event.case_number),
                ("items", items),
                ("counted_from", counted_from),
            )
            return facts, True
        case happened.LaneTurnedAway():
            return (("item", event.item_code), ("status", event.status.value)), True
        case happened.CorrectionRequested():
            return (("due_on", event.due_on.isoformat()), ("gaps", _gaps(event.gaps))), True
        case happened.Accepted():
            items = " ".join(lane.item_code for lane in event.lanes)
            how = "with_deficiencies" if event.with_deficiencies else "complete"
            return (("items", items), ("how", "deemed" if event.deemed else how)), True
        case happened.LaneNotAccepted() | happened.LaneRefused():
            reasons = " ".join(reason.code for reason in event.reasons)
            remedies = " ".join(event.remedies)
            return (("item", event.item_code), ("reasons", reasons), ("remedies", remedies)), True
        case happened.SupplementRequested():
            due_on = event.due_on.isoformat()
            gaps = _gaps(event.gaps)
            return (("item", event.item_code), ("due_on", due_on), ("gaps", gaps)), True
        case reviewed.ObjectionAnswered():
            return (("item", event.item_code), ("upholds", str(event.upholds).lower())), True
        case reviewed.DisputeDecided():
            return (("item", event.item_code), ("sustained", str(event.sustained).lower())), True
        case visited.RectificationOrdered():
            points = " ".join(event.points)
            return (("due_on", event.due_on.isoformat()), ("points", points)), True
        case happened.LaneGranted() | happened.LaneFiled() | happened.LaneWithdrawn():
            return (("item", event.item_code),), True
        case happened.LaneTerminated():
            return (("item", event.item_code), ("reason", event.reason)), True
        case happened.DebtReminded() | happened.DebtLapsed() | happened.DebtPaid():
            return (("debt", event.debt_id),), False
        case visited.VisitScheduled():
            starts_at = event.slot.starts_at.isoformat()
            facts = (("visit", event.visit_id), ("starts_at", starts_at), ("reason", event.reason))
            return facts, False
        case visited.VisitPostponed() | visited.VisitDivided():
            return _of_visit(event), False
        case visited.EntryRefused():
            return (("visit", event.visit_id),), False
        case happened.ClockChanged() if event.entry.action in TOLD_IN_WRITING:
            return facts_of_change(case, event), True
        case happened.PermitsIssued():
            numbers = " ".join(permit.number for permit in event.permits)
            return (("licence", event.licence_code), ("permits", numbers)), False
        case happened.CaseClosed():
            return (("ending", event.ending.value),), False
        case _:
            return None


def _of_fault(case: Case, event: happened.LaneDispatched) -> tuple[Notice, ...]:
    department = case.item(event.item_code).department.code
    facts = (("item", event.item_code), ("reason", event.reason))
    recipients = (Recipient(RecipientKind.DEPARTMENT, department), SUPERVISORS)
    return tuple(Notice(recipient, "dispatch_needs_action", facts) for recipient in recipients)


def _to_department_of(case: Case, item_code: str, template: str) -> tuple[Notice, ...]:
    department = case.item(item_code).department.code
    facts = (("item", item_code),)
    return (Notice(Recipient(RecipientKind.DEPARTMENT, department), template, facts),)


def _to_departments(task: Task, template: str) -> tuple[Notice, ...]:
    facts = (
        ("task", task.task_id),
        ("kind", task.kind.value),
        ("items", " ".join(task.item_codes)),
    )
    return tuple(
        Notice(Recipient(RecipientKind.DEPARTMENT, code), template, facts)
        for code in task.departments
    )


def _to_inspectors(event: visited.VisitScheduled) -> tuple[Notice, ...]:
    facts = (("visit", event.visit_id), ("starts_at", event.slot.starts_at.isoformat()))
    return tuple(
        Notice(Recipient(RecipientKind.SUBJECT, member.subject), "visit_assigned", facts)
        for member in event.slot.inspectors
    )


_DEPARTMENTS_ARE_TOLD = frozenset({"rescheduled", "cancelled", "inspectors_absent"})


def _of_visit(
    event: visited.VisitPostponed | visited.VisitDivided,
) -> tuple[tuple[str, str], ...]:
    """Say why: the cause of another slot, or the reason for several visits and which."""
    if isinstance(event, visited.VisitPostponed):
        return (("visit", event.visit_id), ("cause", event.cause))
    visits = " ".join(part.visit_id for part in event.parts)
    return (("visit", event.visit_id), ("reason", event.reason), ("visits", visits))


def _to_visitors(
    case: Case, event: visited.VisitPostponed | visited.VisitDivided
) -> tuple[Notice, ...]:
    """Tell the departments that take part."""
    ids = (
        {event.visit_id}
        if isinstance(event, visited.VisitPostponed)
        else {part.visit_id for part in event.parts}
    )
    visits = [visit for visit in case.visits if visit.visit_id in ids]
    items = tuple(code for visit in visits for code in visit.item_codes)
    return tuple(
        Notice(Recipient(RecipientKind.DEPARTMENT, code), event.kind, _of_visit(event))
        for code in departments_of(case, items)
    )


def _gaps(gaps: tuple[Gap, ...]) -> str:
    return " ".join(f"{gap.item_code}:{gap.code}" for gap in gaps)
