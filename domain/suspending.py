"""Suspending and resuming a clock: for which procedures, by whom, told how (行政许可法 45)."""

from domain import events as happened
from domain import item_terms as terms
from domain.actors import Actor, Role
from domain.calendar import local_date
from domain.case import Case
from domain.catalogue import Item
from domain.clock import ClockAction, ClockEntry, ClockId, ClockKind, ClockLedger
from domain.commands import ResumeClock, SuspendClock
from domain.draft import Draft
from domain.due_dates import limit_end
from domain.errors import ErrorKind, Refused
from domain.ledgers import check_running, ledger_of
from domain.party import already_closed
from domain.suspensions import Procedure

SUSPENDABLE = frozenset({ClockKind.LANE, ClockKind.JOINT_CAP})
"""Art. 45 speaks of the periods for deciding alone; acceptance and service run on."""


def may_keep_clock(case: Case, actor: Actor, clock_id: ClockId) -> Refused | None:
    """Say why the actor may not suspend or resume this clock, or None.

    The item's own department and supervisors may.
    """
    if case.is_closed:
        return already_closed(case)
    lane = case.lane(clock_id.subject)
    department = case.item(clock_id.subject).department.code if lane else ""
    if actor.role is Role.SUPERVISOR or (department and actor.acts_for(department)):
        return None
    return Refused(
        "not_your_department",
        "Only the department that decides the item, or a supervisor, may do this.",
        rule="R67",
        kind=ErrorKind.FORBIDDEN,
    )


def decide_suspend(draft: Draft, command: SuspendClock) -> None:
    """Stop a clock for a procedure of Art. 45, told in writing with the time it needs."""
    refusal = may_keep_clock(draft.case, command.actor, command.clock_id)
    if refusal:
        raise refusal
    ledger = ledger_of(draft.case, command.clock_id)
    entry = ClockEntry(
        action=ClockAction.SUSPEND,
        at=draft.now,
        cause=command.procedure,
        legal_basis=command.legal_basis,
        actor=command.actor.subject,
        notice=command.notice_document_id,
        expected_until=command.until,
    )
    check_suspend(ledger, entry)
    _check_procedure(draft, command)
    draft.add(happened.ClockChanged(command.clock_id, entry))


def decide_resume(draft: Draft, command: ResumeClock) -> None:
    """Let a suspended clock run on."""
    refusal = may_keep_clock(draft.case, command.actor, command.clock_id)
    if refusal:
        raise refusal
    ledger = ledger_of(draft.case, command.clock_id)
    entry = ClockEntry(
        action=ClockAction.RESUME,
        at=draft.now,
        cause="resumed",
        legal_basis="行政许可法 45",
        actor=command.actor.subject,
    )
    check_resume(ledger, entry)
    draft.add(happened.ClockChanged(command.clock_id, entry))


def check_suspend(ledger: ClockLedger, entry: ClockEntry) -> None:
    """Refuse a suspension without written notice of the time needed (行政许可法 45)."""
    check_running(ledger)
    if not entry.notice or entry.expected_until is None:
        raise _invalid(
            "notice_missing",
            "A suspension needs a written notice with the time needed.",
            "notice_document_id",
        )
    if entry.expected_until <= local_date(entry.at):
        raise _invalid("until_in_the_past", "The time needed ends after today.", "until")


def check_resume(ledger: ClockLedger, entry: ClockEntry) -> None:
    """Refuse to resume a clock that is not suspended."""
    check_running(ledger)
    if not ledger.is_suspended:
        on = local_date(entry.at).isoformat()
        raise Refused("not_suspended", f"The clock ran on {on}.", rule="行政许可法 45")


def _check_procedure(draft: Draft, command: SuspendClock) -> None:
    """Refuse what the law does not take out of the period, or not for so long."""
    if command.clock_id.kind not in SUSPENDABLE:
        raise _invalid(
            "clock_runs_on", f"A clock of {command.clock_id.kind} is never suspended.", "kind"
        )
    if command.procedure not in set(Procedure):
        raise _invalid(
            "procedure_does_not_suspend",
            f"{command.procedure} stops no clock; an ordinary visit does not either. "
            f"These do: {', '.join(Procedure)}.",
            "procedure",
        )
    if command.clock_id.kind is ClockKind.LANE:
        _check_item(draft, draft.case.item(command.clock_id.subject), command)


def _check_item(draft: Draft, item: Item, command: SuspendClock) -> None:
    """Refuse what the item's own rules do not allow."""
    procedure = Procedure(command.procedure)
    if procedure is Procedure.RECTIFICATION and not item.suspends_for_rectification:
        raise _invalid(
            "procedure_does_not_suspend",
            f"The time of a rectification counts for {item.code}.",
            "procedure",
        )
    bound = _longest(item, procedure)
    if bound is None:
        return
    last = limit_end(bound.longest, draft.today, draft.case.submission.calendar)
    if command.until > last:
        message = f"At the longest until {last.isoformat()}."
        raise _invalid("until_too_late", message, "until", rule=bound.source)


def _longest(item: Item, procedure: Procedure) -> terms.Procedure | None:
    """Give the bound that the item's rules set to a procedure; None without one."""
    bounds = {Procedure.EXPERT_REVIEW: item.expert_review, Procedure.TESTING: item.testing}
    return bounds.get(procedure)


def _invalid(reason: str, message: str, field: str, *, rule: str = "行政许可法 45") -> Refused:
    return Refused(reason, message, rule=rule, field=field, kind=ErrorKind.INVALID)
