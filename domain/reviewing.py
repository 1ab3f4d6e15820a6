"""Review of a lane: what people decide, and what the department's system says."""

from domain import events as happened
from domain.actors import Role
from domain.blockers import decision_blockers
from domain.case import Lane
from domain.commands import (
    CompleteTask,
    DepartmentAnswered,
    DepartmentReport,
    DispatchAnswer,
    DispatchAnswered,
)
from domain.dispatching import still_delivered
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.granting import grant_or_sign, refuse
from domain.grounds import check_grounds
from domain.identifiers import is_valid_uscc
from domain.item_hearings import (
    check_decision,
    is_decided_on_a_record,
    is_hearing_mandatory,
    open_hearing_task,
)
from domain.notice_bounds import outside_reasons
from domain.recommending import recommend, return_recommendation
from domain.requesting import check_nothing_requested, request_additions
from domain.routes import Route
from domain.statuses import DispatchStatus, LaneStatus
from domain.tasks import Reason, Task, TaskKind, TaskOutcome
from domain.visiting import call_for_visit

_REVIEWING = frozenset({TaskKind.REVIEW, TaskKind.SIGNING})


def open_review(draft: Draft, item_code: str) -> None:
    """Open the department's review task unless one is open or the lane is decided."""
    lane = draft.case.the_lane(item_code)
    reviewing = any(t.kind in _REVIEWING for t in draft.case.open_tasks(item_code))
    if lane.route is not Route.REVIEW or lane.status.is_decided or reviewing:
        return
    task = Task(
        task_id=draft.next_id("t", len(draft.case.tasks)),
        kind=TaskKind.REVIEW,
        item_codes=(item_code,),
        departments=(draft.case.item(item_code).department.code,),
        role=Role.REVIEWER,
        opened_at=draft.now,
        only_recommends=draft.case.item(item_code).four_eyes,
    )
    draft.add(happened.TaskOpened(task))
    if is_hearing_mandatory(draft.case, item_code):
        open_hearing_task(draft, item_code)


def decide_review(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Take the reviewer's word: a decision, a recommendation, or a request for additions."""
    item_code = task.item_codes[0]
    if command.outcome is TaskOutcome.REQUEST_SUPPLEMENT:
        request_additions(draft, item_code, command.gaps)
    elif task.only_recommends:
        check_decision(draft.case, item_code, command.hearing_record)
        recommend(draft, task, command)
    else:
        _decide(draft, task, command, command.reasons)


def decide_signing(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Take the second person's word (审批): sign or decide otherwise, or send it back.

    A refusal that was recommended is signed with the reasons recommended unless others are given.
    """
    item_code = task.item_codes[0]
    if command.outcome is TaskOutcome.RETURN:
        return_recommendation(draft, task, command)
        open_review(draft, item_code)
        return
    made = draft.case.the_lane(item_code).recommendation
    was_refusal = made is not None and made.outcome is TaskOutcome.RECOMMEND_REFUSE
    recommended = made.reasons if made and was_refusal else ()
    _decide(draft, task, command, command.reasons or recommended)


def _decide(draft: Draft, task: Task, command: CompleteTask, reasons: tuple[Reason, ...]) -> None:
    item_code = task.item_codes[0]
    check_decision(draft.case, item_code, command.hearing_record)
    if command.outcome is TaskOutcome.REFUSE:
        check_grounds(draft.case, item_code, reasons)
    else:
        check_nothing_requested(draft.case.the_lane(item_code))
    draft.add(happened.TaskDecided(task.task_id, command.outcome, command.acting_for))
    if command.outcome is TaskOutcome.REFUSE:
        refuse(draft, item_code, reasons)
    else:
        grant_or_sign(draft, item_code)


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
    if is_decided_on_a_record(draft.case, item_code):
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
