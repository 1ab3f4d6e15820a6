"""Clocks of a case as answers for one reader."""

from datetime import datetime

from api import clock_texts as texts
from api.cases import case_now
from api.schemas.clocks import (
    BitingAnswer,
    ClockAnswer,
    ClockIdAnswer,
    DayAnswer,
    DueDateAnswer,
    EntryAnswer,
    ExplainedLimitAnswer,
    NotSupposedAnswer,
    SuspensionAnswer,
    TargetAnswer,
)
from api.texts import limit_answer
from domain.actors import Actor, Role
from domain.biting import Biting, TargetDate, target_of, which_bites
from domain.calendar import local_date
from domain.case import Case
from domain.clock import ClockEntry, ClockId, ClockLedger
from domain.clock_explanation import ExplainedLimit, ExplainedSuspension, explain
from domain.errors import Refused
from domain.what_if import Supposition, suppose


def clock_answer(case: Case, ledger: ClockLedger, actor: Actor) -> ClockAnswer:
    """Explain a clock as it stands."""
    return _explained(case, ledger, actor, case_now(case))


def supposed_answer(
    case: Case, ledger: ClockLedger, actor: Actor, supposition: Supposition
) -> ClockAnswer:
    """Explain a clock as it would stand.

    Raises:
        Refused: the supposition is not one that the law would allow for this clock.
    """
    now = case_now(case)
    supposed = suppose(case, ledger, supposition, now)
    return _explained(case, supposed, actor, now).model_copy(update={"supposed": True})


def supposed_where_possible(
    case: Case, ledger: ClockLedger, actor: Actor, supposition: Supposition
) -> ClockAnswer:
    """Explain a clock as it would stand, or as it stands with why it cannot be otherwise."""
    try:
        return supposed_answer(case, ledger, actor, supposition)
    except Refused as refusal:
        reason = NotSupposedAnswer(code=refusal.reason, message=refusal.message, rule=refusal.rule)
        return clock_answer(case, ledger, actor).model_copy(update={"not_supposed": reason})


def _explained(case: Case, ledger: ClockLedger, actor: Actor, now: datetime) -> ClockAnswer:
    found = explain(ledger, case.submission.calendar, now)
    biting = which_bites(case, ledger, local_date(now))
    target = target_of(case, ledger)
    return ClockAnswer(
        clock_id=_clock_id(ledger.clock_id),
        label=texts.CLOCKS[ledger.clock_id.kind],
        unit=found.unit.value,
        limits=tuple(map(_limit, found.limits)),
        biting=_biting(biting) if biting else None,
        target=_target(target) if target else None,
        entries=tuple(_entry(entry, actor) for entry in found.entries),
        suspensions=tuple(map(_suspension, found.suspensions)),
        days=tuple(
            DayAnswer(
                date=day.date,
                counted=day.counted,
                ordinal=day.ordinal,
                why=day.why.value,
                label=texts.DAYS[day.why],
            )
            for day in found.days
        ),
        days_used=found.days_used,
        days_left=found.days_left,
    )


def _clock_id(clock_id: ClockId) -> ClockIdAnswer:
    return ClockIdAnswer(kind=clock_id.kind.value, subject=clock_id.subject)


def _limit(explained: ExplainedLimit) -> ExplainedLimitAnswer:
    due = explained.due
    return ExplainedLimitAnswer(
        limit=limit_answer(explained.limit),
        due=DueDateAnswer(
            kind=due.kind.value,
            date=due.date,
            due_at=due.due_at,
            source=due.source,
            provisional=due.provisional,
            bites=due.bites,
        ),
        label=texts.limit_text(explained.limit),
    )


def _entry(entry: ClockEntry, actor: Actor) -> EntryAnswer:
    """Show an entry; which official acted is not the applicant's to see."""
    is_applicant = actor.role is Role.APPLICANT
    return EntryAnswer(
        action=entry.action.value,
        at=entry.at,
        cause=entry.cause,
        legal_basis=entry.legal_basis,
        actor="" if is_applicant else entry.actor,
        notice=entry.notice,
        expected_until=entry.expected_until,
        extension=limit_answer(entry.extension) if entry.extension else None,
        approved_by="" if is_applicant else entry.approved_by,
        label=texts.entry_text(entry),
    )


def _suspension(explained: ExplainedSuspension) -> SuspensionAnswer:
    suspension = explained.suspension
    return SuspensionAnswer(
        begun_on=suspension.begun_on,
        ended_on=suspension.ended_on,
        procedures=suspension.procedures,
        told_until=suspension.told_until,
        days_over=explained.days_over,
        label=texts.suspension_text(explained),
    )


def _biting(biting: Biting) -> BitingAnswer:
    return BitingAnswer(
        clock_id=_clock_id(biting.first.clock_id),
        limit=limit_answer(biting.first.limit),
        date=biting.first.due.date,
        why=texts.why_it_bites(biting),
    )


def _target(target: TargetDate) -> TargetAnswer:
    return TargetAnswer(
        count=target.count,
        unit=target.unit.value,
        source=target.source,
        date=target.date,
        label=texts.target_text(target),
    )
