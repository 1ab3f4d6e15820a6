"""How an event changes a case: one match that delegates to the matter it belongs to."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as happened
from domain import hearing_events as hearing
from domain import review_events as reviewed
from domain import visit_events as visited
from domain.actors import Actor
from domain.case import Case, CauseMark
from domain.evolution import clocks, debts, hearings, intake, issue, lanes, review, tasks, visits
from domain.evolution.reached import stop_reached
from domain.record import Recorded


def evolve(case: Case, recorded: Recorded[happened.Event]) -> Case:
    """Give the case after one recorded event; total: every event changes every case somehow."""
    others = tuple(mark for mark in case.causes if mark.cause != recorded.cause)
    marked = replace(
        case,
        sequence=recorded.sequence,
        chain_head=recorded.hash,
        last_at=recorded.at,
        causes=(*others, CauseMark(recorded.cause, recorded.sequence)),
    )
    return apply(marked, recorded.event, recorded.at, recorded.actor)


def apply(case: Case, event: happened.Event, at: datetime, actor: Actor) -> Case:
    """Apply the event alone, without its place in the record."""
    return stop_reached(_apply(case, event, at, actor), event, at, actor)


def _apply(case: Case, event: happened.Event, at: datetime, actor: Actor) -> Case:
    match event:
        case (
            happened.Received()
            | happened.CatalogueReplaced()
            | happened.PapersFound()
            | happened.LaneTurnedAway()
            | happened.IntakeChecked()
            | happened.CorrectionRequested()
            | happened.CorrectionAnswered()
            | happened.LaneNotAccepted()
            | happened.Accepted()
        ):
            return intake.apply(case, event, at, actor)
        case (
            happened.TaskOpened()
            | happened.TaskDecided()
            | happened.TasksFellAway()
            | happened.TaskReassigned()
        ):
            return tasks.apply(case, event, at, actor)
        case (
            happened.DebtsIncurred()
            | happened.DebtReminded()
            | happened.DebtPaid()
            | happened.DebtLapsed()
            | happened.DebtDissolved()
        ):
            return debts.apply(case, event)
        case (
            happened.LaneDispatched()
            | happened.DepartmentReported()
            | happened.RegistrationAssigned()
            | happened.LaneRerouted()
            | happened.SupplementRequested()
            | happened.SupplementProvided()
            | happened.SupplementLapsed()
            | happened.DecisionSigned()
            | happened.LaneGranted()
            | happened.LaneFiled()
            | happened.LaneRefused()
            | happened.LaneWithdrawn()
            | happened.LaneTerminated()
            | happened.PlaceAssigned()
        ):
            return lanes.apply(case, event, at, actor)
        case (
            reviewed.OfficialExcluded()
            | reviewed.RecommendationMade()
            | reviewed.RecommendationReturned()
            | reviewed.RequestObjected()
            | reviewed.ObjectionAnswered()
            | reviewed.DisputeRaised()
            | reviewed.DisputeDecided()
        ):
            return review.apply(case, event, at, actor)
        case (
            happened.ClocksStarted()
            | happened.ClockChanged()
            | happened.WarningRaised()
            | happened.LightEased()
            | happened.CalendarReplaced()
        ):
            return clocks.apply(case, event)
        case (
            visited.VisitNeeded()
            | visited.VisitDivided()
            | visited.VisitScheduled()
            | visited.VisitPostponed()
            | visited.EntryRefused()
            | visited.VisitRecordFiled()
            | visited.VisitRecorded()
            | visited.RectificationOrdered()
            | visited.RectificationReported()
            | visited.VisitConcluded()
        ):
            return visits.apply(case, event, at)
        case (
            hearing.HearingRightTold()
            | hearing.ItemHearingRequested()
            | hearing.ItemHearingLapsed()
            | hearing.HearingAnnounced()
            | hearing.HearingOverdue()
            | hearing.ItemHearingHeld()
        ):
            return hearings.apply(case, event)
        case (
            happened.IssueWaitEnded()
            | happened.PermitsIssued()
            | happened.FollowUpRecorded()
            | happened.CaseClosed()
        ):
            return issue.apply(case, event, at)
        case happened.MessageRefused():
            return case
        case _:
            assert_never(event)
