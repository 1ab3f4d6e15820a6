"""Who is told what of a case's clocks: warnings, suspensions, extensions, a new calendar."""

from domain import events as happened
from domain.case import Case
from domain.clock import ClockAction, ClockId, ClockKind
from domain.due_dates import due_dates
from domain.recipients import Notice, Recipient, RecipientKind

Facts = tuple[tuple[str, str], ...]

TOLD_IN_WRITING = frozenset({ClockAction.SUSPEND, ClockAction.EXTEND})
"""Suspension (Art. 45) and extension (Art. 42) are told to the applicant in writing."""


def facts_of_change(case: Case, event: happened.ClockChanged) -> Facts:
    """Give what the applicant is told: the time needed (Art. 45), the reasons (Art. 42)."""
    entry = event.entry
    told = (
        ("clock", _name(event.clock_id)),
        ("action", entry.action.value),
        ("legal_basis", entry.legal_basis),
        ("until", entry.expected_until.isoformat() if entry.expected_until else ""),
    )
    if entry.action is ClockAction.SUSPEND:
        return (*told, ("procedure", entry.cause), ("document", entry.notice))
    added = entry.extension
    length = f"{added.kind}:{added.count} {added.unit}" if added else ""
    approval = (("reasons", entry.cause), ("approver", entry.approved_by), ("added", length))
    return (*told, *approval, ("due_on", _due_on(case, event)))


def of_warning(case: Case, event: happened.WarningRaised) -> tuple[Notice, ...]:
    """Tell the roles that the rung names."""
    facts = (
        ("clock", _name(event.clock_id)),
        ("rung", event.rung),
        ("light", event.light.value),
    )
    recipients = (
        recipient
        for role in event.notify
        for recipient in _recipients(role, _departments(case, event.clock_id))
    )
    return tuple(Notice(r, "warning_raised", facts) for r in dict.fromkeys(recipients))


def of_calendar(case: Case, event: happened.CalendarReplaced) -> tuple[Notice, ...]:
    """Tell applicant and departments which due dates moved or became final; else nobody."""
    if not event.moved:
        return ()
    moved = " ".join(
        f"{each.subject}{f'/{each.limit}' if each.limit else ''}:{each.before}>{each.after}"
        for each in event.moved
    )
    facts = (("calendar", event.calendar.version), ("moved", moved))
    applicants = (
        Recipient(RecipientKind.SUBJECT, code) for code in case.submission.applicant.subjects
    )
    departments = _recipients("handler", _open_departments(case))
    return tuple(Notice(each, event.kind, facts) for each in (*applicants, *departments))


def _due_on(case: Case, event: happened.ClockChanged) -> str:
    """Give the new last day of the limit that was extended."""
    ledger, added = case.clock(event.clock_id), event.entry.extension
    if ledger is None or added is None:
        return ""
    dues = due_dates(ledger, case.submission.calendar)
    return next((due.date.isoformat() for due in dues if due.kind is added.kind), "")


def _recipients(role: str, departments: tuple[str, ...]) -> tuple[Recipient, ...]:
    """Resolve a rung's role: the handler's department, its head, or a role of the city."""
    if role == "handler":
        return tuple(Recipient(RecipientKind.DEPARTMENT, code) for code in departments)
    if role == "head":
        return tuple(Recipient(RecipientKind.DEPARTMENT_HEAD, code) for code in departments)
    return (Recipient(RecipientKind.ROLE, role),)


def _departments(case: Case, clock_id: ClockId) -> tuple[str, ...]:
    """Departments whose clock it is; a clock of the whole case concerns all with open lanes."""
    if clock_id.kind in {ClockKind.LANE, ClockKind.SERVICE}:
        return (case.item(clock_id.subject).department.code,)
    return _open_departments(case)


def _open_departments(case: Case) -> tuple[str, ...]:
    """Departments with something left to do: to decide, or to issue what they have granted."""
    open_lanes = (lane for lane in case.lanes if not lane.status.is_ended)
    return tuple(dict.fromkeys(case.item(lane.item_code).department.code for lane in open_lanes))


def _name(clock_id: ClockId) -> str:
    return f"{clock_id.kind}/{clock_id.subject}"
