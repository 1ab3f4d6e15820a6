"""Who is told what when something has happened to a permit."""

from domain.events import TaskOpened, TaskReassigned, WarningRaised
from domain.notices import SUPERVISORS
from domain.permits import events as happened
from domain.permits.permit import Permit
from domain.recipients import Notice, Recipient, RecipientKind


def notices_of(permit: Permit, event: happened.PermitEvent) -> tuple[Notice, ...]:
    """Give the notices that an event causes; ``permit`` is the permit after it."""
    match event:
        case TaskOpened():
            facts = (("task", event.task.task_id), ("kind", event.task.kind.value))
            return tuple(
                Notice(Recipient(RecipientKind.DEPARTMENT, code), "task_opened", facts)
                for code in event.task.departments
            )
        case TaskReassigned():
            recipient = Recipient(RecipientKind.SUBJECT, event.assignee)
            return (Notice(recipient, "task_reassigned", (("task", event.task_id),)),)
        case WarningRaised():
            facts = (("permit", permit.permit_id), ("rung", event.rung))
            department = permit.grant.item.department.code
            recipients = (Recipient(RecipientKind.DEPARTMENT, department), SUPERVISORS)
            return tuple(Notice(recipient, "warning_raised", facts) for recipient in recipients)
        case happened.DoorstepVisitReminded() | happened.DoorstepVisitOverdue():
            return _to_doorstep_holder(permit, event)
        case _:
            return _to_holder(permit, event)


def _to_doorstep_holder(
    permit: Permit, event: happened.DoorstepVisitReminded | happened.DoorstepVisitOverdue
) -> tuple[Notice, ...]:
    """Tell the town or sub-district; of an overdue visit the supervisors too."""
    scheme = permit.grant.scheme
    holder = scheme.doorstep_department or permit.grant.item.department.code
    due_on = permit.doorstep.due_on.isoformat() if permit.doorstep else ""
    facts = (("permit", permit.permit_id), ("due_on", due_on))
    recipients = [Recipient(RecipientKind.DEPARTMENT, holder)]
    if isinstance(event, happened.DoorstepVisitOverdue):
        recipients.append(SUPERVISORS)
    return tuple(Notice(recipient, event.kind, facts) for recipient in recipients)


def _to_holder(permit: Permit, event: happened.PermitEvent) -> tuple[Notice, ...]:
    told = _told_to_holder(event)
    if told is None:
        return ()
    facts = (("permit", permit.permit_id), ("number", permit.grant.number), *told)
    return tuple(
        Notice(Recipient(RecipientKind.SUBJECT, subject), event.kind, facts, is_sealed=True)
        for subject in permit.grant.applicant.subjects
    )


def _told_to_holder(event: happened.PermitEvent) -> tuple[tuple[str, str], ...] | None:
    """Give the facts of a written notice to the holder; None when the holder is not told."""
    match event:
        case happened.VerificationOpened() | happened.DoorstepVisitDue():
            return (("due_on", event.due_on.isoformat()),)
        case happened.PermitRectificationOrdered():
            return (("points", " ".join(event.points)), ("due_on", event.due_on.isoformat()))
        case happened.RevocationProposed():
            until = event.hearing_until.isoformat()
            return (("cause", event.cause.value), ("hearing_until", until))
        case happened.PermitRevoked():
            return (("cause", event.cause.value), ("remedies", " ".join(event.remedies)))
        case happened.RevocationSetAside() | happened.VerificationPassed():
            return ()
        case happened.PermitLapsed():
            return ()
        case _:
            return None
