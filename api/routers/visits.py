"""Joint visits: putting off, calling off, appointing by hand, and telling that nobody came."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from api.acting import CaseActsDependency
from api.cases import visible_case
from api.dependencies import (
    APPLICANTS,
    OFFICIALS,
    Allowed,
    CaseId,
    CurrentActor,
    ResourcesDependency,
)
from api.photos import checked_findings
from api.problems import not_found
from api.schemas.acts import (
    AbsenceInput,
    AppointmentInput,
    CancellationInput,
    RescheduleInput,
    SignedRecordInput,
    VisitCode,
)
from api.schemas.cases import ActedAnswer, PackageAnswer
from api.visit_documents import rectification_pdf, report_pdf
from api.visit_packages import may_take_package, package_of, record_from
from domain import commands as asked
from domain import visit_commands as of_visit
from domain.actors import Role
from domain.errors import ErrorKind, Refused
from domain.site_visit import Inspector, Slot
from repositories import visits

router = APIRouter(
    prefix="/applications",
    tags=["acts"],
    dependencies=[Depends(Allowed(*APPLICANTS, *OFFICIALS))],
)
officials = Depends(Allowed(*OFFICIALS))
inspectors = Depends(Allowed(Role.INSPECTOR))
PDF_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The document.", "content": {"application/pdf": {}}}
}
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
    command = of_visit.CancelVisit(acts.actor, visit_id, cancellation.reason)
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
    command = of_visit.AppointVisit(acts.actor, visit_id, slot)
    return await acts.send(case_id, command, appointment, concerns=visit_id)


@router.get("/{case_id}/visits/{visit_id}/package", dependencies=[inspectors])
async def read_package(
    case_id: CaseId, visit_id: VisitId, actor: CurrentActor, resources: ResourcesDependency
) -> PackageAnswer:
    """Give the inspector the visit to take along, and the key that signs records made offline."""
    case = await visible_case(resources, actor, case_id)
    visit = case.the_visit(visit_id)
    refusal = may_take_package(visit, actor)
    if refusal or visit is None:
        raise refusal or not_found("visit")
    return PackageAnswer.model_validate(package_of(resources, case, visit, actor))


@router.post("/{case_id}/visits/{visit_id}/records", dependencies=[inspectors])
async def file_record(
    case_id: CaseId,
    visit_id: VisitId,
    signed: SignedRecordInput,
    acts: CaseActsDependency,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """File a record made offline; it is known by its own id and counts as of its own instant."""
    case = await acts.case(case_id)
    record, filed = record_from(resources, case.the_visit(visit_id), acts.actor, signed)
    findings = await checked_findings(resources, case_id, record.findings)
    command = of_visit.FileVisitRecord(acts.actor, visit_id, replace(filed, findings=findings))
    return await acts.send(case_id, command, signed, concerns=f"{visit_id}/{record.record_id}")


@router.get("/{case_id}/visits/{visit_id}/report", response_class=Response, responses=PDF_ANSWER)
async def read_report(
    case_id: CaseId, visit_id: VisitId, actor: CurrentActor, resources: ResourcesDependency
) -> Response:
    """Give the one report of all departments (现场核查报告) once the visit is recorded."""
    case = await visible_case(resources, actor, case_id)
    visit = case.the_visit(visit_id)
    if visit is None or not visit.findings:
        raise not_found("report")
    return Response(await report_pdf(resources, case, visit), media_type="application/pdf")


@router.get(
    "/{case_id}/visits/{visit_id}/rectification-notice",
    response_class=Response,
    responses=PDF_ANSWER,
)
async def read_rectification_notice(
    case_id: CaseId, visit_id: VisitId, actor: CurrentActor, resources: ResourcesDependency
) -> Response:
    """Give the one notice of everything to be put right (整改通知书) while it is open."""
    case = await visible_case(resources, actor, case_id)
    visit = case.the_visit(visit_id)
    if visit is None or visit.rectification_due_on is None:
        raise not_found("rectification")
    content = await rectification_pdf(resources, case, visit)
    return Response(content, media_type="application/pdf")


@router.post("/{case_id}/visits/{visit_id}/absence")
async def report_inspectors_absent(
    case_id: CaseId, visit_id: VisitId, absence: AbsenceInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Tell that no inspectors came; nothing is counted against the applicant."""
    command = of_visit.ReportInspectorsAbsent(acts.actor, visit_id, absence.reason)
    return await acts.send(case_id, command, absence, concerns=visit_id)
