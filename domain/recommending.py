"""Four eyes: one person recommends (初审), another of the department signs (审批)."""

from domain import events as happened
from domain import review_events as reviewed
from domain.actors import Role
from domain.commands import CompleteTask
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.granting import check_unblocked
from domain.grounds import check_grounds
from domain.requesting import check_nothing_requested
from domain.tasks import Task, TaskKind, TaskOutcome


def recommend(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Record what is recommended, which must be decidable, and open the task to sign it."""
    item_code = task.item_codes[0]
    if command.outcome is TaskOutcome.RECOMMEND_REFUSE:
        check_grounds(draft.case, item_code, command.reasons)
    else:
        check_nothing_requested(draft.case.the_lane(item_code))
        check_unblocked(draft, item_code)
    draft.add(
        happened.TaskDecided(task.task_id, command.outcome, command.acting_for),
        reviewed.RecommendationMade(item_code, command.outcome, command.reasons),
        happened.TaskOpened(_signing(draft, task)),
    )


def return_recommendation(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Send the recommendation back; the reasons tell the reviewer what to look at again."""
    if not any(reason.text.strip() for reason in command.reasons):
        raise Refused(
            "reasons_missing",
            "Say why the recommendation goes back.",
            rule=draft.case.item(task.item_codes[0]).four_eyes_source or "R147",
            field="reasons",
            kind=ErrorKind.INVALID,
        )
    draft.add(
        happened.TaskDecided(task.task_id, command.outcome, command.acting_for),
        reviewed.RecommendationReturned(task.item_codes[0], command.reasons),
    )


def _signing(draft: Draft, review: Task) -> Task:
    return Task(
        task_id=draft.next_id("t", len(draft.case.tasks)),
        kind=TaskKind.SIGNING,
        item_codes=review.item_codes,
        departments=review.departments,
        role=Role.REVIEWER,
        opened_at=draft.now,
    )
