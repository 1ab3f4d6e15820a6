"""Which visits of a case there are, what each still has to see, and who may not come (R76)."""

from datetime import datetime

from domain.calendar import end_of_day, local_date, start_of_day
from domain.case import Case
from domain.clock import ClockId, ClockKind, Limit
from domain.due_dates import limit_end, strictest
from domain.site_visit import Visit
from domain.statuses import VisitStatus
from domain.tasks import Task, TaskKind


def waiting_items(case: Case, visit: Visit) -> tuple[str, ...]:
    """Items of the visit whose site check is still to come."""
    concluded = {*visit.passed_items, *visit.failed_items}
    return tuple(
        code
        for code in visit.item_codes
        if code not in concluded and not case.the_lane(code).status.is_decided
    )


def departments_of(case: Case, item_codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({case.item(code).department.code for code in item_codes}))


def visit_to_schedule(case: Case) -> Visit | None:
    """The first visit for which a slot is to be looked for now."""
    return next(
        (
            visit
            for visit in case.visits
            if visit.status is VisitStatus.NEEDED and waiting_items(case, visit)
        ),
        None,
    )


def visit_in(case: Case, status: VisitStatus, visit_id: str = "") -> Visit | None:
    """The visit named, or the first, when it is in this status."""
    return next(
        (
            visit
            for visit in case.visits
            if visit.status is status and visit_id in {"", visit.visit_id}
        ),
        None,
    )


def visit_of_task(case: Case, task: Task) -> Visit | None:
    """The scheduled visit whose record the task waits for."""
    return next(
        (
            visit
            for visit in case.visits
            if visit.status is VisitStatus.SCHEDULED
            and set(task.item_codes) & set(visit.item_codes)
        ),
        None,
    )


def visit_holding(case: Case, item_code: str) -> Visit | None:
    """The visit that has concluded on the item or, before, is to see it."""
    for visit in case.visits:
        if item_code in {*visit.passed_items, *visit.failed_items}:
            return visit
    return next((visit for visit in case.visits if item_code in visit.item_codes), None)


def points_of(case: Case, item_codes: tuple[str, ...]) -> tuple[str, ...]:
    """The merged checklist of items: what several share is asked once (R76)."""
    codes = (point.code for code in item_codes for point in case.item(code).checklist)
    return tuple(dict.fromkeys(codes))


def next_visit_id(case: Case, ahead: int = 0) -> str:
    """Give the number of the visit that comes next, or of one after it."""
    last = max((int(visit.visit_id.rpartition(".v")[2]) for visit in case.visits), default=0)
    return f"{case.case_id}.v{last + 1 + ahead}"


def excluded_from(case: Case) -> frozenset[str]:
    """Who may not inspect here: the parties themselves, and who is in conflict (回避).

    A visit is joint, so whoever is kept from one item of the case takes part in none of its visits.
    """
    applicant = case.submission.applicant
    conflicting = (exclusion.subject for exclusion in case.exclusions)
    return frozenset({*applicant.subjects, applicant.handling_person, *conflicting})


def limit_of(case: Case, item_codes: tuple[str, ...]) -> datetime | None:
    """The strictest due date of the clocks of these items and of the whole case."""
    clocks = [ClockId(ClockKind.LANE, code) for code in item_codes]
    ledgers = [case.clock(clock) for clock in (*clocks, ClockId(ClockKind.JOINT_CAP, "case"))]
    dues = [strictest(ledger, case.submission.calendar) for ledger in ledgers if ledger]
    return min((due.due_at for due in dues if due is not None), default=None)


def notice_ends(case: Case, notice: Limit, now: datetime) -> datetime:
    """The beginning of the first day on which somebody told now may be visited.

    What is told on a day off counts as told on the next working day.
    """
    calendar = case.submission.calendar
    told_on = calendar.next_working_day(local_date(now))
    return start_of_day(limit_end(notice, told_on, calendar))


def reschedulable_until(case: Case, visit: Visit) -> datetime | None:
    """End of the last day on which the visit can still be put off; None: until it begins."""
    notice = case.slice.scheme.visits.reschedule_notice
    if notice is None or visit.slot is None:
        return None
    day = local_date(visit.slot.starts_at)
    return end_of_day(case.submission.calendar.subtract_working_days(day, notice.count))


def is_task_of(task: Task, visit: Visit) -> bool:
    """Whether it is the inspectors' open step for this visit."""
    is_open_visit = task.is_open and task.kind is TaskKind.SITE_VISIT
    return is_open_visit and bool(set(task.item_codes) & set(visit.item_codes))
