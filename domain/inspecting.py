"""The record of a visit, its one rectification notice, and the bounded rounds (R77)."""

from datetime import datetime

from domain import events as happened
from domain.actors import Actor
from domain.calendar import end_of_day
from domain.case import Case, Visit
from domain.commands import CompleteTask, ReportRectification
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.party import already_closed, may_speak_for_applicant
from domain.statuses import VisitStatus
from domain.tasks import Finding, Task, TaskOutcome
from domain.visiting import call_for_visit, postpone, visit_under_way, waiting_items


def decide_visit_record(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Take the inspectors' signed record, or their word that nobody let them in."""
    visit = visit_under_way(draft.case)
    if visit is None or visit.slot is None:
        raise Refused("no_visit_scheduled", "No visit is scheduled.", rule="R76")
    if draft.now < visit.slot.starts_at:
        raise Refused(
            "visit_not_begun",
            f"The visit begins at {visit.slot.starts_at.isoformat()}.",
            rule="R76",
        )
    _check_inspectors(draft.case, visit, command)
    if command.outcome is TaskOutcome.NO_SHOW:
        draft.add(happened.TaskDecided(task.task_id, command.outcome))
        _no_show(draft, visit)
        return
    _check_findings(draft.case, visit, command.findings)
    draft.add(
        happened.TaskDecided(task.task_id, command.outcome),
        happened.VisitRecorded(visit.visit_id, command.findings, command.inspectors),
    )
    _conclude_or_rectify(draft, visit.visit_id)


def may_report_rectification(case: Case, actor: Actor) -> Refused | None:
    """Say why no rectification can be reported now, or None."""
    if case.is_closed:
        return already_closed(case)
    refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if case.visit is None or case.visit.status is not VisitStatus.RECTIFYING:
        return Refused("nothing_to_rectify", "No rectification notice is open.", rule="R77")
    return None


def decide_rectification(draft: Draft, command: ReportRectification) -> None:
    """Take the report; the failed points are looked at again together."""
    refusal = may_report_rectification(draft.case, command.actor)
    if refusal:
        raise refusal
    if draft.case.visit is not None:
        draft.add(happened.RectificationReported(draft.case.visit.visit_id, command.papers))


def ring_visit(draft: Draft) -> None:
    """A rectification that was not reported in time has failed."""
    visit = draft.case.visit
    due = rectification_due(visit)
    if visit is not None and due is not None and draft.now >= due:
        _fail(draft, visit.visit_id, "rectification_not_reported")


def rectification_due(visit: Visit | None) -> datetime | None:
    """End of the last day for reporting a rectification; None when none is open."""
    if visit is None or visit.status is not VisitStatus.RECTIFYING:
        return None
    return end_of_day(visit.rectification_due_on) if visit.rectification_due_on else None


def _conclude_or_rectify(draft: Draft, visit_id: str) -> None:
    case, visit = draft.case, draft.case.visit
    if visit is None:
        return
    failing = tuple(code for code in waiting_items(case) if _fails(case, code, visit))
    passing = tuple(code for code in waiting_items(case) if code not in failing)
    if passing:
        draft.add(happened.VisitConcluded(visit_id, passing, (), ""))
    if not failing:
        call_for_visit(draft)
    elif visit.round > case.slice.scheme.rectification_rounds:
        _fail(draft, visit_id, "failed_to_the_last_round")
    else:
        due_on = draft.after(case.slice.scheme.times.rectification)
        draft.add(happened.RectificationOrdered(visit_id, visit.failed_points, due_on))


def _fails(case: Case, item_code: str, visit: Visit) -> bool:
    own = {point.code for point in case.item(item_code).checklist}
    return bool(own & set(visit.failed_points))


def _no_show(draft: Draft, visit: Visit) -> None:
    if visit.missed >= draft.case.slice.scheme.no_shows_tolerated:
        _fail(draft, visit.visit_id, "applicant_not_met")
    else:
        postpone(draft, "no_show")


def _fail(draft: Draft, visit_id: str, reason: str) -> None:
    """The site check has finally failed; the reviewers decide on that ground."""
    draft.add(happened.VisitConcluded(visit_id, (), waiting_items(draft.case), reason))
    call_for_visit(draft)


def _check_inspectors(case: Case, visit: Visit, command: CompleteTask) -> None:
    signed = set(command.inspectors)
    named = {inspector.subject for inspector in visit.slot.inspectors} if visit.slot else set()
    minimum = case.slice.scheme.minimum_inspectors
    if len(signed) < minimum:
        raise _invalid(
            "too_few_inspectors", f"At least {minimum} inspectors sign.", "行政许可法 34"
        )
    if not signed <= named or command.actor.subject not in signed:
        raise _invalid(
            "inspector_not_of_this_visit",
            "The record is signed by inspectors named for the visit, its author among them.",
            "行政许可法 34",
        )


def _invalid(reason: str, message: str, rule: str, field: str = "inspectors") -> Refused:
    return Refused(reason, message, rule=rule, field=field, kind=ErrorKind.INVALID)


def _check_findings(case: Case, visit: Visit, findings: tuple[Finding, ...]) -> None:
    """Every point of the merged checklist is answered once, by a department it concerns."""
    concerned: dict[str, set[str]] = {}
    for code in waiting_items(case):
        item = case.item(code)
        for point in item.checklist:
            if point.code in visit.points:
                concerned.setdefault(point.code, set()).add(item.department.code)
    answered = [finding.point_code for finding in findings]
    if len(answered) != len(set(answered)):
        raise _invalid("finding_twice", "A point is answered twice.", "R76", "findings")
    for finding in findings:
        if finding.department not in concerned.get(finding.point_code, set()):
            raise _invalid(
                "finding_out_of_place",
                f"{finding.point_code} is not a point of {finding.department} in this visit.",
                "R76",
                "findings",
            )
    missing = sorted(set(concerned) - set(answered))
    if missing:
        raise _invalid(
            "findings_missing", f"Not answered: {', '.join(missing)}.", "行政许可法 61", "findings"
        )
