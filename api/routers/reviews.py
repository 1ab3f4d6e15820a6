"""Between reviewer, applicant and supervisor: requests, objections, disputes, recusal."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.acting import CaseActsDependency
from api.cases import sees_papers, visible_case
from api.dependencies import (
    APPLICANTS,
    OFFICIALS,
    PEOPLE,
    Allowed,
    CaseId,
    CurrentActor,
    ResourcesDependency,
)
from api.problems import not_found
from api.review_views import dispute_answer, exclusion_answer, requests_answer
from api.schemas.cases import ActedAnswer
from api.schemas.people import (
    DisputeAnswer,
    DisputeInput,
    ExclusionAnswer,
    ExclusionInput,
    ObjectionAnswerInput,
    ReasonsInput,
    RequestsAnswer,
    RulingInput,
)
from domain import review_commands as in_review
from domain.actors import Role
from domain.dispute import DisputeAbout

router = APIRouter(prefix="/applications", tags=["reviews"])
ItemCode = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,20}$")]
DisputeId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,120}$")]
readers = Depends(Allowed(*PEOPLE))
officials = Depends(Allowed(*OFFICIALS))


@router.get("/{case_id}/lanes/{item_code}/requests", dependencies=[readers])
async def read_requests(
    case_id: CaseId, item_code: ItemCode, actor: CurrentActor, resources: ResourcesDependency
) -> RequestsAnswer:
    """Give a lane's requests to the applicant, each with what stood there and what came."""
    case = await visible_case(resources, actor, case_id)
    if case.lane(item_code) is None or not sees_papers(case, actor, item_code):
        raise not_found("item")
    return requests_answer(case, item_code, actor)


@router.post("/{case_id}/lanes/{item_code}/objection", dependencies=[Depends(Allowed(*APPLICANTS))])
async def object_to_request(
    case_id: CaseId, item_code: ItemCode, objection: ReasonsInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Disagree with the open request (异议); it does not lapse until the reviewer has answered."""
    command = in_review.ObjectToRequest(acts.actor, item_code, objection.reasons)
    return await acts.send(case_id, command, objection, concerns=item_code)


@router.post(
    "/{case_id}/lanes/{item_code}/objection/answer",
    dependencies=[Depends(Allowed(Role.REVIEWER))],
)
async def answer_objection(
    case_id: CaseId, item_code: ItemCode, answer: ObjectionAnswerInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Uphold the request, which is then due later, or drop it."""
    command = in_review.AnswerObjection(acts.actor, item_code, answer.upholds, answer.reasons)
    return await acts.send(case_id, command, answer, concerns=item_code)


@router.get("/{case_id}/disputes", dependencies=[readers])
async def read_disputes(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[DisputeAnswer, ...]:
    """Give the disputes, oldest first; those about requests only to whom they concern."""
    case = await visible_case(resources, actor, case_id)
    return tuple(
        dispute_answer(dispute)
        for dispute in case.disputes
        if dispute.about is DisputeAbout.COMPETENCE or sees_papers(case, actor, dispute.item_code)
    )


@router.post(
    "/{case_id}/disputes",
    dependencies=[Depends(Allowed(*APPLICANTS, Role.REVIEWER))],
)
async def raise_dispute(
    case_id: CaseId, dispute: DisputeInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Ask the supervisor to decide about a request, or about who is competent."""
    command = in_review.RaiseDispute(acts.actor, dispute.about, dispute.item_code, dispute.reasons)
    return await acts.send(case_id, command, dispute)


@router.post(
    "/{case_id}/disputes/{dispute_id}/ruling",
    dependencies=[Depends(Allowed(Role.SUPERVISOR))],
)
async def decide_dispute(
    case_id: CaseId, dispute_id: DisputeId, ruling: RulingInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Decide a dispute with reasons; the ruling is recorded and told to both sides."""
    command = in_review.DecideDispute(
        acts.actor,
        dispute_id,
        ruling.sustained,
        ruling.reasons,
        ruling.competent_department or "",
    )
    return await acts.send(case_id, command, ruling, concerns=dispute_id)


@router.get("/{case_id}/exclusions", dependencies=[officials])
async def read_exclusions(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[ExclusionAnswer, ...]:
    """Give the officials who are kept from the case or from items of it.

    Why, is told to the supervisor and to themselves.
    """
    case = await visible_case(resources, actor, case_id)
    return tuple(exclusion_answer(exclusion, actor) for exclusion in case.exclusions)


@router.post("/{case_id}/exclusions", dependencies=[officials])
async def exclude_official(
    case_id: CaseId, exclusion: ExclusionInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Declare one's own conflict of interest, or, as supervisor, keep somebody away (回避)."""
    command = in_review.ExcludeOfficial(
        acts.actor,
        exclusion.subject,
        exclusion.reasons,
        exclusion.item_code or "",
        whole_business=exclusion.whole_business,
    )
    return await acts.send(case_id, command, exclusion)
