"""Effects of the doorstep visit on a permit."""

from dataclasses import replace

from domain.permits import events as happened
from domain.permits.permit import DoorstepVisit, Permit
from domain.permits.statuses import DoorstepStatus

DoorstepEvent = (
    happened.DoorstepVisitDue
    | happened.DoorstepVisitReminded
    | happened.DoorstepVisitOverdue
    | happened.DoorstepVisitMade
)


def apply(permit: Permit, event: DoorstepEvent) -> Permit:
    if isinstance(event, happened.DoorstepVisitDue):
        return replace(permit, doorstep=DoorstepVisit(event.due_on))
    if permit.doorstep is None:
        return permit
    return replace(permit, doorstep=replace(permit.doorstep, status=_STATUS[type(event)]))


_STATUS: dict[type[DoorstepEvent], DoorstepStatus] = {
    happened.DoorstepVisitReminded: DoorstepStatus.REMINDED,
    happened.DoorstepVisitOverdue: DoorstepStatus.OVERDUE,
    happened.DoorstepVisitMade: DoorstepStatus.MADE,
}
