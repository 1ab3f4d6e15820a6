"""Clocks that stop because what they were running for is reached."""

from datetime import datetime

from domain import events as happened
from domain.actors import Actor
from domain.case import Case
from domain.clock import ClockAction, ClockEntry, ClockKind, ClockLedger
from domain.evolution.clocks import with_entry

_FIRST_EDITION = 2
"""Cases of an earlier edition let these clocks run until they are closed."""
_ENDINGS = (
    happened.LaneGranted,
    happened.LaneFiled,
    happened.LaneRefused,
    happened.LaneWithdrawn,
    happened.LaneTerminated,
    happened.LaneTurnedAway,
    happened.LaneNotAccepted,
    happened.PermitsIssued,
)


def stop_reached(case: Case, event: happened.Event, at: datetime, actor: Actor) -> Case:
    """Stop joint handling with the last decision, service with the issue, all with the last end."""
    if case.edition < _FIRST_EDITION or not isinstance(event, _ENDINGS):
        return case
    for ledger in case.clocks:
        if ledger.stopped_at is None and _is_reached(case, ledger):
            basis = ledger.entries[0].legal_basis
            entry = ClockEntry(ClockAction.STOP, at, event.kind, basis, actor.subject)
            case = with_entry(case, ledger.clock_id, entry)
    return case


def _is_reached(case: Case, ledger: ClockLedger) -> bool:
    if all(lane.status.is_ended for lane in case.lanes):
        return True
    if ledger.clock_id.kind is ClockKind.SERVICE:
        lane = case.lane(ledger.clock_id.subject)
        return lane is not None and lane.status.is_ended
    is_joint = ledger.clock_id.kind is ClockKind.JOINT_CAP
    return is_joint and all(lane.status.is_decided for lane in case.lanes)
