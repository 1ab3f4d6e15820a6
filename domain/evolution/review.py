"""Effects of objections, disputes, recusals and recommendations on the state."""

from dataclasses import replace
from datetime import date, datetime
from typing import assert_never

from domain import review_events as reviewed
from domain.actors import Actor
from domain.case import Case, Exclusion, Recommendation, RequestStatus
from domain.dispute import DisputeAbout, Ruling
from domain.evolution.requests import close_request, put_off
from domain.statuses import LaneStatus

ReviewEvent = (
    reviewed.OfficialExcluded
    | reviewed.RecommendationMade
    | reviewed.RecommendationReturned
    | reviewed.RequestObjected
    | reviewed.ObjectionAnswered
    | reviewed.DisputeRaised
    | reviewed.DisputeDecided
)


def apply(case: Case, event: ReviewEvent, at: datetime, actor: Actor) -> Case:
    match event:
        case reviewed.OfficialExcluded():
            exclusion = Exclusion(
                event.subject,
                event.item_code,
                event.reasons,
                event.whole_business,
                declared_by=actor.subject,
                declared_at=at,
            )
            return replace(case, exclusions=(*case.exclusions, exclusion))
        case reviewed.RecommendationMade():
            made = Recommendation(event.outcome, event.reasons, actor.subject, at)
            return case.with_lane(event.item_code, recommendation=made)
        case reviewed.RecommendationReturned():
            return case.with_lane(event.item_code, recommendation=None)
        case reviewed.RequestObjected():
            return _objected(case, event)
        case reviewed.ObjectionAnswered():
            return _ruled(case, event.item_code, event.due_on, at)
        case reviewed.DisputeRaised():
            return replace(case, disputes=(*case.disputes, event.dispute))
        case reviewed.DisputeDecided():
            return _decided(case, event, at, actor)
        case _:
            assert_never(event)


def _objected(case: Case, event: reviewed.RequestObjected) -> Case:
    request = case.the_lane(event.item_code).supplement
    if request is None:
        return case
    return case.with_lane(event.item_code, supplement=replace(request, objection=event.reasons))


def _decided(case: Case, event: reviewed.DisputeDecided, at: datetime, actor: Actor) -> Case:
    ruling = Ruling(event.sustained, event.reasons, actor.subject, at, event.competent_department)
    disputes = tuple(
        replace(dispute, ruling=ruling) if dispute.dispute_id == event.dispute_id else dispute
        for dispute in case.disputes
    )
    ruled = replace(case, disputes=disputes)
    if event.about is DisputeAbout.REQUEST:
        return _ruled(ruled, event.item_code, event.due_on, at)
    return ruled


def _ruled(case: Case, item_code: str, due_on: date | None, at: datetime) -> Case:
    """Let the open request stand until another day, or end it (no day)."""
    request = case.the_lane(item_code).supplement
    if request is None:
        return case
    if due_on is None:
        ended = case.with_lane(item_code, status=LaneStatus.IN_REVIEW, supplement=None)
        return close_request(ended, item_code, RequestStatus.DROPPED, at)
    upheld = replace(request, due_on=due_on, objection="", was_upheld=True)
    return put_off(case.with_lane(item_code, supplement=upheld), item_code, due_on)
