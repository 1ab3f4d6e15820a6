"""Extending a limit: once, before it has run out, by the right approver (行政许可法 42)."""

from enum import StrEnum

from domain import events as happened
from domain.actors import Actor, Role
from domain.calendar import WorkingCalendar, local_date
from domain.case import Case
from domain.clock import ClockAction, ClockEntry, ClockId, ClockKind, ClockLedger, Limit, LimitUnit
from domain.commands import ExtendLimit
from domain.draft import Draft
from domain.due_dates import due_dates
from domain.errors import ErrorKind, Refused
from domain.ledgers import check_running, ledger_of
from domain.party import already_closed


class Office(StrEnum):
    """Who approves an extension; the values are those of their roles."""

    HEAD_OF_AUTHORITY = "head_of_authority"
    """本行政机关负责人: 20 + 10 working days (Art. 42(1))."""
    HEAD_OF_GOVERNMENT = "head_of_government"
    """本级人民政府负责人: 45 + 15 working days (Art. 42(2))."""


_OFFICES = {
    ClockKind.LANE: (Office.HEAD_OF_AUTHORITY, "行政许可法 42(1)"),
    ClockKind.JOINT_CAP: (Office.HEAD_OF_GOVERNMENT, "行政许可法 42(2)"),
}
_ROLES = {
    Role.HEAD_OF_AUTHORITY: Office.HEAD_OF_AUTHORITY,
    Role.HEAD_OF_GOVERNMENT: Office.HEAD_OF_GOVERNMENT,
}


def may_extend(case: Case, actor: Actor, clock_id: ClockId) -> Refused | None:
    """Say why the actor may not extend a limit of this clock, or None.

    The head of the item's authority approves for its limits, the head of government for joint
    handling; a supervisor enters what one of them has approved.
    """
    if case.is_closed:
        return already_closed(case)
    office = _ROLES.get(actor.role)
    if office is None and actor.role is not Role.SUPERVISOR:
        return Refused(
            "supervisors_only",
            "An extension is approved by the head of the authority or of the government, "
            "or entered by a supervisor with that approval.",
            rule="行政许可法 42",
            kind=ErrorKind.FORBIDDEN,
        )
    if clock_id.kind not in _OFFICES:
        message = f"A limit of a clock of {clock_id.kind} is never extended."
        return _invalid("clock_runs_on", message, "kind")
    if office is None:
        return None
    return _wrong_office(clock_id, office) or _strange_authority(case, actor, clock_id)


def decide_extend(draft: Draft, command: ExtendLimit) -> None:
    """Extend a limit once, by the right approver, before it runs out (Art. 42)."""
    refusal = may_extend(draft.case, command.actor, command.clock_id)
    if refusal:
        raise refusal
    ledger = ledger_of(draft.case, command.clock_id)
    _check_approval(command)
    if not command.reasons.strip():
        raise _invalid("reasons_missing", "The applicant is told the reasons.", "reasons")
    entry = ClockEntry(
        action=ClockAction.EXTEND,
        at=draft.now,
        cause=command.reasons,
        legal_basis=command.legal_basis,
        actor=command.actor.subject,
        extension=command.extension,
        approved_by=_approver(command),
    )
    check_extend(ledger, entry, draft.case.submission.calendar)
    check_length(draft.case, command.clock_id, command.extension)
    draft.add(happened.ClockChanged(command.clock_id, entry))


def check_extend(ledger: ClockLedger, entry: ClockEntry, calendar: WorkingCalendar) -> None:
    """Refuse a second extension of a limit, or one that comes after expiry (Art. 42)."""
    check_running(ledger)
    extension = entry.extension
    known = {(limit.kind, limit.unit) for limit in ledger.limits}
    if extension is None or (extension.kind, extension.unit) not in known or extension.count < 1:
        raise _invalid("limit_unknown", "This clock has no such limit to extend.", "extension")
    if any(e.extension and e.extension.kind is extension.kind for e in ledger.entries):
        raise Refused("extended_before", "A limit is extended once.", rule="行政许可法 42")
    dues = due_dates(ledger, calendar, local_date(entry.at))
    due = next(due for due in dues if due.kind is extension.kind)
    if entry.at > due.due_at:
        raise Refused(
            "limit_has_run_out",
            f"The limit ran out on {due.date.isoformat()}.",
            rule="行政许可法 42",
        )


def check_length(case: Case, clock_id: ClockId, asked: Limit) -> None:
    """Refuse an extension beyond what Art. 42 lets the approver give (20+10, 45+15).

    Days of the calendar are compared by number, which is never more than so many working days;
    months and years are always more.
    """
    times = case.slice.scheme.times
    is_joint = clock_id.kind is ClockKind.JOINT_CAP
    longest = times.joint_extension if is_joint else times.lane_extension
    if longest is None:
        return
    if asked.unit in {LimitUnit.MONTHS, LimitUnit.YEARS} or asked.count > longest.count:
        raise _invalid(
            "extension_too_long",
            f"At most {longest.count} {longest.unit.value} can be added.",
            "count",
            rule=longest.source,
        )


def _wrong_office(clock_id: ClockId, office: Office) -> Refused | None:
    needed, rule = _OFFICES[clock_id.kind]
    if office is needed:
        return None
    message = f"This limit is extended with the approval of the {needed.replace('_', ' ')}."
    return Refused("wrong_approver", message, rule=rule, kind=ErrorKind.FORBIDDEN)


def _strange_authority(case: Case, actor: Actor, clock_id: ClockId) -> Refused | None:
    if actor.role is not Role.HEAD_OF_AUTHORITY:
        return None
    lane = case.lane(clock_id.subject)
    if lane is not None and actor.acts_for(case.item(clock_id.subject).department.code):
        return None
    return Refused(
        "not_your_department",
        "The head of the authority that decides the item approves its extension.",
        rule="行政许可法 42(1)",
        kind=ErrorKind.FORBIDDEN,
    )


def _check_approval(command: ExtendLimit) -> None:
    """A supervisor names who approved, and that it was the office which the law names.

    Without the office, the approver named counts as holding the right one: the supervisor
    answers for it.
    """
    if command.actor.role is not Role.SUPERVISOR:
        return
    if not command.approver.strip():
        raise _invalid("approver_missing", "Name who approved the extension.", "approver")
    named = command.approver_office or command.approver
    office = Office(named) if named in set(Office) else _OFFICES[command.clock_id.kind][0]
    wrong = _wrong_office(command.clock_id, office)
    if wrong is not None:
        raise _invalid(wrong.reason, wrong.message, "approver_office", rule=wrong.rule)


def _approver(command: ExtendLimit) -> str:
    """A head approves in person, whomever the command names."""
    is_entered = command.actor.role is Role.SUPERVISOR
    return command.approver if is_entered else command.actor.subject


def _invalid(reason: str, message: str, field: str, *, rule: str = "行政许可法 42") -> Refused:
    return Refused(reason, message, rule=rule, field=field, kind=ErrorKind.INVALID)
