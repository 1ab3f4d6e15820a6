"""A lane's decision and what follows from it for its siblings, tasks and debts."""

from domain import events as happened
from domain.blockers import decision_blockers
from domain.case import DebtKind, Lane, PaidBy
from domain.commitments import replaced
from domain.draft import Draft
from domain.errors import Refused
from domain.lane_clocks import service_ledger
from domain.party import REMEDIES
from domain.routes import Route
from domain.tasks import Reason

_RULES = {"no_place": "行政许可法 57"}
"""Where a blocker has an article of its own: places go by order of acceptance."""


def grant(draft: Draft, item_code: str) -> None:
    """准予许可, or 备案 for a filing; pays the debts of siblings that waited for it.

    Raises:
        Refused: something stands in the way; every blocker is named.
    """
    check_unblocked(draft, item_code)
    if draft.case.the_lane(item_code).route is Route.FILING:
        draft.add(happened.LaneFiled(item_code))
    else:
        service = service_ledger(draft.case, item_code, draft.now, draft.actor)
        draft.add(happened.LaneGranted(item_code, service))
    _tidy_up(draft, item_code)
    for debt in draft.case.debts:
        if debt.status == "open" and (debt.kind, debt.wants) == (DebtKind.PREREQUISITE, item_code):
            draft.add(happened.DebtPaid(debt.debt_id, PaidBy.SIBLING, None))


def grant_or_sign(draft: Draft, item_code: str) -> None:
    """Grant what was reviewed; with a single commitment in it credit is looked up first (R59).

    Raises:
        Refused: something stands in the way; every blocker is named.
    """
    check_unblocked(draft, item_code)
    if replaced(draft.case, item_code):
        draft.add(happened.DecisionSigned(item_code))
    else:
        grant(draft, item_code)


def refuse(draft: Draft, item_code: str, reasons: tuple[Reason, ...]) -> None:
    """不予许可 with reasons and remedies; dependent lanes end with that reason, without breach."""
    draft.add(happened.LaneRefused(item_code, reasons, REMEDIES))
    _tidy_up(draft, item_code)
    _end_dependents(draft, item_code)


def terminate(draft: Draft, item_code: str, reason: str) -> None:
    """终止办理 for one item, and for those that depended on it."""
    draft.add(happened.LaneTerminated(item_code, reason))
    _tidy_up(draft, item_code)
    _end_dependents(draft, item_code)


def withdraw(draft: Draft, item_code: str) -> None:
    """撤回申请 for one item, and end those that depended on it."""
    draft.add(happened.LaneWithdrawn(item_code))
    _tidy_up(draft, item_code)
    _end_dependents(draft, item_code)


def check_unblocked(draft: Draft, item_code: str) -> None:
    """Refuse a grant while anything stands in the way of the decision, naming all of it."""
    blockers = decision_blockers(draft.case, item_code)
    if blockers:
        names = ", ".join(f"{blocker.code} ({blocker.concerns})" for blocker in blockers)
        raise Refused(
            "decision_blocked",
            f"{item_code} cannot be granted yet: {names}.",
            rule=_RULES.get(blockers[0].code, "design §3"),
            field="outcome",
        )


def undecided(draft: Draft) -> tuple[Lane, ...]:
    return tuple(lane for lane in draft.case.lanes if not lane.status.is_decided)


def _tidy_up(draft: Draft, item_code: str) -> None:
    """Steps and debts that have lost their object fall away without blame."""
    fallen = tuple(
        task.task_id
        for task in draft.case.open_tasks(item_code)
        if all(draft.case.the_lane(code).status.is_decided for code in task.item_codes)
    )
    if fallen:
        draft.add(happened.TasksFellAway(fallen))
    for debt in draft.case.open_debts(item_code):
        draft.add(happened.DebtDissolved(debt.debt_id))


def _end_dependents(draft: Draft, item_code: str) -> None:
    for lane in undecided(draft):
        wants = {
            debt.wants
            for debt in draft.case.open_debts(lane.item_code)
            if debt.kind is DebtKind.PREREQUISITE
        }
        if item_code in wants:
            terminate(draft, lane.item_code, f"prerequisite_not_granted:{item_code}")
