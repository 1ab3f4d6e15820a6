"""The record of a visit, its one rectification notice, and the bounded rounds (R77)."""

from dataclasses import dataclass
from datetime import datetime

from domain import events as happened
from domain import visit_events as visited
from domain.actors import Actor
from domain.calendar import end_of_day, local_date
from domain.case import Case
from domain.commands import CompleteTask, ReportRectification
from domain.draft import Draft
from domain.due_dates import limit_end
from domain.errors import ErrorKind, Refused
from domain.party import already_closed, may_speak_for_applicant
from domain.site_visit import Visit, VisitPart
from domain.statuses import VisitStatus
from domain.tasks import Finding, Task, TaskOutcome
from domain.visit_records import check_findings, check_photos, check_signers
from domain.visiting import call_for_visit, postpone
from domain.visits import next_visit_id, points_of, visit_in, visit_of_task, waiting_items


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """What the inspectors found and signed, at which instant, and which department was missing.

    ``is_late`` says that the record was made offline and came in later.
    """

    findings: tuple[Finding, ...]
    inspectors: tuple[str, ...]
    at: datetime
    absent_departments: tuple[str, ...] = ()
    is_late: bool = False


def decide_visit_record(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Take the inspectors' signed record, or their word that nobody let them in."""
    visit = visit_of_task(draft.case, task)
    if visit is None or visit.slot is None:
        raise Refused("no_visit_scheduled", "No visit is scheduled.", rule="R76")
    if draft.now < visit.slot.starts_at:
        raise Refused(
            "visit_not_begun",
            f"The visit begins at {visit.slot.starts_at.isoformat()}.",
            rule="R76",
        )
    check_signers(draft.case, visit, command.actor, command.inspectors)
    if command.outcome is TaskOutcome.NO_SHOW:
        draft.add(happened.TaskDecided(task.task_id, command.outcome))
        _no_show(draft, visit)
    elif command.outcome is TaskOutcome.ENTRY_REFUSED:
        _entry_refused(draft, visit, task, command)
    else:
        record = SignedRecord(
            command.findings, command.inspectors, draft.now, command.absent_departments
        )
        take_record(draft, visit, task, record)


def take_record(draft: Draft, visit: Visit, task: Task, record: SignedRecord) -> None:
    """Take a complete record; what a missing department should have seen is seen later."""
    check_findings(draft.case, visit, record.findings, record.absent_departments)
    check_photos(visit, record.findings, record.at)
    draft.add(
        happened.TaskDecided(task.task_id, TaskOutcome.RECORDED),
        visited.VisitRecorded(
            visit.visit_id,
            record.findings,
            record.inspectors,
            record.at if record.is_late else None,
            record.absent_departments,
        ),
    )
    if record.absent_departments:
        _leave_to_another_visit(draft, visit.visit_id, record)
    _conclude_or_rectify(draft, visit.visit_id, record.at)


def may_report_rectification(case: Case, actor: Actor, visit_id: str = "") -> Refused | None:
    """Say why no rectification can be reported now, or None."""
    if case.is_closed:
        return already_closed(case)
    refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if visit_in(case, VisitStatus.RECTIFYING, visit_id) is None:
        return Refused("nothing_to_rectify", "No rectification notice is open.", rule="R77")
    return None


def decide_rectification(draft: Draft, command: ReportRectification) -> None:
    """Take the report; the failed points are looked at again together."""
    refusal = may_report_rectification(draft.case, command.actor, command.visit_id)
    if refusal:
        raise refusal
    visit = visit_in(draft.case, VisitStatus.RECTIFYING, command.visit_id)
    if visit is not None:
        draft.add(visited.RectificationReported(visit.visit_id, command.papers))


def ring_visit(draft: Draft) -> None:
    """A rectification that was not reported in time has failed."""
    for visit in draft.case.visits:
        due = _rectification_due(visit)
        if due is not None and draft.now >= due:
            _fail(draft, visit.visit_id, "rectification_not_reported")


def rectification_alarms(case: Case) -> tuple[datetime, ...]:
    """Ends of the last days for reporting the rectifications that are open."""
    dues = (_rectification_due(visit) for visit in case.visits)
    return tuple(due for due in dues if due is not None)


def _rectification_due(visit: Visit) -> datetime | None:
    if visit.status is not VisitStatus.RECTIFYING or visit.rectification_due_on is None:
        return None
    return end_of_day(visit.rectification_due_on)


def _leave_to_another_visit(draft: Draft, visit_id: str, record: SignedRecord) -> None:
    """The others' conclusions stand; the items of who did not come get a visit of their own.

    It sees their points that nobody has seen, and those that failed.
    """
    case = draft.case
    visit = case.the_visit(visit_id)
    if visit is None:
        return
    missed = tuple(
        code
        for code in waiting_items(case, visit)
        if case.item(code).department.code in record.absent_departments
    )
    passed = {finding.point_code for finding in record.findings if finding.passed}
    points = tuple(p for p in points_of(case, missed) if p in visit.points and p not in passed)
    kept = tuple(code for code in visit.item_codes if code not in missed)
    seen = tuple(point for point in visit.points if point in points_of(case, kept))
    parts = (
        VisitPart(visit_id, kept, seen),
        VisitPart(next_visit_id(case), missed, points),
    )
    draft.add(visited.VisitDivided(visit_id, parts, "department_absent"))


def _conclude_or_rectify(draft: Draft, visit_id: str, at: datetime) -> None:
    case, visit = draft.case, draft.case.the_visit(visit_id)
    if visit is None:
        return
    failing = tuple(code for code in waiting_items(case, visit) if _fails(case, code, visit))
    passing = tuple(code for code in waiting_items(case, visit) if code not in failing)
    if passing:
        draft.add(visited.VisitConcluded(visit_id, passing, (), ""))
    if not failing:
        call_for_visit(draft)
    elif visit.round > case.slice.scheme.rectification_rounds:
        _fail(draft, visit_id, "failed_to_the_last_round")
    else:
        period = case.slice.scheme.times.rectification
        due_on = limit_end(period, local_date(at), case.submission.calendar)
        draft.add(visited.RectificationOrdered(visit_id, visit.failed_points, due_on))


def _fails(case: Case, item_code: str, visit: Visit) -> bool:
    own = {point.code for point in case.item(item_code).checklist}
    return bool(own & set(visit.failed_points))


def _no_show(draft: Draft, visit: Visit) -> None:
    if visit.missed >= draft.case.slice.scheme.no_shows_tolerated:
        _fail(draft, visit.visit_id, "applicant_not_met")
    else:
        postpone(draft, visit, "no_show")


def _entry_refused(draft: Draft, visit: Visit, task: Task, command: CompleteTask) -> None:
    """拒绝核查: recorded in words; beyond what the scheme tolerates the site check has failed."""
    said = " ".join(reason.text for reason in command.reasons).strip()
    if not said:
        raise Refused(
            "reasons_missing",
            "Say in words how entry was refused.",
            rule="行政许可法 34",
            field="reasons",
            kind=ErrorKind.INVALID,
        )
    draft.add(
        happened.TaskDecided(task.task_id, command.outcome),
        visited.EntryRefused(visit.visit_id, command.inspectors, said),
    )
    if visit.refused >= draft.case.slice.scheme.visits.entry_refusals_tolerated:
        _fail(draft, visit.visit_id, "entry_refused")
    else:
        postpone(draft, visit, "entry_refused", said)


def _fail(draft: Draft, visit_id: str, reason: str) -> None:
    """The site check has finally failed; the reviewers decide on that ground."""
    visit = draft.case.the_visit(visit_id)
    if visit is None:
        return
    items = waiting_items(draft.case, visit)
    draft.add(visited.VisitConcluded(visit_id, (), items, reason))
    call_for_visit(draft)
