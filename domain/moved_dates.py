"""Which due dates of a case move, or become final, with a newly published calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.calendar import WorkingCalendar
from domain.case import Case
from domain.clock import ClockLedger, Limit, LimitKind, LimitUnit
from domain.due_dates import due_dates, limit_end
from domain.statuses import CaseStatus, DebtStatus, VisitStatus


class Dated(StrEnum):
    """What a due date belongs to."""

    CLOCK = "clock"
    CORRECTION = "correction"
    SUPPLEMENT = "supplement"
    DEBT = "debt"
    RECTIFICATION = "rectification"


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A due date before and after; equal when it was provisional and is final now.

    ``subject`` names the clock (``lane/B1-02``), item, debt or visit; ``limit`` the limit of a
    clock.
    """

    dated: Dated
    subject: str
    before: date
    after: date
    limit: LimitKind | None = None


def moved_dates(case: Case, newer: WorkingCalendar) -> tuple[MovedDate, ...]:
    """Compare every open due date under the case's calendar and a newer one.

    Clocks are computed anew. A date that was told to the applicant for an act of its own moves
    later only: nobody loses days that were promised (assumption: 信赖保护).
    """
    clocks = (ledger for ledger in case.clocks if ledger.stopped_at is None)
    return (
        *(moved for ledger in clocks for moved in _of_clock(case, ledger, newer)),
        *(
            MovedDate(dated, subject, before, after)
            for dated, subject, before, limit in _told(case)
            if (after := _later(before, limit, case.submission.calendar, newer)) != before
        ),
    )


def _of_clock(case: Case, ledger: ClockLedger, newer: WorkingCalendar) -> Iterator[MovedDate]:
    name = f"{ledger.clock_id.kind}/{ledger.clock_id.subject}"
    old, new = due_dates(ledger, case.submission.calendar), due_dates(ledger, newer)
    for before, after in zip(old, new, strict=True):
        if (before.date, before.provisional) != (after.date, after.provisional):
            yield MovedDate(Dated.CLOCK, name, before.date, after.date, before.kind)


def _told(case: Case) -> Iterator[tuple[Dated, str, date, Limit]]:
    """Give the open dates for acts of the applicant with the periods they come from."""
    times = case.slice.scheme.times
    if case.status is CaseStatus.CORRECTING and case.correction is not None:
        yield Dated.CORRECTION, case.case_id, case.correction.due_on, times.correction
    for lane in case.lanes:
        if lane.supplement is not None:
            yield Dated.SUPPLEMENT, lane.item_code, lane.supplement.due_on, times.supplement
    for debt in case.debts:
        paper = case.item(debt.item_code).paper(debt.wants)
        if debt.status is DebtStatus.OPEN and debt.due_on and paper and paper.deferral:
            yield Dated.DEBT, debt.debt_id, debt.due_on, paper.deferral
    visit = case.visit
    if visit and visit.status is VisitStatus.RECTIFYING and visit.rectification_due_on:
        yield Dated.RECTIFICATION, visit.visit_id, visit.rectification_due_on, times.rectification


def _later(before: date, limit: Limit, old: WorkingCalendar, newer: WorkingCalendar) -> date:
    """Count the same period anew from where it began; other units only move off free days."""
    if limit.unit is not LimitUnit.WORKING_DAYS:
        return newer.next_working_day(before)
    begun = old.subtract_working_days(before, limit.count)
    return max(before, limit_end(limit, begun, newer))
