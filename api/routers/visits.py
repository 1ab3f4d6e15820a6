"""The joint visit, for those who may put it off: the applicant and the officials it concerns."""

from fastapi import APIRouter, Depends

from api.acting import act_on_case
from api.dependencies import (
    APPLICANTS,
    OFFICIALS,
    Allowed,
    CurrentActor,
    Key,
    ResourcesDependency,
)
from api.routers.applications import CaseId
from api.schemas.acts import RescheduleInput
from api.schemas.cases import ActedAnswer
from domain import commands as asked

router = APIRouter(
    prefix="/applications",
    tags=["acts"],
    dependencies=[Depends(Allowed(*APPLICANTS, *OFFICIALS))],
)


@router.post("/{case_id}/visit/reschedule")
async def reschedule_visit(
    case_id: CaseId,
    reschedule: RescheduleInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Ask for another slot before the visit has begun."""
    command = asked.RescheduleVisit(actor, reschedule.reason)
    return await act_on_case(
        resources, actor, key, case_id, update=command.kind, command=command, body=reschedule
    )
