"""Who a task may be given to: to nobody who could not complete it."""

from domain.case import Case
from domain.conflicts import may_handle
from domain.errors import ErrorKind, Refused
from domain.tasks import Task, TaskKind


def check_assignee(case: Case, task: Task, assignee: str) -> None:
    """Refuse an assignee in conflict, or one who recommended what the task is to sign."""
    refusal = may_handle(case, assignee, task.item_codes) or may_sign(case, task, assignee)
    if refusal:
        raise refusal


def may_sign(case: Case, task: Task, subject: str) -> Refused | None:
    """Say why somebody cannot be the second of four eyes; None also where two are not asked."""
    for code in task.item_codes:
        lane, item = case.lane(code), case.item(code)
        made = lane.recommendation if lane else None
        if task.kind is TaskKind.SIGNING and made is not None and made.made_by == subject:
            return Refused(
                "four_eyes",
                f"{subject} recommended this decision; another person signs it.",
                rule=item.four_eyes_source or "R147",
                kind=ErrorKind.FORBIDDEN,
            )
    return None
