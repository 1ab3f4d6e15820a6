"""Effects of deficiency debts on the state."""

from dataclasses import replace
from typing import assert_never

from domain import events as happened
from domain.case import Case
from domain.evolution.intake import with_papers
from domain.statuses import DebtStatus

DebtEvent = (
    happened.DebtsIncurred
    | happened.DebtReminded
    | happened.DebtPaid
    | happened.DebtLapsed
    | happened.DebtDissolved
)


def apply(case: Case, event: DebtEvent) -> Case:
    match event:
        case happened.DebtsIncurred():
            return replace(case, debts=(*case.debts, *event.debts))
        case happened.DebtReminded():
            return replace(case, warned=(*case.warned, reminder_mark(event.debt_id)))
        case happened.DebtPaid():
            paid = case if event.paper is None else with_papers(case, (event.paper,))
            return paid.with_debt(event.debt_id, status=DebtStatus.PAID, paid_by=event.by)
        case happened.DebtLapsed():
            return case.with_debt(event.debt_id, status=DebtStatus.LAPSED)
        case happened.DebtDissolved():
            return case.with_debt(event.debt_id, status=DebtStatus.DISSOLVED)
        case _:
            assert_never(event)


def reminder_mark(debt_id: str) -> str:
    """Name under which a debt's reminder is noted as given."""
    return f"debt/{debt_id}/reminder"
