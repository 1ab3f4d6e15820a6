"""What one due-date computation, one explanation and one look at the alarm cost; no server."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from bench.simulated_case import SimulatedCase, simulated_city
from catalog.calendar import working_calendar
from domain.alarms import next_alarm
from domain.calendar import WorkingCalendar
from domain.case import Case
from domain.clock import ClockAction, ClockEntry, ClockId, ClockKind, ClockLedger
from domain.clock_explanation import explain
from domain.due_dates import due_dates
from domain.ladder import rungs_due
from domain.what_if import Supposition, suppose

_RECEIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """A case under review: one item's clock, once as it began and once with a suspension."""

    case: Case
    calendar: WorkingCalendar
    plain: ClockLedger
    suspended: ClockLedger
    now: datetime


def costs(*, repetitions: int = 300) -> dict[str, Any]:
    """Give microseconds of one computation each, the median of some rounds."""
    measured = case_under_review()
    plain, suspended, calendar = measured.plain, measured.suspended, measured.calendar
    supposition = Supposition(date(2026, 3, 16), 5, extend_by=5)
    computations: dict[str, Callable[[], object]] = {
        "due_dates_us": lambda: due_dates(plain, calendar),
        "due_dates_with_suspension_us": lambda: due_dates(suspended, calendar),
        "explanation_us": lambda: explain(plain, calendar, measured.now),
        "explanation_with_suspension_us": lambda: explain(suspended, calendar, measured.now),
        "supposition_us": lambda: suppose(measured.case, plain, supposition, measured.now),
        "next_alarm_us": lambda: next_alarm(measured.case),
        "next_alarm_of_a_new_state_us": lambda: _forgotten(measured.case),
    }
    return {name: _microseconds(each, repetitions) for name, each in computations.items()}


def case_under_review() -> Measured:
    """Give a case of four items a week after it was accepted."""
    calendar = working_calendar()
    city = simulated_city(_RECEIVED.date(), calendar, Random(1))  # no secret
    simulated = SimulatedCase.received("measured", city, _RECEIVED)
    while simulated.case.accepted_at is None and simulated.step():
        pass
    code = simulated.case.lanes[0].item_code
    ledger = simulated.case.clock(ClockId(ClockKind.LANE, code))
    if ledger is None:
        raise SystemExit(f"{code} has no clock to measure")
    now = simulated.now + timedelta(days=7)
    return Measured(simulated.case, calendar, ledger, _with_suspension(ledger, now), now)


def _forgotten(case: Case) -> datetime | None:
    """Compute an alarm as after an event that has moved every clock."""
    rungs_due.cache_clear()
    return next_alarm(case)


def _with_suspension(ledger: ClockLedger, now: datetime) -> ClockLedger:
    begun = ClockEntry(ClockAction.SUSPEND, now - timedelta(days=4), "testing", "行政许可法 45", "")
    ended = ClockEntry(ClockAction.RESUME, now - timedelta(days=1), "resumed", "行政许可法 45", "")
    return ClockLedger(ledger.clock_id, ledger.limits, (*ledger.entries, begun, ended))


def _microseconds(computation: Callable[[], object], repetitions: int) -> float:
    rounds = []
    for _ in range(_ROUNDS):
        begun = time.perf_counter()
        for _ in range(repetitions):
            computation()
        rounds.append((time.perf_counter() - begun) / repetitions)
    return round(median(rounds) * 1e6, 1)
