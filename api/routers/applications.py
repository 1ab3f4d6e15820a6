"""Applications: handing in, lists, the case and its parts."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.cases import case_now, decode_place, encode_cursor, visible_case
from api.dependencies import (
    APPLICANTS,
    PEOPLE,
    Allowed,
    CaseId,
    CurrentActor,
    Key,
    ResourcesDependency,
)
from api.draft_answers import not_prefilled
from api.handling import absent_colleagues
from api.idempotency import Acting
from api.schemas.base import Filter, Page
from api.schemas.cases import ApplicationAnswer, ApplicationEntry, DebtAnswer, LaneAnswer
from api.schemas.intake import DraftContent, Receipt
from api.submission import HandedIn, submit_once
from api.views import application_answer, debt_answer, lane_answer
from domain.actions import AllowedAction, allowed_actions
from domain.actors import Actor, Role
from repositories import lists, recusals
from repositories.lists import ApplicationFilter

router = APIRouter(prefix="/applications", tags=["applications"])
readers = Depends(Allowed(*PEOPLE))


@router.post("", status_code=HTTPStatus.CREATED, dependencies=[Depends(Allowed(*APPLICANTS))])
async def submit_application(
    content: DraftContent, key: Key, actor: CurrentActor, resources: ResourcesDependency
) -> Receipt:
    """Check and hand in an application in one call; answers with the sealed receipt."""
    acting = Acting(actor, "applications", key, content)
    handed_in = HandedIn(content, faults=not_prefilled(content))
    return await submit_once(resources, acting, handed_in, case_id=acting.digest)


@router.get("", dependencies=[readers])
async def list_applications(
    actor: CurrentActor,
    resources: ResourcesDependency,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    status: Filter | None = None,
    light: Annotated[str | None, Query(pattern="^(green|blue|yellow|red)$")] = None,
    item: Filter | None = None,
) -> Page[ApplicationEntry]:
    """Give the applications that are the caller's business, newest first."""
    before = decode_place(cursor) if cursor else None
    wanted = _wanted(actor, status=status, light=light, item=item)
    async with resources.database.reading() as session:
        rows = await lists.applications(session, wanted, before, limit + 1)
    entries = tuple(ApplicationEntry.model_validate(dict(row)) for row in rows[:limit])
    last = entries[-1] if len(rows) > limit else None
    following = encode_cursor(last.received_at.isoformat(), last.case_id) if last else None
    return Page(entries=entries, next_cursor=following)


@router.get("/{case_id}", dependencies=[readers])
async def read_application(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> ApplicationAnswer:
    """Give one application as recorded."""
    return application_answer(await visible_case(resources, actor, case_id), actor)


@router.get("/{case_id}/lanes", dependencies=[readers])
async def read_lanes(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[LaneAnswer, ...]:
    """Give the lanes with blockers; papers only of lanes that are the caller's business."""
    case = await visible_case(resources, actor, case_id)
    return tuple(lane_answer(case, lane, actor) for lane in case.lanes)


@router.get("/{case_id}/debts", dependencies=[readers])
async def read_debts(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[DebtAnswer, ...]:
    """Give the deficiency debts (容缺)."""
    case = await visible_case(resources, actor, case_id)
    return tuple(debt_answer(debt) for debt in case.debts)


@router.get("/{case_id}/allowed-actions", dependencies=[readers])
async def read_allowed_actions(
    case_id: CaseId, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[AllowedAction, ...]:
    """Give every action on the case: allowed, or the reason why not."""
    case = await visible_case(resources, actor, case_id)
    async with resources.database.reading() as session:
        acting_for = await absent_colleagues(session, actor)
        kept_away = await recusals.is_kept_from(session, actor.subject, case.case_id)
    return allowed_actions(case, actor, case_now(case), acting_for, is_kept_away=kept_away)


def _wanted(
    actor: Actor, *, status: str | None, light: str | None, item: str | None
) -> ApplicationFilter:
    subject = actor.subject if actor.role is Role.APPLICANT else None
    return ApplicationFilter(subject, actor.department, status, light, item)
