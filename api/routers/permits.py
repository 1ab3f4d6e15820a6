"""Permits after issuance: verification, revocation, hearing."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from api.acting import act_on_stream
from api.cases import now_of
from api.days import check_within_calendar
from api.dependencies import APPLICANTS, PEOPLE, Allowed, CurrentActor, Key, ResourcesDependency
from api.idempotency import Acting
from api.papers import own_papers
from api.problems import not_found
from api.resources import Resources
from api.schemas.base import LabelAnswer
from api.schemas.cases import ActedAnswer
from api.schemas.licences import (
    HearingInput,
    PermitAnswer,
    PermitRectificationInput,
    RevocationInput,
)
from domain.actions import AllowedAction
from domain.actors import Actor, Role
from domain.commands import ReportRectification
from domain.permits import commands as asked
from domain.permits.actions import allowed_actions
from domain.permits.permit import Permit
from domain.tasks import Reason
from repositories import licences, permits

router = APIRouter(prefix="/permits", tags=["permits"])
readers = Depends(Allowed(*PEOPLE))
applicants = Depends(Allowed(*APPLICANTS))
reviewers = Depends(Allowed(Role.REVIEWER))
PermitId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}\.[A-Z0-9-]{1,20}$")]


@router.get("/{permit_id}", dependencies=[readers])
async def read_permit(
    permit_id: PermitId, actor: CurrentActor, resources: ResourcesDependency
) -> PermitAnswer:
    """Give a permit with its stage, open periods and consequences."""
    row, permit = await _visible(resources, actor, permit_id)
    return _answer(row, permit)


@router.get("/{permit_id}/allowed-actions", dependencies=[readers])
async def read_allowed_actions(
    permit_id: PermitId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[AllowedAction, ...]:
    """Give every action on the permit: allowed, or the reason why not."""
    _, permit = await _visible(resources, actor, permit_id)
    return allowed_actions(permit, actor, now_of(permit.last_at)) if permit else ()


@router.post("/{permit_id}/rectification", dependencies=[applicants])
async def report_rectification(
    permit_id: PermitId,
    rectification: PermitRectificationInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Report the failed points of the verification as put right."""
    await _visible(resources, actor, permit_id)
    papers = await own_papers(resources, {actor.subject}, rectification.papers)
    command = ReportRectification(actor, papers)
    acting = Acting(actor, f"report_rectification/{permit_id}", key, rectification)
    return await act_on_stream(resources, acting, permit_id, command)


@router.post("/{permit_id}/hearing-request", dependencies=[applicants])
async def request_hearing(
    permit_id: PermitId, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> ActedAnswer:
    """Ask to be heard before the decision (行政许可法 47)."""
    await _visible(resources, actor, permit_id)
    command = asked.RequestHearing(actor)
    acting = Acting(actor, f"request_hearing/{permit_id}", key)
    return await act_on_stream(resources, acting, permit_id, command)


@router.post("/{permit_id}/hearing-record", dependencies=[reviewers])
async def record_hearing(
    permit_id: PermitId,
    hearing: HearingInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """File the signed record of the hearing (行政许可法 48)."""
    await _visible(resources, actor, permit_id)
    command = asked.RecordHearing(
        actor, hearing.chair, hearing.record_document_id, hearing.holder_attended
    )
    acting = Acting(actor, f"record_hearing/{permit_id}", key, hearing)
    return await act_on_stream(resources, acting, permit_id, command)


@router.post("/{permit_id}/revocation", dependencies=[reviewers])
async def propose_revocation(
    permit_id: PermitId,
    revocation: RevocationInput,
    key: Key,
    actor: CurrentActor,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Propose to revoke the permit (撤销); the holder is told and may ask for a hearing."""
    await _visible(resources, actor, permit_id)
    check_within_calendar("hearing_until", revocation.hearing_until)
    command = asked.ProposeRevocation(
        actor,
        revocation.cause,
        tuple(Reason(reason.code, reason.text) for reason in revocation.reasons),
        revocation.hearing_until,
    )
    acting = Acting(actor, f"propose_revocation/{permit_id}", key, revocation)
    return await act_on_stream(resources, acting, permit_id, command)


async def _visible(resources: Resources, actor: Actor, permit_id: str) -> tuple[Any, Permit | None]:
    """Give row and state; the state is None until the permit's own life has begun."""
    async with resources.database.reading() as session:
        row = await licences.permit(session, permit_id)
        permit = await permits.load(session, permit_id)
        holders = await licences.holders_of(session, row["licence_code"]) if row else frozenset()
    may_see = row is not None and (_may_see(row, holders, actor) or _works_on(permit, actor))
    if row is None or not may_see:
        raise not_found("permit")
    return row, permit


def _may_see(row: Any, holders: frozenset[str], actor: Actor) -> bool:  # noqa: ANN401  # row
    if actor.role is Role.APPLICANT:
        return actor.subject in holders
    return actor.department is None or bool(actor.department == row["department"])


def _works_on(permit: Permit | None, actor: Actor) -> bool:
    """Whether another department, such as the town's, has a step to do with the permit."""
    return permit is not None and any(
        actor.acts_for(department) for task in permit.tasks for department in task.departments
    )


def _answer(row: Any, permit: Permit | None) -> PermitAnswer:  # noqa: ANN401  # row
    verification = permit.verification if permit else None
    rectification = verification.rectification if verification else None
    proceedings = permit.proceedings if permit else None
    doorstep = permit.doorstep if permit else None
    revocation = permit.revocation if permit else None
    consequences = revocation.consequences if revocation else None
    return PermitAnswer(
        permit_id=row["permit_id"],
        number=row["number"],
        item_code=row["item_code"],
        label=LabelAnswer(zh=row["label_zh"], en=row["label_en"]),
        department=row["department"],
        status=row["status"],
        stage=row["stage"],
        licence_code=row["licence_code"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        verification_due_on=row["verification_due_on"],
        rectification_due_on=rectification.due_on if rectification else None,
        failed_points=verification.failed_points if verification else (),
        hearing_until=proceedings.hearing_until if proceedings else None,
        doorstep_visit=doorstep.status.value if doorstep else None,
        doorstep_visit_due_on=doorstep.due_on if doorstep else None,
        cause_of_revocation=revocation.cause.value if revocation else None,
        bar_until=consequences.bar_until if consequences else None,
        compensation_owed=consequences.compensation_owed if consequences else None,
        remedies=revocation.remedies if revocation else (),
        sequence=row["sequence"],
        tasks=tuple(task.task_id for task in permit.tasks if task.is_open) if permit else (),
    )
