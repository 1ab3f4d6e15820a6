"""The joint visit, for those who may put it off: the applicant and the officials it concerns."""

from fastapi import APIRouter, Depends

from api.acting import CaseActsDependency
from api.dependencies import APPLICANTS, OFFICIALS, Allowed, CaseId
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
    case_id: CaseId, reschedule: RescheduleInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Ask for another slot before the visit has begun."""
    return await acts.send(
        case_id, asked.RescheduleVisit(acts.actor, reschedule.reason), reschedule
    )
