"""The integrated doorstep visit after issuance (集成式上门服务): a service, not a check (R78).

It outlives the application, so a permit of the application carries it (ADR 15). Nothing is found
on it and nothing follows from it but its being made, in time or late.
"""

from datetime import datetime

from domain import events as shared
from domain.actors import Role
from domain.calendar import end_of_day, local_date, start_of_day
from domain.commands import CompleteTask
from domain.due_dates import limit_end
from domain.permits import events as happened
from domain.permits.draft import PermitDraft
from domain.permits.permit import Permit
from domain.permits.statuses import DoorstepStatus
from domain.tasks import Task, TaskKind

_REMINDED_BEFORE = 1
"""Working days (assumption: as the ladder of the scheme reminds of other limits)."""


def open_doorstep_visit(draft: PermitDraft) -> None:
    """Open the town's or sub-district's step when the scheme has such a visit."""
    grant = draft.permit.grant
    if grant.doorstep_visit is None:
        return
    due_on = limit_end(grant.doorstep_visit, local_date(grant.issued_at), grant.calendar)
    draft.add(happened.DoorstepVisitDue(due_on))
    holder = grant.scheme.doorstep_department or grant.item.department.code
    draft.open_task(TaskKind.DOORSTEP_VISIT, Role.INSPECTOR, holder)


def decide_doorstep_visit(draft: PermitDraft, task: Task, command: CompleteTask) -> None:
    """Take the town officer's word that the visit was made; late is late, and no less made."""
    draft.add(
        shared.TaskDecided(task.task_id, command.outcome),
        happened.DoorstepVisitMade(late=_is_overdue(draft.permit, draft.now)),
    )


def doorstep_alarms(permit: Permit) -> tuple[datetime, ...]:
    """Instants of the reminder and of the end of the period, while the visit is to come."""
    visit = permit.doorstep
    if visit is None or not permit.open_tasks(TaskKind.DOORSTEP_VISIT):
        return ()
    if visit.status is DoorstepStatus.DUE:
        return (_reminder_at(permit),)
    return (end_of_day(visit.due_on),) if visit.status is DoorstepStatus.REMINDED else ()


def ring_doorstep_visit(draft: PermitDraft) -> None:
    """Remind the town, and make it visible that the visit was not made in time."""
    visit = draft.permit.doorstep
    if visit is None or not any(alarm <= draft.now for alarm in doorstep_alarms(draft.permit)):
        return
    if visit.status is DoorstepStatus.DUE:
        draft.add(happened.DoorstepVisitReminded())
    if _is_overdue(draft.permit, draft.now):
        draft.add(happened.DoorstepVisitOverdue())


def _reminder_at(permit: Permit) -> datetime:
    if permit.doorstep is None:
        raise ValueError(permit.permit_id)
    calendar = permit.grant.calendar
    return start_of_day(calendar.subtract_working_days(permit.doorstep.due_on, _REMINDED_BEFORE))


def _is_overdue(permit: Permit, now: datetime) -> bool:
    return permit.doorstep is not None and now >= end_of_day(permit.doorstep.due_on)
