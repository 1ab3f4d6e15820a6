"""Ledgers of clocks, built entry by entry; entries stand at noon in Shanghai."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from domain.calendar import start_of_day
from domain.clock import (
    ClockAction,
    ClockEntry,
    ClockId,
    ClockKind,
    ClockLedger,
    Limit,
    LimitKind,
    LimitUnit,
)

STARTS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def noon(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=12)


def entry(action: ClockAction, day: date) -> ClockEntry:
    return ClockEntry(action, noon(day), "test", "assumption", "reviewer-1")


def ledger_of(started_on: date, *limits: Limit) -> ClockLedger:
    start = entry(ClockAction.START, started_on)
    return ClockLedger(ClockId(ClockKind.LANE, "A"), limits, (start,))


def suspended(ledger: ClockLedger, day: date, until: date | None = None) -> ClockLedger:
    """The ledger suspended on a day, by a notice that tells a week unless told otherwise."""
    told = replace(
        entry(ClockAction.SUSPEND, day),
        notice="notice-1",
        expected_until=until or day + timedelta(days=7),
    )
    return replace(ledger, entries=(*ledger.entries, told))


def resumed(ledger: ClockLedger, day: date) -> ClockLedger:
    return replace(ledger, entries=(*ledger.entries, entry(ClockAction.RESUME, day)))


def extension(day: date, by: Limit) -> ClockEntry:
    return replace(entry(ClockAction.EXTEND, day), extension=by)


@st.composite
def ledgers(draw: st.DrawFn, units: tuple[LimitUnit, ...] = tuple(LimitUnit)) -> ClockLedger:
    """Clocks with one limit of each of some kinds, suspended and resumed in any lawful order."""
    kinds = draw(st.lists(st.sampled_from(LimitKind), unique=True, min_size=1))
    ledger = ledger_of(draw(STARTS), *(draw(_limits(kind, units)) for kind in kinds))
    day = ledger.started_on
    for gap, length, ends in draw(st.lists(_SUSPENSIONS, max_size=5)):
        day += timedelta(days=gap)
        if ends and ledger.is_suspended:
            ledger = resumed(ledger, day)
        else:
            ledger = suspended(ledger, day, day + timedelta(days=length))
    return ledger


_SUSPENSIONS = st.tuples(st.integers(0, 30), st.integers(1, 30), st.booleans())


@st.composite
def _limits(draw: st.DrawFn, kind: LimitKind, units: tuple[LimitUnit, ...]) -> Limit:
    unit = draw(st.sampled_from(units))
    most = {LimitUnit.MONTHS: 6, LimitUnit.YEARS: 1}.get(unit, 60)
    return Limit(kind, draw(st.integers(1, most)), unit, "assumption")
