"""What else moves a clock: rectifications that do not count, and lights that are mild again.

Whoever orders a rectification, resumes a clock or extends a limit need not think of it: the draft
asks here after each of its events. What follows is recorded like everything else.
"""

from datetime import datetime

from domain import events as happened
from domain import visit_events as visited
from domain.actors import Actor
from domain.case import Case
from domain.clock import ClockAction, ClockEntry, ClockKind, ClockLedger
from domain.lights import eased_lights
from domain.suspensions import Procedure

ClockEvents = tuple[happened.ClockChanged | happened.LightEased, ...]

_MOVES = frozenset({ClockAction.RESUME, ClockAction.EXTEND})


def following(case: Case, event: happened.Event, at: datetime, actor: Actor) -> ClockEvents:
    """Give what an event does to the clocks; ``case`` is the case after it."""
    match event:
        case visited.RectificationOrdered():
            return _rests_for_rectification(case, event, at, actor)
        case visited.RectificationReported() | visited.VisitConcluded():
            return _runs_on_after_rectification(case, event.visit_id, at, actor)
        case happened.ClockChanged() if event.entry.action in _MOVES:
            return eased_lights(case, at)
        case happened.CalendarReplaced():
            return eased_lights(case, at)
        case _:
            return ()


def _rests_for_rectification(
    case: Case, event: visited.RectificationOrdered, at: datetime, actor: Actor
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


def _runs_on_after_rectification(
    case: Case, visit_id: str, at: datetime, actor: Actor
) -> ClockEvents:
    """The clocks of this visit's items run on; those of another visit's may still rest."""
    visit = case.the_visit(visit_id)
    items = visit.item_codes if visit else ()
    return tuple(
        happened.ClockChanged(
            ledger.clock_id,
            ClockEntry(ClockAction.RESUME, at, "rectification_ended", source, actor.subject),
        )
        for ledger, source in _resting(case)
        if ledger.clock_id.subject in items and _rests(ledger)
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
