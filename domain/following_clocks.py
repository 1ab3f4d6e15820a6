"""Clocks that begin, rest or end because something else happened, whoever did it.

Whoever grants, issues or orders a rectification need not think of the clocks: the draft asks
here after each of its events. What follows is recorded like everything else.
"""

from datetime import datetime

from domain import events as happened
from domain.actors import Actor
from domain.case import Case
from domain.clock import ClockAction, ClockEntry, ClockId, ClockKind, ClockLedger
from domain.lane_clocks import started
from domain.lights import eased_lights
from domain.suspensions import Procedure

ClockEvents = tuple[happened.ClocksStarted | happened.ClockChanged | happened.LightEased, ...]

_SERVICE = "行政许可法 44"
_MOVES = frozenset({ClockAction.RESUME, ClockAction.EXTEND})
_DECISIONS = (
    happened.LaneGranted,
    happened.LaneFiled,
    happened.LaneRefused,
    happened.LaneWithdrawn,
    happened.LaneTerminated,
    happened.LaneTurnedAway,
    happened.LaneNotAccepted,
    happened.PermitsIssued,
)


def following(case: Case, event: happened.Event, at: datetime, actor: Actor) -> ClockEvents:
    """Give what an event does to the clocks; ``case`` is the case after it."""
    match event:
        case happened.LaneGranted():
            return (*_service_begins(case, event.item_code, at, actor), *_ends(case, at, actor))
        case happened.RectificationOrdered():
            return _rests_for_rectification(case, event, at, actor)
        case happened.RectificationReported() | happened.VisitConcluded():
            return _runs_on_after_rectification(case, at, actor)
        case happened.ClockChanged() if event.entry.action in _MOVES:
            return eased_lights(case, at)
        case happened.CalendarReplaced():
            return eased_lights(case, at)
        case _ if isinstance(event, _DECISIONS):
            return _ends(case, at, actor)
        case _:
            return ()


def service_clock(item_code: str) -> ClockId:
    """Name the clock from the decision to its service (颁发、送达, Art. 44)."""
    return ClockId(ClockKind.SERVICE, item_code)


def _service_begins(case: Case, item_code: str, at: datetime, actor: Actor) -> ClockEvents:
    limit = case.slice.scheme.times.service_of_decision
    if case.clock(service_clock(item_code)) is not None:
        return ()
    ledger = started(service_clock(item_code), (limit,), at, actor, basis=_SERVICE)
    return (happened.ClocksStarted((ledger,)),)


def _ends(case: Case, at: datetime, actor: Actor) -> ClockEvents:
    """Stop what has reached its aim: joint handling, service, and all when all has ended."""
    ended = (ledger for ledger in case.clocks if _has_ended(case, ledger))
    return tuple(
        _changed(ledger, ClockAction.STOP, "reached", at=at, actor=actor)
        for ledger in ended
        if ledger.stopped_at is None
    )


def _has_ended(case: Case, ledger: ClockLedger) -> bool:
    lane = case.lane(ledger.clock_id.subject)
    if all(other.status.is_ended for other in case.lanes):
        return True
    if ledger.clock_id.kind is ClockKind.SERVICE:
        return lane is not None and lane.status.is_ended
    is_joint = ledger.clock_id.kind is ClockKind.JOINT_CAP
    return is_joint and all(other.status.is_decided for other in case.lanes)


def _rests_for_rectification(
    case: Case, event: happened.RectificationOrdered, at: datetime, actor: Actor
) -> ClockEvents:
    """Items whose own rules do not count the time of rectification: their clocks rest."""
    return tuple(
        happened.ClockChanged(
            ledger.clock_id,
            ClockEntry(
                action=ClockAction.SUSPEND,
                at=at,
                cause=Procedure.RECTIFICATION.value,
                legal_basis=source,
                actor=actor.subject,
                notice=event.visit_id,
                expected_until=event.due_on,
            ),
        )
        for ledger, source in _resting(case)
        if set(event.points) & {p.code for p in case.item(ledger.clock_id.subject).checklist}
    )


def _runs_on_after_rectification(case: Case, at: datetime, actor: Actor) -> ClockEvents:
    return tuple(
        _changed(ledger, ClockAction.RESUME, "rectification_ended", at=at, actor=actor)
        for ledger, _ in _resting(case)
        if _rests(ledger)
    )


def _resting(case: Case) -> tuple[tuple[ClockLedger, str], ...]:
    """Running clocks of items that do not count rectification, each with its source."""
    return tuple(
        (ledger, source)
        for ledger in case.clocks
        if ledger.clock_id.kind is ClockKind.LANE
        and ledger.stopped_at is None
        and (source := case.item(ledger.clock_id.subject).suspends_for_rectification)
    )


def _rests(ledger: ClockLedger) -> bool:
    """Whether it rests for a rectification that has not ended."""
    begun = sum(entry.cause == Procedure.RECTIFICATION for entry in ledger.entries)
    ended = sum(entry.cause == "rectification_ended" for entry in ledger.entries)
    return begun > ended and ledger.is_suspended


def _changed(
    ledger: ClockLedger, action: ClockAction, cause: str, *, at: datetime, actor: Actor
) -> happened.ClockChanged:
    """Give one more entry on the legal basis on which the clock began."""
    entry = ClockEntry(action, at, cause, ledger.entries[0].legal_basis, actor.subject)
    return happened.ClockChanged(ledger.clock_id, entry)
