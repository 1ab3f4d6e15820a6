"""Completion of a human task: who may, with what outcome, and to which matter it belongs."""

from domain.commands import CompleteTask
from domain.correction import decide_intake_check
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.inspecting import decide_visit_record
from domain.party import not_open_yet
from domain.reviewing import decide_review
from domain.statuses import CaseStatus
from domain.tasks import TaskKind, check_outcome, may_complete


def decide_complete(draft: Draft, command: CompleteTask) -> None:
    """Complete a task of this application.

    Until acceptance is recorded a decision is "not open yet", never "already decided": clients
    treat the two differently.
    """
    task = draft.case.task(command.task_id)
    if task is None and draft.case.status in {CaseStatus.OPENED, CaseStatus.RECEIVED}:
        raise not_open_yet(draft.case)
    refusal = may_complete(task, command.actor, command.task_id)
    if refusal:
        raise refusal
    if task is None:
        return
    check_outcome(task, command.outcome)
    match task.kind:
        case TaskKind.INTAKE_CHECK:
            decide_intake_check(draft, task, command)
        case TaskKind.REVIEW:
            decide_review(draft, task, command)
        case TaskKind.SITE_VISIT:
            decide_visit_record(draft, task, command)
        case (
            TaskKind.VERIFICATION | TaskKind.REEXAMINATION | TaskKind.REVOCATION | TaskKind.RECHECK
        ):
            raise Refused(
                "task_of_a_permit",
                "This task belongs to a permit, not to an application.",
                rule="design §8",
                field="task_id",
                kind=ErrorKind.INVALID,
            )
