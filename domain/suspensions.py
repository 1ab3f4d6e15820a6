"""Stretches in which a clock does not run (行政许可法 45), overlapping ones merged."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import local_date
from domain.clock import ClockAction, ClockEntry, ClockLedger


class Procedure(StrEnum):
    """What may suspend a clock: the list of 行政许可法 45 is closed; a visit is not in it.

    ``RECTIFICATION`` is not of Art. 45 either: it suspends only where the item's own rules say so.
    """

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class Suspension:
    """A merged stretch; ``ended_on`` None while it lasts, ``told_until`` as its notices say."""

    begun_on: date
    ended_on: date | None
    procedures: tuple[str, ...]
    told_until: date | None

    def days_over(self, today: date) -> int:
        """Calendar days by which it outlasts, or outlasted, the time that was told."""
        if self.told_until is None:
            return 0
        return max(0, ((self.ended_on or max(today, self.begun_on)) - self.told_until).days)


def suspensions_of(ledger: ClockLedger) -> tuple[Suspension, ...]:
    """Give the suspended stretches in order, overlapping ones merged.

    A clock may be suspended for several procedures at once; it runs on when the last has ended.
    """
    merged: list[Suspension] = []
    open_entries: list[ClockEntry] = []
    depth = 0
    for entry in sorted(ledger.entries, key=lambda e: e.at):
        if entry.action is ClockAction.SUSPEND:
            open_entries = [*open_entries, entry] if depth else [entry]
            depth += 1
        elif entry.action is ClockAction.RESUME and depth:
            depth -= 1
            if depth == 0:
                merged.append(_merged(open_entries, local_date(entry.at)))
    return (*merged, _merged(open_entries, None)) if depth else tuple(merged)


def open_suspension(ledger: ClockLedger) -> Suspension | None:
    """Give the stretch that lasts; None while the clock runs."""
    last = suspensions_of(ledger)[-1:]
    return last[0] if last and last[0].ended_on is None else None


def suspensions(ledger: ClockLedger) -> tuple[tuple[date, date], ...]:
    """Give first and last day of each stretch; one that lasts ends with ``date.max``."""
    return tuple((each.begun_on, each.ended_on or date.max) for each in suspensions_of(ledger))


def closed_suspensions(ledger: ClockLedger, today: date | None) -> tuple[tuple[date, date], ...]:
    """Give the stretches, the open one ended as its notices say, but not before ``today``."""
    return tuple(
        (each.begun_on, each.ended_on or _expected_end(each, today))
        for each in suspensions_of(ledger)
    )


def is_counted(ledger: ClockLedger, day: date) -> bool:
    """Whether a day counts: after the start, and at no moment of it suspended."""
    return day > ledger.started_on and not any(
        begin <= day <= end for begin, end in suspensions(ledger)
    )


def _merged(entries: list[ClockEntry], ended_on: date | None) -> Suspension:
    told = [entry.expected_until for entry in entries if entry.expected_until is not None]
    return Suspension(
        begun_on=local_date(entries[0].at),
        ended_on=ended_on,
        procedures=tuple(dict.fromkeys(entry.cause for entry in entries)),
        told_until=max(told, default=None),
    )


def _expected_end(suspension: Suspension, today: date | None) -> date:
    begin = suspension.begun_on
    return max(begin, today or begin, suspension.told_until or begin)
