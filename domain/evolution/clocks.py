"""Effects of time on the state."""

from dataclasses import replace
from typing import assert_never

from domain import events as happened
from domain.case import Case
from domain.clock import ClockEntry, ClockId, ClockKind, Light

ClockEvent = (
    happened.ClocksStarted
    | happened.ClockChanged
    | happened.WarningRaised
    | happened.CalendarReplaced
)


def apply(case: Case, event: ClockEvent) -> Case:
    match event:
        case happened.ClocksStarted():
            return replace(case, clocks=(*case.clocks, *event.clocks))
        case happened.ClockChanged():
            return with_entry(case, event.clock_id, event.entry)
        case happened.WarningRaised():
            return _warn(case, event)
        case happened.CalendarReplaced():
            return replace(case, submission=replace(case.submission, calendar=event.calendar))
        case _:
            assert_never(event)


def with_entry(case: Case, clock_id: ClockId, entry: ClockEntry) -> Case:
    """Give the case with one more entry in the ledger of a clock."""
    clocks = tuple(
        replace(clock, entries=(*clock.entries, entry)) if clock.clock_id == clock_id else clock
        for clock in case.clocks
    )
    return replace(case, clocks=clocks)


def warning_mark(clock_id: ClockId, rung: str) -> str:
    """Name under which a rung is noted as told, so that it is told once."""
    return f"{clock_id.kind}/{clock_id.subject}/{rung}"


def _warn(case: Case, event: happened.WarningRaised) -> Case:
    mark = warning_mark(event.clock_id, event.rung)
    warned = replace(case, warned=(*case.warned, mark))
    if event.clock_id.kind is not ClockKind.LANE or event.light is Light.GREEN:
        return warned
    return warned.with_lane(event.clock_id.subject, light=event.light)
