"""What officials and supervisors do with a case's clocks and tasks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.acting import CaseActsDependency
from api.days import check_within_calendar
from api.dependencies import HEADS, Allowed, CaseId
from api.schemas.acts import ExtensionInput, SuspensionInput
from api.schemas.cases import ActedAnswer
from domain import commands as asked
from domain.actors import Role
from domain.clock import ClockId, ClockKind, Limit, LimitKind, LimitUnit

router = APIRouter(
    prefix="/applications",
    tags=["supervision"],
    dependencies=[Depends(Allowed(Role.REVIEWER, Role.SUPERVISOR, *HEADS))],
)
Subject = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]


@router.post("/{case_id}/clock/{kind}/{subject}/suspension")
async def suspend_clock(
    case_id: CaseId,
    kind: ClockKind,
    subject: Subject,
    suspension: SuspensionInput,
    acts: CaseActsDependency,
) -> ActedAnswer:
    """Stop a clock for a procedure of Art. 45, told to the applicant in writing."""
    check_within_calendar("until", suspension.until)
    command = asked.SuspendClock(
        acts.actor,
        ClockId(kind, subject),
        procedure=suspension.procedure,
        legal_basis=suspension.legal_basis,
        notice_document_id=suspension.notice_document_id,
        until=suspension.until,
    )
    return await acts.suspend(case_id, command, suspension, concerns=f"{kind}/{subject}")


@router.post("/{case_id}/clock/{kind}/{subject}/resumption")
async def resume_clock(
    case_id: CaseId, kind: ClockKind, subject: Subject, acts: CaseActsDependency
) -> ActedAnswer:
    """The procedure has ended; the clock runs on."""
    return await acts.send(
        case_id, asked.ResumeClock(acts.actor, ClockId(kind, subject)), concerns=f"{kind}/{subject}"
    )


@router.post("/{case_id}/clock/{kind}/{subject}/extension")
async def extend_limit(
    case_id: CaseId,
    kind: ClockKind,
    subject: Subject,
    extension: ExtensionInput,
    acts: CaseActsDependency,
) -> ActedAnswer:
    """Extend a limit once, with the approver's reasons told to the applicant (Art. 42)."""
    added = Limit(
        LimitKind(extension.kind),
        extension.count,
        LimitUnit(extension.unit),
        source=extension.legal_basis,
    )
    command = asked.ExtendLimit(
        acts.actor,
        ClockId(kind, subject),
        extension=added,
        approver=extension.approver or "",
        legal_basis=extension.legal_basis,
        reasons=extension.reasons,
        approver_office=extension.approver_office or "",
    )
    return await acts.send(case_id, command, extension, concerns=f"{kind}/{subject}")
