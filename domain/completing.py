"""Completion of a human task: who may, with what outcome, and to which matter it belongs."""

from domain.actors import Actor
from domain.assigning import may_sign
from domain.case import Case
from domain.commands import CompleteTask
from domain.conflicts import may_handle
from domain.correction import decide_intake_check
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.inspecting import decide_visit_record
from domain.party import not_open_yet
from domain.reviewing import decide_review, decide_signing
from domain.statuses import CaseStatus
from domain.tasks import TaskKind, check_outcome, may_complete


def may_complete_here(
    case: Case, actor: Actor, task_id: str, acting_for: tuple[str, ...] = ()
) -> Refused | None:
    """Say why the actor may not complete a task of this application now, or None."""
    task = case.task(task_id)
    refusal = may_complete(task, actor, task_id, acting_for)
    if refusal or task is None:
        return refusal
    return may_handle(case, actor.subject, task.item_codes) or may_sign(case, task, actor.subject)


def decide_complete(draft: Draft, command: CompleteTask) -> None:
    """Complete a task of this application.

    Until acceptance is recorded a decision is "not open yet", never "already decided": clients
    treat the two differently.
    """
    task = draft.case.task(command.task_id)
    if task is None and draft.case.status in {CaseStatus.OPENED, CaseStatus.RECEIVED}:
        raise not_open_yet(draft.case)
    acting_for = (command.acting_for,) if command.acting_for else ()
    refusal = may_complete_here(draft.case, command.actor, command.task_id, acting_for)
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
        case TaskKind.SIGNING:
            decide_signing(draft, task, command)
        case TaskKind.SITE_VISIT:
            decide_visit_record(draft, task, command)
        case TaskKind.HEARING:
            raise Refused(
                "completed_by_its_record",
                "A hearing is completed by filing its signed record.",
                rule="行政许可法 48",
                field="task_id",
                kind=ErrorKind.INVALID,
            )
        case (
            TaskKind.VERIFICATION
            | TaskKind.REEXAMINATION
            | TaskKind.REVOCATION
            | TaskKind.RECHECK
            | TaskKind.DOORSTEP_VISIT
        ):
            raise Refused(
                "task_of_a_permit",
                "This task belongs to a permit, not to an application.",
                rule="design §8",
                field="task_id",
                kind=ErrorKind.INVALID,
            )
