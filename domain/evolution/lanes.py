"""Effects of a lane's way to its decision on the state."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as happened
from domain.actors import Actor
from domain.case import Case, RequestStatus, Supplement
from domain.clock import ClockAction, ClockEntry, ClockId, ClockKind
from domain.evolution.clocks import with_entry
from domain.evolution.intake import with_form, with_papers
from domain.evolution.requests import answer_request, close_request, open_request
from domain.routes import Route
from domain.statuses import DispatchStatus, LaneStatus

DecisionEvent = (
    happened.LaneGranted
    | happened.LaneFiled
    | happened.LaneRefused
    | happened.LaneWithdrawn
    | happened.LaneTerminated
)
LaneEvent = (
    happened.LaneDispatched
    | happened.DepartmentReported
    | happened.RegistrationAssigned
    | happened.LaneRerouted
    | happened.SupplementRequested
    | happened.SupplementProvided
    | happened.SupplementLapsed
    | happened.DecisionSigned
    | DecisionEvent
    | happened.PlaceAssigned
)


def apply(case: Case, event: LaneEvent, at: datetime, actor: Actor) -> Case:
    match event:
        case happened.LaneDispatched():
            return _dispatched(case, event)
        case happened.DepartmentReported():
            return case.with_lane(
                event.item_code,
                department_sequence=event.sequence,
                department_outcome=event.outcome,
                department_reasons=event.reasons,
            )
        case happened.RegistrationAssigned():
            return replace(case, uscc=event.uscc)
        case happened.LaneRerouted():
            return case.with_lane(
                event.item_code,
                status=LaneStatus.IN_REVIEW,
                route=event.route,
                route_reason=event.reason,
            )
        case happened.SupplementRequested():
            request = Supplement(event.gaps, requested_at=at, due_on=event.due_on)
            return open_request(case, event, at, actor).with_lane(
                event.item_code, status=LaneStatus.SUPPLEMENTING, supplement=request
            )
        case happened.SupplementProvided():
            supplied = with_form(with_papers(case, event.papers), event.form)
            return answer_request(_end_supplement(supplied, event.item_code), event, at)
        case happened.SupplementLapsed():
            ended = _end_supplement(case, event.item_code)
            return close_request(ended, event.item_code, RequestStatus.LAPSED, at)
        case happened.DecisionSigned():
            return case.with_lane(event.item_code, status=LaneStatus.DECISION_SIGNED)
        case happened.PlaceAssigned():
            return case.with_lane(event.item_code, place=event.rank, has_place=event.has_place)
        case (
            happened.LaneGranted()
            | happened.LaneFiled()
            | happened.LaneRefused()
            | happened.LaneWithdrawn()
            | happened.LaneTerminated()
        ):
            return _stop_clock(_decided(case, event, at, actor), event, at, actor)
        case _:
            assert_never(event)


def _dispatched(case: Case, event: happened.LaneDispatched) -> Case:
    lane = case.the_lane(event.item_code)
    reference = event.reference or lane.department_reference
    starts_review = (
        event.status is DispatchStatus.RECEIVED
        and lane.status is LaneStatus.ACCEPTED
        and lane.route is Route.REVIEW
    )
    status = LaneStatus.IN_REVIEW if starts_review else lane.status
    return case.with_lane(
        event.item_code,
        dispatch=event.status,
        department_reference=reference,
        status=status,
        must_be_polled=event.must_be_polled,
    )


def _end_supplement(case: Case, item_code: str) -> Case:
    return case.with_lane(item_code, status=LaneStatus.IN_REVIEW, supplement=None)


def _decided(case: Case, event: DecisionEvent, at: datetime, actor: Actor) -> Case:
    case = close_request(case, event.item_code, RequestStatus.DROPPED, at)
    common = {"decided_at": at, "decided_by": actor.subject, "supplement": None}
    match event:
        case happened.LaneGranted():
            served = (event.service,) if event.service else ()
            granted = case.with_lane(event.item_code, status=LaneStatus.GRANTED, **common)
            return replace(granted, clocks=(*granted.clocks, *served))
        case happened.LaneFiled():
            return case.with_lane(event.item_code, status=LaneStatus.FILED, **common)
        case happened.LaneRefused():
            return case.with_lane(
                event.item_code,
                status=LaneStatus.REFUSED,
                reasons=event.reasons,
                remedies=event.remedies,
                **common,
            )
        case happened.LaneWithdrawn():
            return case.with_lane(event.item_code, status=LaneStatus.WITHDRAWN, **common)
        case happened.LaneTerminated():
            return case.with_lane(event.item_code, status=LaneStatus.TERMINATED, **common)
        case _:
            assert_never(event)


def _stop_clock(case: Case, event: DecisionEvent, at: datetime, actor: Actor) -> Case:
    clock_id = ClockId(ClockKind.LANE, event.item_code)
    if case.clock(clock_id) is None:
        return case
    entry = ClockEntry(
        action=ClockAction.STOP,
        at=at,
        cause=event.kind,
        legal_basis="行政许可法 42",
        actor=actor.subject,
    )
    return with_entry(case, clock_id, entry)
