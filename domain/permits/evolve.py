"""How an event changes a permit: one match that delegates to the matter it belongs to."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as shared
from domain.actors import Actor
from domain.case import CauseMark
from domain.permits import events as happened
from domain.permits.evolution import doorstep, proceedings, tasks, verification
from domain.permits.permit import Permit
from domain.permits.statuses import PermitStatus
from domain.record import Recorded

KEPT_CAUSES = 200
"""Causes a permit remembers; a repeated message is never older than that many turns."""


def evolve(permit: Permit, recorded: Recorded[happened.PermitEvent]) -> Permit:
    """Give the permit after one recorded event; one it knows already only marks its cause."""
    mark = CauseMark(recorded.cause, recorded.sequence)
    others = tuple(known for known in permit.causes if known.cause != recorded.cause)
    marked = replace(permit, causes=(*others, mark)[-KEPT_CAUSES:])
    if recorded.sequence <= permit.sequence:
        return marked
    placed = replace(
        marked,
        sequence=recorded.sequence,
        chain_head=recorded.hash,
        last_at=recorded.at,
    )
    return apply(placed, recorded.event, recorded.at, recorded.actor)


def apply(permit: Permit, event: happened.PermitEvent, at: datetime, actor: Actor) -> Permit:
    """Apply the event alone, without its place in the record."""
    match event:
        case happened.PermitBegan():
            return replace(permit, has_begun=True)
        case (
            happened.VerificationOpened()
            | happened.VerificationRecorded()
            | happened.VerificationPassed()
            | happened.PermitRectificationOrdered()
            | happened.PermitRectificationReported()
            | happened.VerificationFailed()
            | happened.VerificationInterrupted()
            | happened.VerificationResumed()
        ):
            return verification.apply(permit, event, at, actor)
        case (
            happened.RevocationProposed()
            | happened.HearingRequested()
            | happened.HearingPeriodEnded()
            | happened.HearingHeld()
            | happened.PermitRevoked()
            | happened.RevocationSetAside()
        ):
            return proceedings.apply(permit, event, at, actor)
        case (
            shared.TaskOpened()
            | shared.TaskDecided()
            | shared.TasksFellAway()
            | shared.TaskReassigned()
            | shared.WarningRaised()
        ):
            return tasks.apply(permit, event, at, actor)
        case (
            happened.DoorstepVisitDue()
            | happened.DoorstepVisitReminded()
            | happened.DoorstepVisitOverdue()
            | happened.DoorstepVisitMade()
        ):
            return doorstep.apply(permit, event)
        case happened.PermitLapsed():
            return verification.discontinue(replace(permit, status=PermitStatus.LAPSED), at, actor)
        case happened.PermitCalendarReplaced():
            return _replace_calendar(permit, event)
        case happened.GrantRechecked() | happened.CreditFactRecorded() | shared.MessageRefused():
            return permit
        case _:
            assert_never(event)


def _replace_calendar(permit: Permit, event: happened.PermitCalendarReplaced) -> Permit:
    moved = replace(permit, grant=replace(permit.grant, calendar=event.calendar))
    check = moved.verification
    if check and check.rectification and event.rectification_due_on:
        notice = replace(check.rectification, due_on=event.rectification_due_on)
        moved = replace(moved, verification=replace(check, rectification=notice))
    if moved.proceedings and event.hearing_until:
        open_proceedings = replace(moved.proceedings, hearing_until=event.hearing_until)
        moved = replace(moved, proceedings=open_proceedings)
    return moved
