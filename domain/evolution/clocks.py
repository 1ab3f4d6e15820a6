"""Effects of time on the state."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from domain import events as happened
from domain.case import Case
from domain.clock import ClockEntry, ClockId, ClockKind
from domain.evolution.dates import with_due_date

ClockEvent = (
    happened.ClocksStarted
    | happened.ClockChanged
    | happened.WarningRaised
    | happened.LightEased
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
        case happened.LightEased():
            return case.with_lane(event.item_code, light=event.light)
        case happened.CalendarReplaced():
            return _replace_calendar(case, event)
        case _:
            assert_never(event)


def with_entry(case: Case, clock_id: ClockId, entry: ClockEntry) -> Case:
    """Give the case with one more entry in the ledger of a clock."""
    clocks = tuple(
        replace(clock, entries=(*clock.entries, entry)) if clock.clock_id == clock_id else clock
        for clock in case.clocks
    )
    return replace(case, clocks=clocks)


def warning_mark(clock_id: ClockId, rung: str, reached_on: date | None = None) -> str:
    """Name under which a rung is noted as told for an instant, so that it is told once."""
    name = f"{clock_id.kind}/{clock_id.subject}/{rung}"
    return f"{name}/{reached_on.isoformat()}" if reached_on else name


def _warn(case: Case, event: happened.WarningRaised) -> Case:
    mark = warning_mark(event.clock_id, event.rung, event.reached_on)
    warned = replace(case, warned=(*case.warned, mark))
    lane = case.lane(event.clock_id.subject)
    if event.clock_id.kind is not ClockKind.LANE or lane is None:
        return warned
    gravest = max(lane.light, event.light, key=lambda light: light.severity)
    return warned.with_lane(lane.item_code, light=gravest)


def _replace_calendar(case: Case, event: happened.CalendarReplaced) -> Case:
    replaced = replace(case, submission=replace(case.submission, calendar=event.calendar))
    for moved in event.moved:
        replaced = with_due_date(replaced, moved)
    return replaced
