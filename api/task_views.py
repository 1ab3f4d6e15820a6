"""Human steps as answers for one reader."""

from api.handling import Handling
from api.schemas.base import LabelAnswer
from api.schemas.cases import PredecessorAnswer
from api.schemas.people import TaskAnswer
from domain.actors import Actor
from domain.case import Case
from domain.grounds import grounds_of
from domain.predecessors import Predecessor, predecessors
from domain.tasks import TaskKind, TaskOutcome, outcomes_of

_DECIDES = frozenset({TaskKind.REVIEW, TaskKind.SIGNING})
_REFUSES = frozenset({TaskOutcome.REFUSE, TaskOutcome.RECOMMEND_REFUSE})


def task_answer(handled: Handling, actor: Actor) -> TaskAnswer:
    """Show the step with how it can end, the grounds of a refusal, and what went before."""
    refusal = handled.why_not(actor)
    task = handled.matter.task(handled.row["task_id"])
    return TaskAnswer.model_validate(
        {
            **handled.row,
            "may_complete": refusal is None,
            "why_not": refusal.reason if refusal else "",
            "why_not_message": refusal.message if refusal else "",
            "outcomes": tuple(sorted(outcomes_of(task))) if task else (),
            "grounds": _grounds(handled),
            "preceding": _preceding(handled),
        }
    )


def preceding_answer(case: Case, item_code: str) -> tuple[PredecessorAnswer, ...]:
    """Show how far those before the item are: facts and dates, not papers (R66)."""
    return tuple(_progress(case, one) for one in predecessors(case, item_code))


def _progress(case: Case, one: Predecessor) -> PredecessorAnswer:
    in_case = case.lane(one.item_code) is not None
    return PredecessorAnswer(
        item_code=one.item_code,
        label=LabelAnswer.of(case.item(one.item_code).label) if in_case else None,
        department=one.department,
        status=one.status,
        light=one.light,
        accepted_at=one.accepted_at,
        decided_at=one.decided_at,
        due_at=one.due_at,
    )


def _grounds(handled: Handling) -> tuple[str, ...]:
    task = handled.matter.task(handled.row["task_id"])
    if task is None or not isinstance(handled.matter, Case) or task.kind not in _DECIDES:
        return ()
    if not outcomes_of(task) & _REFUSES:
        return ()
    return tuple(sorted(grounds_of(handled.matter, task.item_codes[0])))


def _preceding(handled: Handling) -> tuple[PredecessorAnswer, ...]:
    if not isinstance(handled.matter, Case):
        return ()
    case = handled.matter
    found = {
        one.item_code: one
        for code in handled.row["item_codes"]
        for one in preceding_answer(case, code)
        if one.item_code not in handled.row["item_codes"]
    }
    return tuple(found.values())
