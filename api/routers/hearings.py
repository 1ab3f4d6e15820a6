"""Hearings in the review of an item: right, request, announcement, record (行政许可法 46-48)."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.acting import CaseActsDependency
from api.cases import case_now, sees_papers, visible_case
from api.dependencies import (
    APPLICANTS,
    PEOPLE,
    Allowed,
    CaseId,
    CurrentActor,
    Key,
    ResourcesDependency,
)
from api.problems import not_found
from api.schemas.cases import ActedAnswer
from api.schemas.hearings import (
    AnnouncementInput,
    HearingAnswer,
    HearingRecordInput,
    HearingRequestInput,
    HearingRightInput,
    ThirdPartyAnswer,
)
from api.written_notices import WrittenNotice
from domain import hearing_commands as of_hearing
from domain.actors import Role
from domain.case import Case
from domain.item_hearings import is_hearing_mandatory
from models.intake import ThirdPartyRow
from repositories import third_parties

router = APIRouter(prefix="/applications", tags=["acts"])
reviewers = Depends(Allowed(Role.REVIEWER))
ItemCode = Annotated[str, Path(pattern=r"^[A-Z0-9-]{1,20}$")]
PATH = "/{case_id}/lanes/{item_code}/hearing"


@router.get(PATH, dependencies=[Depends(Allowed(*PEOPLE))])
async def read_hearing(
    case_id: CaseId, item_code: ItemCode, actor: CurrentActor, resources: ResourcesDependency
) -> HearingAnswer:
    """Give where the hearing of an item stands; no status while none is begun."""
    case = await visible_case(resources, actor, case_id)
    return _answer(case, item_code)


@router.get(f"{PATH}/third-parties", dependencies=[reviewers])
async def read_third_parties(
    case_id: CaseId, item_code: ItemCode, actor: CurrentActor, resources: ResourcesDependency
) -> tuple[ThirdPartyAnswer, ...]:
    """Give the item's own department whom it has named and how they are reached."""
    case = await visible_case(resources, actor, case_id)
    if case.lane(item_code) is None or not sees_papers(case, actor, item_code):
        raise not_found("item")
    async with resources.database.reading() as session:
        rows = await third_parties.of_item(session, case_id, item_code)
    return tuple(ThirdPartyAnswer.model_validate(dict(row)) for row in rows)


@router.post(f"{PATH}/right", dependencies=[reviewers])
async def tell_right(
    case_id: CaseId,
    item_code: ItemCode,
    right: HearingRightInput,
    key: Key,
    acts: CaseActsDependency,
    resources: ResourcesDependency,
) -> ActedAnswer:
    """Tell applicant and third parties in writing that they may be heard (行政许可法 36, 47)."""
    case = await acts.case(case_id)
    rows = tuple(
        ThirdPartyRow(
            party_id=_party_id(key, case_id, item_code, number),
            case_id=case_id,
            item_code=item_code,
            name=party.name,
            contact=party.contact,
            named_at=case_now(case),
        )
        for number, party in enumerate(right.third_parties)
    )
    command = of_hearing.TellHearingRight(
        acts.actor, item_code, right.notice_document_id, tuple(row.party_id for row in rows)
    )
    notice = WrittenNotice("notice_document_id", right.notice_document_id)
    answer = await acts.tell(case_id, command, right, notice=notice, concerns=item_code)
    async with resources.database.transaction() as session:
        await third_parties.name(session, rows)
    return answer


@router.post(f"{PATH}/request", dependencies=[Depends(Allowed(*APPLICANTS, Role.REVIEWER))])
async def request_hearing(
    case_id: CaseId, item_code: ItemCode, request: HearingRequestInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Ask to be heard; for a third party the window or the department does."""
    command = of_hearing.RequestItemHearing(acts.actor, item_code, request.third_party or "")
    return await acts.send(case_id, command, request, concerns=item_code)


@router.post(f"{PATH}/announcement", dependencies=[reviewers])
async def announce_hearing(
    case_id: CaseId, item_code: ItemCode, announced: AnnouncementInput, acts: CaseActsDependency
) -> ActedAnswer:
    """Announce time, place and chair; the item's clock rests until the record is filed."""
    command = of_hearing.AnnounceHearing(
        acts.actor,
        item_code,
        starts_at=announced.starts_at,
        place=announced.place,
        chair=announced.chair,
        notice_document_id=announced.notice_document_id,
    )
    notice = WrittenNotice("notice_document_id", announced.notice_document_id)
    return await acts.tell(case_id, command, announced, notice=notice, concerns=item_code)


@router.post(f"{PATH}/record", dependencies=[reviewers])
async def record_hearing(
    case_id: CaseId, item_code: ItemCode, record: HearingRecordInput, acts: CaseActsDependency
) -> ActedAnswer:
    """File the signed record, on which the item is then decided."""
    command = of_hearing.RecordItemHearing(
        acts.actor, item_code, record.record_document_id, record.signed_by, record.absent
    )
    signed = WrittenNotice("record_document_id", record.record_document_id)
    return await acts.tell(
        case_id, command, record, notice=signed, concerns=item_code, rules_first=False
    )


def _answer(case: Case, item_code: str) -> HearingAnswer:
    if case.lane(item_code) is None:
        raise not_found("item")
    mandatory = is_hearing_mandatory(case, item_code)
    hearing = case.hearing(item_code)
    if hearing is None:
        return HearingAnswer(item_code=item_code, status=None, is_mandatory=mandatory)
    return HearingAnswer(
        item_code=item_code,
        status=hearing.status.value,
        is_mandatory=mandatory,
        request_until=hearing.request_until,
        hold_until=hearing.hold_until,
        starts_at=hearing.starts_at,
        place=hearing.place,
        chair=hearing.chair,
        is_overdue=hearing.is_overdue,
        record_document_id=hearing.record_document_id,
        third_parties=hearing.third_parties,
    )


def _party_id(key: str, case_id: str, item_code: str, number: int) -> str:
    """Give the same opaque code when the same request is repeated."""
    name = f"{key}/{case_id}/{item_code}/{number}"
    return hashlib.sha256(name.encode()).hexdigest()[:32]
