"""What a case's clocks warn of: rungs of the ladder, and suspensions that outlast their notice.

A rung is told once for each instant at which it is reached: when the period has moved, what is
told again is only what lies ahead of the change.
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain import events as happened
from domain.calendar import end_of_day, local_date
from domain.case import Case
from domain.clock import ClockId, ClockLedger, Light
from domain.draft import Draft
from domain.evolution.clocks import warning_mark
from domain.ladder import rungs_due
from domain.suspensions import open_suspension

OVERRUN = "suspension_overrun"


@dataclass(frozen=True, slots=True)
class DueWarning:
    """One warning that is still to be told."""

    clock_id: ClockId
    name: str
    at: datetime
    light: Light
    notify: tuple[str, ...]

    @property
    def reached_on(self) -> date:
        return local_date(self.at)


def ring_warnings(draft: Draft) -> None:
    """Raise every warning whose instant has come and that was not told yet, in order."""
    for warning in sorted(open_warnings(draft.case), key=lambda each: each.at):
        if draft.now >= warning.at:
            draft.add(
                happened.WarningRaised(
                    warning.clock_id,
                    warning.name,
                    warning.light,
                    warning.notify,
                    reached_on=warning.reached_on,
                )
            )


def warning_alarms(case: Case) -> tuple[datetime, ...]:
    """Instants of the warnings still to come."""
    return tuple(warning.at for warning in open_warnings(case))


def open_warnings(case: Case) -> tuple[DueWarning, ...]:
    """Everything the clocks will warn of, unless something changes."""
    found = (warning for ledger in case.clocks for warning in _of_clock(case, ledger))
    return tuple(warning for warning in found if not _is_told(case, warning))


def _of_clock(case: Case, ledger: ClockLedger) -> tuple[DueWarning, ...]:
    if ledger.stopped_at is None and ledger.is_suspended:
        return _of_suspension(case, ledger)
    scheme, calendar = case.slice.scheme, case.submission.calendar
    return tuple(
        DueWarning(ledger.clock_id, rung.rung.name, rung.at, rung.rung.light, rung.rung.notify)
        for rung in rungs_due(ledger, calendar, scheme.ladder)
    )


def _of_suspension(case: Case, ledger: ClockLedger) -> tuple[DueWarning, ...]:
    """The day after which the procedure takes longer than the applicant was told (Art. 45)."""
    overrun, suspension = case.slice.scheme.overrun, open_suspension(ledger)
    if overrun is None or suspension is None or suspension.told_until is None:
        return ()
    at = end_of_day(suspension.told_until)
    return (DueWarning(ledger.clock_id, OVERRUN, at, overrun.light, overrun.notify),)


def _is_told(case: Case, warning: DueWarning) -> bool:
    """Whether it was told: for this instant, or before the change after which it lies behind.

    Records of before the instant was noted say only that a rung was told; that holds for good.
    """
    name = warning_mark(warning.clock_id, warning.name)
    if not {name, warning_mark(warning.clock_id, warning.name, warning.reached_on)}.isdisjoint(
        case.warned
    ):
        return True
    ledger = case.clock(warning.clock_id)
    changed_at = ledger.entries[-1].at if ledger else warning.at
    is_behind = warning.at <= changed_at
    return is_behind and any(mark.startswith(f"{name}/") for mark in case.warned)
