"""A year of a city in virtual time: every due date and warning against an independent recount.

Cases come in by the pattern of arrivals and live by the product's own ``decide``, ``evolve`` and
``next_alarm``; only the servers are left out. Items have the limits of the catalogue in force.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from bench import recount
from bench.arrivals import arrivals
from bench.simulated_case import SimulatedCase, SimulatedCity, simulated_city
from domain.calendar import WorkingCalendar, end_of_day, local_date
from domain.clock import ClockAction, ClockEntry, ClockLedger
from domain.due_dates import due_dates
from domain.events import WarningRaised

_PASSED = {"promised_passed": {"promised", "scheme"}, "statutory_passed": {"statutory", "cap"}}


@dataclass(slots=True)
class Findings:
    """What a year has shown; the lists name what was wrong and stay empty."""

    cases: int = 0
    turns: int = 0
    due_dates: int = 0
    warnings: int = 0
    wrong_due_dates: list[str] = field(default_factory=list)
    wrong_warnings: list[str] = field(default_factory=list)
    doubled_warnings: list[str] = field(default_factory=list)
    missed_warnings: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, Any]:
        """Give the counts for a report."""
        return {
            "cases": self.cases,
            "turns": self.turns,
            "due_dates_recounted": self.due_dates,
            "warnings_recounted": self.warnings,
            "wrong_due_dates": len(self.wrong_due_dates),
            "wrong_warnings": len(self.wrong_warnings),
            "doubled_warnings": len(self.doubled_warnings),
            "missed_warnings": len(self.missed_warnings),
        }


def simulate(year: int, cases: int, calendar: WorkingCalendar, *, seed: int = 1) -> Findings:
    """Let a year's cases live from receipt to the end and recount them at every turn."""
    chance = Random(seed)  # a simulation, no secret
    city = simulated_city(date(year, 6, 30), calendar, chance)
    return live(city, arrivals(year, cases, calendar, chance))


def live(city: SimulatedCity, instants: list[datetime]) -> Findings:
    """Let a case live from each instant on, and recount it."""
    findings = Findings()
    for number, instant in enumerate(instants):
        case = SimulatedCase.received(f"case-{number}", city, instant)
        while case.step():
            _recount_due_dates(case, findings)
        _recount_warnings(case, findings)
        findings.cases += 1
        findings.turns += case.turns
    return findings


def _recount_due_dates(case: SimulatedCase, findings: Findings) -> None:
    today = local_date(case.now)
    for ledger in case.case.clocks:
        known = due_dates(ledger, case.case.submission.calendar, today)
        counted = _counted(ledger, today)
        findings.due_dates += len(known)
        if [due.date for due in known] != counted:
            findings.wrong_due_dates.append(f"{case.name} {ledger.clock_id}: {known} {counted}")


def _recount_warnings(case: SimulatedCase, findings: Findings) -> None:
    """Each warning that a limit has passed came at its end, once, and none is missing."""
    seen: set[tuple[object, ...]] = set()
    for at, clock_before, event in case.warnings:
        mark = (event.clock_id, event.rung, event.reached_on)
        if mark in seen:
            findings.doubled_warnings.append(f"{case.name} {mark}")
        seen.add(mark)
        if event.rung in _PASSED and not _is_right(at, clock_before, event):
            findings.wrong_warnings.append(f"{case.name} {mark} at {at}")
        findings.warnings += 1
    for ledger in case.case.clocks:
        for rung, due in _ought_to_be_told(ledger):
            if (ledger.clock_id, rung, due) not in seen:
                findings.missed_warnings.append(f"{case.name} {ledger.clock_id} {rung} {due}")


def _is_right(at: datetime, ledger: ClockLedger, event: WarningRaised) -> bool:
    """Whether the limit that was said to have passed ends on that day, and had passed."""
    watched = _PASSED[event.rung]
    ends = [
        end
        for limit, end in zip(ledger.limits, _counted(ledger, local_date(at)), strict=True)
        if limit.kind.value in watched
    ]
    return min(ends) == event.reached_on and at >= end_of_day(min(ends))


def _ought_to_be_told(ledger: ClockLedger) -> list[tuple[str, date]]:
    """Limits that had passed before their clock stopped, unless it rested at the time."""
    stopped_at = ledger.stopped_at
    if stopped_at is None or ledger.is_suspended:
        return []
    ends = list(zip(ledger.limits, _counted(ledger, local_date(stopped_at)), strict=True))
    passed = []
    for rung, kinds in _PASSED.items():
        watched = [end for limit, end in ends if limit.kind.value in kinds]
        if watched and end_of_day(min(watched)) < stopped_at - timedelta(seconds=1):
            passed.append((rung, min(watched)))
    return passed


def _counted(ledger: ClockLedger, today: date) -> list[date]:
    start = local_date(ledger.entries[0].at)
    struck_out = _struck_out(ledger.entries, today)
    return [
        recount.last_day(
            start, limit.count + _added(ledger, limit.kind.value), limit.unit.value, struck_out
        )
        for limit in ledger.limits
    ]


def _added(ledger: ClockLedger, kind: str) -> int:
    extensions = (entry.extension for entry in ledger.entries if entry.extension is not None)
    return sum(each.count for each in extensions if each.kind.value == kind)


def _struck_out(entries: tuple[ClockEntry, ...], today: date) -> list[recount.Stretch]:
    """Pair each suspension with what ended it; one that lasts ends as told, or today."""
    stretches: list[recount.Stretch] = []
    begun: ClockEntry | None = None
    for entry in entries:
        if entry.action is ClockAction.SUSPEND:
            begun = entry
        elif entry.action is ClockAction.RESUME and begun is not None:
            stretches.append((local_date(begun.at), local_date(entry.at)))
            begun = None
    if begun is not None and begun.expected_until is not None:
        stretches.append((local_date(begun.at), max(begun.expected_until, today)))
    return stretches
