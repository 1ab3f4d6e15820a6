"""The warning ladder of a clock: which rung is reached when, and the light it sets."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from domain.calendar import WorkingCalendar, end_of_day, start_of_day
from domain.clock import ClockAction, ClockEntry, ClockLedger, Light, Limit, LimitKind, WarningRung
from domain.due_dates import due_dates, limits_of, used_up_on


@dataclass(frozen=True, slots=True)
class RungInstant:
    """A rung with the instant at which it is reached."""

    rung: WarningRung
    at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """A limit with the last day of it."""

    limit: Limit
    on: date


@lru_cache(maxsize=512)
def rungs_due(
    ledger: ClockLedger, calendar: WorkingCalendar, ladder: tuple[WarningRung, ...]
) -> tuple[RungInstant, ...]:
    """Give the rungs of a running clock by instant; a stopped or suspended one has none.

    A turn asks three times for the same clocks: the validator, the decision and the alarm.
    """
    if ledger.stopped_at is not None or ledger.is_suspended:
        return ()
    dues = due_dates(ledger, calendar)
    ends = tuple(
        Ending(limit, due.date) for limit, due in zip(limits_of(ledger), dues, strict=True)
    )
    reached = (
        RungInstant(rung, at)
        for rung in ladder
        if (at := _reached_at(rung, ledger, ends, calendar)) is not None
    )
    return tuple(sorted(reached, key=lambda rung: rung.at))


def light(
    ledger: ClockLedger, calendar: WorkingCalendar, ladder: tuple[WarningRung, ...], now: datetime
) -> Light:
    """Give the gravest light of the rungs reached; green before the first."""
    until = min(now, ledger.stopped_at or now)
    running = ClockLedger(ledger.clock_id, ledger.limits, _before(ledger, until))
    lights = [rung.rung.light for rung in rungs_due(running, calendar, ladder) if rung.at <= until]
    return max(lights, key=lambda each: each.severity, default=Light.GREEN)


def _reached_at(
    rung: WarningRung, ledger: ClockLedger, ends: tuple[Ending, ...], calendar: WorkingCalendar
) -> datetime | None:
    """Give the instant of a rung on the strictest limit it watches; None when there is none.

    A share that is used up on the last day only, as half of one day is, warns of nothing.
    """
    watched = [end for end in ends if end.limit.kind in _watched(rung.limit_kind)]
    if not watched:
        return None
    first = min(watched, key=lambda end: end.on)
    if rung.percent is not None:
        day = used_up_on(ledger, first.limit, rung.percent, calendar)
        return end_of_day(day) if day < first.on else None
    if rung.working_days_before == 0:
        return end_of_day(first.on)
    return start_of_day(calendar.subtract_working_days(first.on, rung.working_days_before))


def _watched(kind: LimitKind) -> frozenset[LimitKind]:
    if kind is LimitKind.PROMISED:
        return frozenset({LimitKind.PROMISED, LimitKind.SCHEME})
    if kind is LimitKind.STATUTORY:
        return frozenset({LimitKind.STATUTORY, LimitKind.CAP})
    return frozenset({kind})


def _before(ledger: ClockLedger, until: datetime) -> tuple[ClockEntry, ...]:
    return tuple(
        entry
        for entry in ledger.entries
        if entry.at <= until and entry.action is not ClockAction.STOP
    )
