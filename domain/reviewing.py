"""Review of a lane by people: decision, supplement, and what the department's system says."""

from domain import events as happened
from domain.actors import Actor, Role
from domain.blockers import decision_blockers
from domain.calendar import end_of_day
from domain.case import Case, Gap, Lane
from domain.commands import (
    CompleteTask,
    DepartmentAnswered,
    DepartmentReport,
    DispatchAnswer,
    DispatchAnswered,
    ProvideSupplement,
)
from domain.dispatching import still_delivered
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.granting import grant_or_sign, refuse
from domain.identifiers import is_valid_uscc
from domain.notice_bounds import check_gaps, check_reasons, outside_reasons
from domain.party import already_closed, may_speak_for_applicant, not_open_yet
from domain.routes import Route
from domain.statuses import CaseStatus, DispatchStatus, LaneStatus
from domain.tasks import Task, TaskKind, TaskOutcome
from domain.visiting import call_for_visit


def open_review(draft: Draft, item_code: str) -> None:
    """Open the department's review task unless one is open or the lane is decided."""
    lane = draft.case.the_lane(item_code)
    reviewing = any(t.kind is TaskKind.REVIEW for t in draft.case.open_tasks(item_code))
    if lane.route is not Route.REVIEW or lane.status.is_decided or reviewing:
        return
    task = Task(
        task_id=draft.next_id("t", len(draft.case.tasks)),
        kind=TaskKind.REVIEW,
        item_codes=(item_code,),
        departments=(draft.case.item(item_code).department.code,),
        role=Role.REVIEWER,
        opened_at=draft.now,
    )
    draft.add(happened.TaskOpened(task))


def decide_review(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Take the reviewer's word: grant, refuse with reasons, or ask for a supplement."""
    item_code = task.item_codes[0]
    if command.outcome is TaskOutcome.REQUEST_SUPPLEMENT:
        _request_supplement(draft, item_code, command.gaps)
        return
    if command.outcome is TaskOutcome.REFUSE:
        check_reasons(draft.case, item_code, command.reasons)
    else:
        _check_no_supplement(draft.case.the_lane(item_code))
    draft.add(happened.TaskDecided(task.task_id, command.outcome))
    if command.outcome is TaskOutcome.REFUSE:
        refuse(draft, item_code, command.reasons)
    else:
        grant_or_sign(draft, item_code)


def may_supplement(case: Case, actor: Actor, item_code: str) -> Refused | None:
    """Say why a supplement cannot be handed in now, or None."""
    if case.is_closed:
        return already_closed(case)
    refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if case.status is not CaseStatus.ACCEPTED:
        return not_open_yet(case)
    lane = case.lane(item_code)
    if lane is None or lane.supplement is None:
        return Refused(
            "nothing_requested",
            f"No supplement is requested for {item_code}.",
            rule="design §6",
            field="item_code",
        )
    return None


def decide_supplement(draft: Draft, command: ProvideSupplement) -> None:
    """Take the applicant's answer to a reviewer's request; only what was asked for unlocks."""
    refusal = may_supplement(draft.case, command.actor, command.item_code)
    if refusal:
        raise refusal
    supplement = draft.case.the_lane(command.item_code).supplement
    wanted = {gap.code for gap in supplement.gaps} if supplement else set()
    given = [paper.paper_code for paper in command.papers] + [code for code, _ in command.form]
    strange = [code for code in given if code not in wanted]
    if strange or not given:
        raise Refused(
            "not_asked_for",
            f"Asked for: {', '.join(sorted(wanted))}; given: {', '.join(given) or 'nothing'}.",
            rule="R40",
            field="papers",
            kind=ErrorKind.INVALID,
        )
    draft.add(happened.SupplementProvided(command.item_code, command.papers, command.form))


def ring_supplements(draft: Draft) -> None:
    """A request nobody answered lapses; the reviewer decides on what there is."""
    for lane in draft.case.lanes:
        if lane.supplement is not None and draft.now >= end_of_day(lane.supplement.due_on):
            draft.add(happened.SupplementLapsed(lane.item_code))


def decide_dispatched(draft: Draft, command: DispatchAnswered) -> None:
    """Note for each lane what its department's system said; open its review when it has it."""
    for answer in command.answers:
        lane = draft.case.lane(answer.item_code)
        if lane is not None and not _is_known(lane, answer):
            _take_dispatch_answer(draft, answer)


def decide_department_answered(draft: Draft, command: DepartmentAnswered) -> None:
    """Take a report by dispatch key; older reports and those of decided lanes change nothing."""
    lane = next(
        (lane for lane in draft.case.lanes if lane.dispatch_key == command.dispatch_key), None
    )
    if lane is None or not command.dispatch_key:
        raise Refused(
            "dispatch_unknown",
            "No lane of this application was sent under that key.",
            rule="design §10",
            field="dispatch_key",
            kind=ErrorKind.NOT_FOUND,
        )
    _take_report(draft, lane.item_code, command.report)


def follow_report(draft: Draft, item_code: str) -> None:
    """Decide a lane by its system's own word once nothing stands in the way any more.

    A refusal for a reason that the notice does not know is not followed: the reviewer decides.
    """
    if draft.case.the_lane(item_code).department_outcome == "refused":
        _leave_instant_way(draft, item_code, "refused_by_system")
    lane = draft.case.the_lane(item_code)
    if lane.status.is_decided or lane.route is not Route.REVIEW:
        return
    if lane.department_outcome == "refused" and lane.department_reasons:
        if outside_reasons(draft.case.item(item_code), lane.department_reasons):
            return
        refuse(draft, item_code, lane.department_reasons)
    elif lane.department_outcome == "granted" and not decision_blockers(draft.case, item_code):
        grant_or_sign(draft, item_code)


def _leave_instant_way(draft: Draft, item_code: str, reason: str) -> None:
    """Quantified rules only grant (R71): what they cannot grant goes the reviewed way."""
    lane = draft.case.the_lane(item_code)
    if lane.route is Route.INSTANT and lane.status is LaneStatus.ACCEPTED:
        draft.add(happened.LaneRerouted(item_code, Route.REVIEW, reason))
        call_for_visit(draft)


def _is_known(lane: Lane, answer: DispatchAnswer) -> bool:
    """Whether the answer says nothing new; what was granted or filed is still delivered."""
    if not still_delivered(lane) or lane.dispatch is DispatchStatus.RECEIVED:
        return True
    return bool(answer.delay) and lane.dispatch is DispatchStatus.DELAYED


def _take_dispatch_answer(draft: Draft, answer: DispatchAnswer) -> None:
    """Note the delivery; a report that cannot be true is a fault for somebody to look at."""
    uscc = dict(answer.report.facts).get("uscc") if answer.report else None
    if uscc and not is_valid_uscc(uscc):
        answer = DispatchAnswer(answer.item_code, fault="uscc_invalid")
    status = DispatchStatus.RECEIVED
    if not answer.reference:
        status = DispatchStatus.ACTION_REQUIRED if answer.fault else DispatchStatus.DELAYED
    reason = answer.fault or answer.delay
    draft.add(
        happened.LaneDispatched(
            answer.item_code, status, answer.reference, reason, answer.must_be_polled
        )
    )
    if answer.report is not None:
        _take_report(draft, answer.item_code, answer.report)
    if answer.fault and draft.case.item(answer.item_code).brings_registration:
        _leave_instant_way(draft, answer.item_code, "registry_unusable")
    if status is not DispatchStatus.DELAYED:
        open_review(draft, answer.item_code)


def _take_report(draft: Draft, item_code: str, report: DepartmentReport) -> None:
    lane = draft.case.the_lane(item_code)
    if report.sequence <= lane.department_sequence or lane.status.is_decided:
        return
    draft.add(
        happened.DepartmentReported(item_code, report.sequence, report.outcome, report.reasons)
    )
    uscc = dict(report.facts).get("uscc")
    if uscc and draft.case.uscc is None and draft.case.item(item_code).brings_registration:
        _check_registration(uscc)
        draft.add(happened.RegistrationAssigned(uscc))
    follow_report(draft, item_code)


def _check_registration(uscc: str) -> None:
    if not is_valid_uscc(uscc):
        raise Refused(
            "uscc_invalid",
            "The registry's code fails its check digits.",
            rule="GB 32100-2015",
            field="facts.uscc",
            kind=ErrorKind.INVALID,
        )


def _request_supplement(draft: Draft, item_code: str, gaps: tuple[Gap, ...]) -> None:
    _check_no_supplement(draft.case.the_lane(item_code))
    check_gaps(draft.case, (item_code,), gaps)
    due_on = draft.after(draft.case.slice.scheme.times.supplement)
    draft.add(happened.SupplementRequested(item_code, gaps, due_on))


def _check_no_supplement(lane: Lane) -> None:
    if lane.status is LaneStatus.SUPPLEMENTING:
        raise Refused(
            "supplement_open",
            f"A supplement for {lane.item_code} is still awaited; one is open at a time.",
            rule="assumption: one request at a time",
            field="outcome",
        )
