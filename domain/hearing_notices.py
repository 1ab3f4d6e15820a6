"""Who is told of a hearing: applicant and third parties in writing, the department, its head."""

from typing import assert_never

from domain.case import Case
from domain.hearing_events import (
    HearingAnnounced,
    HearingEvent,
    HearingOverdue,
    HearingRightTold,
    ItemHearingHeld,
    ItemHearingLapsed,
    ItemHearingRequested,
)
from domain.recipients import Notice, Recipient, RecipientKind

Facts = tuple[tuple[str, str], ...]


def of_hearing(case: Case, event: HearingEvent) -> tuple[Notice, ...]:
    """Give the notices of a hearing; third parties are told by their opaque codes."""
    item = ("item", event.item_code)
    match event:
        case HearingRightTold():
            facts: Facts = (item, ("request_until", event.request_until.isoformat()))
            return _to_parties(case, event, facts)
        case HearingAnnounced():
            facts = (item, ("starts_at", event.starts_at.isoformat()), ("place", event.place))
            return _to_parties(case, event, facts)
        case ItemHearingHeld():
            return _to_parties(case, event, (item, ("record", event.record_document_id)))
        case ItemHearingRequested():
            facts = (item, ("hold_until", event.hold_until.isoformat()))
            return _to_department(case, event, facts)
        case ItemHearingLapsed():
            return _to_department(case, event, (item,))
        case HearingOverdue():
            department = case.item(event.item_code).department.code
            head = Recipient(RecipientKind.DEPARTMENT_HEAD, department)
            supervisors = Recipient(RecipientKind.ROLE, "supervisor")
            higher = tuple(Notice(who, event.kind, (item,)) for who in (head, supervisors))
            return (*_to_department(case, event, (item,)), *higher)
        case _:
            assert_never(event)


def _to_parties(
    case: Case, event: HearingRightTold | HearingAnnounced | ItemHearingHeld, facts: Facts
) -> tuple[Notice, ...]:
    hearing = case.hearing(event.item_code)
    parties = (*case.submission.applicant.subjects, *(hearing.third_parties if hearing else ()))
    recipients = (Recipient(RecipientKind.SUBJECT, each) for each in dict.fromkeys(parties))
    return tuple(Notice(who, event.kind, facts, is_sealed=True) for who in recipients)


def _to_department(
    case: Case, event: ItemHearingRequested | ItemHearingLapsed | HearingOverdue, facts: Facts
) -> tuple[Notice, ...]:
    department = case.item(event.item_code).department.code
    return (Notice(Recipient(RecipientKind.DEPARTMENT, department), event.kind, facts),)
