"""Deficiency debts (容缺): paid by upload, by sharing, by a sibling, or lapsed (design §3)."""

from datetime import datetime

from domain import events as happened
from domain.actors import Actor
from domain.calendar import end_of_day, start_of_day
from domain.case import Case, Debt, DebtKind, PaidBy
from domain.commands import CertificateFound, PayDebt
from domain.completeness import certificate_code
from domain.credit import PledgeFact
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.evolution.debts import reminder_mark
from domain.granting import terminate
from domain.party import already_closed, may_speak_for_applicant
from domain.statuses import DebtStatus

REMINDER_DAYS_BEFORE = 1
"""Working days before the due date; the same as the ladder's first rung (domain-facts §11)."""


def may_pay(case: Case, actor: Actor, debt: Debt | None) -> Refused | None:
    """Say why the debt cannot be paid by hand now, or None."""
    if case.is_closed:
        return already_closed(case)
    refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if debt is None:
        return Refused(
            "debt_unknown",
            "There is no such debt in this application.",
            rule="广东条例 32",
            field="debt_id",
            kind=ErrorKind.NOT_FOUND,
        )
    if debt.status is not DebtStatus.OPEN:
        return Refused("debt_not_open", f"The debt is {debt.status}.", rule="广东条例 32")
    return None


def decide_payment(draft: Draft, command: PayDebt) -> None:
    """Take the missing paper from the applicant."""
    debt = draft.case.debt(command.debt_id)
    refusal = may_pay(draft.case, command.actor, debt)
    if refusal:
        raise refusal
    if debt is None:
        return
    if command.paper.paper_code != wanted_paper(debt):
        raise Refused(
            "other_paper_wanted",
            f"This debt wants {wanted_paper(debt)}.",
            rule="广东条例 32",
            field="paper.paper_code",
            kind=ErrorKind.INVALID,
        )
    draft.add(happened.DebtPaid(debt.debt_id, PaidBy.UPLOAD, command.paper))


def decide_found(draft: Draft, command: CertificateFound) -> None:
    """Pay a debt from shared data, without the applicant's doing (R54)."""
    debt = draft.case.debt(command.debt_id)
    if debt is not None and debt.status is DebtStatus.OPEN:
        draft.add(happened.DebtPaid(debt.debt_id, PaidBy.SHARING, command.paper))


def wanted_paper(debt: Debt) -> str:
    """Code of the paper that pays the debt; for a prerequisite, the permit's certificate."""
    return certificate_code(debt.wants) if debt.kind is DebtKind.PREREQUISITE else debt.wants


def pledge_fact(case: Case, event: happened.Event) -> PledgeFact | None:
    """What an event says of a pledge, for the credit record; None when it is about none (R96)."""
    match event:
        case happened.DebtPaid():
            fact = PledgeFact.PLEDGE_KEPT
        case happened.DebtLapsed():
            fact = PledgeFact.PLEDGE_BROKEN
        case _:
            return None
    debt = case.debt(event.debt_id)
    return fact if debt is not None and debt.pledge is not None else None


def ring_debts(draft: Draft) -> None:
    """Remind the day before, and end the lane of a pledge that was not kept."""
    for debt_id in [debt.debt_id for debt in draft.case.debts]:
        debt = draft.case.debt(debt_id)
        if debt is None or debt.status is not DebtStatus.OPEN or debt.due_on is None:
            continue
        if draft.now >= end_of_day(debt.due_on):
            draft.add(happened.DebtLapsed(debt.debt_id))
            terminate(draft, debt.item_code, f"pledge_not_kept:{debt.wants}")
        elif draft.now >= _reminder_at(draft.case, debt) and not is_reminded(draft.case, debt):
            draft.add(happened.DebtReminded(debt.debt_id))


def debt_alarms(case: Case) -> tuple[datetime, ...]:
    """Instants at which an open debt is reminded of, or lapses."""
    alarms: list[datetime] = []
    for debt in case.debts:
        if debt.status is DebtStatus.OPEN and debt.due_on is not None:
            alarms.append(end_of_day(debt.due_on))
            if not is_reminded(case, debt):
                alarms.append(_reminder_at(case, debt))
    return tuple(alarms)


def is_reminded(case: Case, debt: Debt) -> bool:
    return reminder_mark(debt.debt_id) in case.warned


def _reminder_at(case: Case, debt: Debt) -> datetime:
    calendar = case.submission.calendar
    if debt.due_on is None:
        raise ValueError(debt.debt_id)
    return start_of_day(calendar.subtract_working_days(debt.due_on, REMINDER_DAYS_BEFORE))
