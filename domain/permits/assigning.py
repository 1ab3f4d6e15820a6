"""A supervisor gives a step of a permit's later life to another official."""

from domain import events as shared
from domain.actors import Role
from domain.commands import ReassignTask
from domain.conflicts import in_conflict
from domain.errors import ErrorKind, Refused
from domain.permits.draft import PermitDraft
from domain.permits.permit import Permit


def may_handle(permit: Permit, subject: str) -> Refused | None:
    """Say why an official may not handle the permit: it is his own (回避), or None."""
    applicant = permit.grant.applicant
    if subject in {*applicant.subjects, applicant.handling_person}:
        return in_conflict(f"{subject} holds this permit.")
    return None


def decide_reassign(draft: PermitDraft, command: ReassignTask) -> None:
    """Give an open task to another official, who alone may then complete it."""
    if command.actor.role is not Role.SUPERVISOR:
        raise Refused(
            "supervisors_only",
            "Only a supervisor may do this.",
            rule="R147",
            kind=ErrorKind.FORBIDDEN,
        )
    task = draft.permit.task(command.task_id)
    if task is None or not task.is_open:
        raise Refused(
            "task_not_open",
            f"There is no open task {command.task_id}.",
            rule="design §6",
            field="task_id",
            kind=ErrorKind.NOT_FOUND if task is None else ErrorKind.CONFLICT,
        )
    refusal = may_handle(draft.permit, command.assignee)
    if refusal:
        raise refusal
    draft.add(shared.TaskReassigned(command.task_id, command.assignee, is_reserved=True))
