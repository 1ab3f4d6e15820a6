"""What supervisors do to a case as such: give an open task to somebody else (design §6)."""

from domain import events as happened
from domain.actors import Actor, Role
from domain.assigning import check_assignee
from domain.case import Case
from domain.commands import ReassignTask
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.party import already_closed


def may_supervise(case: Case, actor: Actor) -> Refused | None:
    """Say why the actor may not act as supervisor here, or None."""
    if actor.role is not Role.SUPERVISOR:
        return Refused(
            "supervisors_only",
            "Only a supervisor may do this.",
            rule="R147",
            kind=ErrorKind.FORBIDDEN,
        )
    return already_closed(case) if case.is_closed else None


def decide_reassign(draft: Draft, command: ReassignTask) -> None:
    """Give an open task to another official; the act itself is an event."""
    refusal = may_supervise(draft.case, command.actor)
    if refusal:
        raise refusal
    task = draft.case.task(command.task_id)
    if task is None or not task.is_open:
        raise Refused(
            "task_not_open",
            f"There is no open task {command.task_id}.",
            rule="design §6",
            field="task_id",
            kind=ErrorKind.NOT_FOUND if task is None else ErrorKind.CONFLICT,
        )
    check_assignee(draft.case, task, command.assignee)
    draft.add(happened.TaskReassigned(command.task_id, command.assignee, is_reserved=True))
