"""Joint visits: putting off, calling off, appointing by hand, and telling that nobody came."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.acting import CaseActsDependency
from api.dependencies import APPLICANTS, OFFICIALS, Allowed, CaseId, ResourcesDependency
from api.schemas.acts import (
    AbsenceInput,
    AppointmentInput,
    CancellationInput,
    RescheduleInput,
    VisitCode,
)
from api.schemas.cases import ActedAnswer
from domain import commands as asked
from domain.case import Inspector, Slot
from domain.errors import ErrorKind, Refused
from repositories import visits

router = APIRouter(
    prefix="/applications",
    tags=["acts"],
    dependencies=[Depends(Allowed(*APPLICANTS, *OFFICIALS))],
)
officials = Depends(Allowed(*OFFICIALS))
VisitId = Annotated[VisitCode, Path()]


@router.post("/{case_id}/visit/reschedule")
async def reschedule_visit(
    case_id: CaseId, reschedule: RescheduleInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Ask for another slot in good time, of the visit that is scheduled."""
    command = asked.RescheduleVisit(acts.actor, reschedule.reason)
    return await acts.send(case_id, command, reschedule)


@router.post("/{case_id}/visits/{visit_id}/reschedule")
async def reschedule_this_visit(
    case_id: CaseId, visit_id: VisitId, reschedule: RescheduleInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Ask for another slot in good time."""
    command = asked.RescheduleVisit(acts.actor, reschedule.reason, visit_id)
    return await acts.send(case_id, command, reschedule, concerns=visit_id)


@router.post("/{case_id}/visits/{visit_id}/cancellation", dependencies=[officials])
async def cancel_visit(
    case_id: CaseId, visit_id: VisitId, cancellation: CancellationInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Call the appointment off, with the reason; another is looked for."""
    command = asked.CancelVisit(acts.actor, visit_id, cancellation.reason)
    return await acts.send(case_id, command, cancellation, concerns=visit_id)


@router.post("/{case_id}/visits/{visit_id}/appointment", dependencies=[officials])
async def appoint_visit(
    case_id: CaseId,
    visit_id: VisitId,
    appointment: AppointmentInput,
    acts: CaseActsDependency,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Fix time and team by hand, as the departments have agreed."""
    team = tuple(Inspector(each.subject, each.department) for each in appointment.inspectors)
    slot = Slot(appointment.starts_at, appointment.ends_at, team)
    await acts.case(case_id)
    async with resources.database.reading() as session:
        busy = await visits.busy(session, [each.subject for each in team], visit_id, slot)
    if busy:
        raise Refused(
            "inspector_busy",
            f"Another visit is made at that time by: {', '.join(busy)}.",
            rule="R76",
            field="inspectors",
            kind=ErrorKind.INVALID,
        )
    command = asked.AppointVisit(acts.actor, visit_id, slot)
    return await acts.send(case_id, command, appointment, concerns=visit_id)


@router.post("/{case_id}/visits/{visit_id}/absence")
async def report_inspectors_absent(
    case_id: CaseId, visit_id: VisitId, absence: AbsenceInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Tell that no inspectors came; nothing is counted against the applicant."""
    command = asked.ReportInspectorsAbsent(acts.actor, visit_id, absence.reason)
    return await acts.send(case_id, command, absence, concerns=visit_id)
