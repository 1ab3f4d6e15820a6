"""Effects of issuance and of the end on the state."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as happened
from domain.case import Case, Licence
from domain.statuses import CaseStatus, LaneStatus

IssueEvent = (
    happened.IssueWaitEnded
    | happened.PermitsIssued
    | happened.FollowUpRecorded
    | happened.CaseClosed
)


def apply(case: Case, event: IssueEvent, at: datetime) -> Case:
    match event:
        case happened.IssueWaitEnded():
            return replace(case, waiting_is_over=True)
        case happened.PermitsIssued():
            return _issue(case, event, at)
        case happened.FollowUpRecorded():
            return _follow_up(case, event)
        case happened.CaseClosed():
            return replace(case, status=CaseStatus.CLOSED, ending=event.ending)
        case _:
            assert_never(event)


def _issue(case: Case, event: happened.PermitsIssued, at: datetime) -> Case:
    earlier = case.licence.permits if case.licence else ()
    licence = Licence(
        licence_code=event.licence_code,
        version=event.version,
        issued_at=at,
        permits=(*earlier, *event.permits),
    )
    issued = replace(case, licence=licence, followed_up=False)
    for permit in event.permits:
        issued = issued.with_lane(
            permit.item_code,
            status=LaneStatus.ISSUED,
            permit_number=permit.number,
            permit_id=permit.permit_id,
        )
    return issued


def _follow_up(case: Case, event: happened.FollowUpRecorded) -> Case:
    if case.licence is None:
        return case
    licence = replace(case.licence, document_id=event.document_id)
    return replace(case, licence=licence, followed_up=True)
