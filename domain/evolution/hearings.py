"""Effects of a hearing on the state."""

from dataclasses import replace
from typing import assert_never

from domain.case import Case, Hearing, HearingStatus
from domain.hearing_events import (
    HearingAnnounced,
    HearingEvent,
    HearingOverdue,
    HearingRightTold,
    ItemHearingHeld,
    ItemHearingLapsed,
    ItemHearingRequested,
)


def apply(case: Case, event: HearingEvent) -> Case:
    former = case.hearing(event.item_code) or Hearing(event.item_code, HearingStatus.OFFERED)
    others = tuple(each for each in case.hearings if each.item_code != event.item_code)
    return replace(case, hearings=(*others, _changed(former, event)))


def _changed(hearing: Hearing, event: HearingEvent) -> Hearing:
    match event:
        case HearingRightTold():
            return replace(
                hearing,
                third_parties=event.third_parties,
                right_notice_id=event.notice_document_id,
                request_until=event.request_until,
            )
        case ItemHearingRequested():
            status = HearingStatus.REQUESTED
            return replace(
                hearing, status=status, requested_by=event.by, hold_until=event.hold_until
            )
        case ItemHearingLapsed():
            return replace(hearing, status=HearingStatus.LAPSED)
        case HearingAnnounced():
            return replace(
                hearing,
                status=HearingStatus.ANNOUNCED,
                starts_at=event.starts_at,
                place=event.place,
                chair=event.chair,
                notice_document_id=event.notice_document_id,
                is_mandatory=event.is_mandatory,
            )
        case HearingOverdue():
            return replace(hearing, is_overdue=True)
        case ItemHearingHeld():
            return replace(
                hearing,
                status=HearingStatus.HELD,
                record_document_id=event.record_document_id,
                signed_by=event.signed_by,
                absent=event.absent,
            )
        case _:
            assert_never(event)
