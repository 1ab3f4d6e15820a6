"""Who is told what when something has happened: codes and dates only, texts are made later."""

from dataclasses import dataclass
from enum import StrEnum

from domain import events as happened
from domain.case import Case, Gap
from domain.clock import ClockAction, ClockId, ClockKind
from domain.statuses import DispatchStatus
from domain.tasks import Task


class RecipientKind(StrEnum):
    """How the recipient of a notice is named."""

    SUBJECT = "subject"
    DEPARTMENT = "department"
    DEPARTMENT_HEAD = "department_head"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An opaque subject, the officials or the head of a department, or everybody in a role."""

    kind: RecipientKind
    code: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; ``is_sealed`` marks those the law wants in writing with a date (Art. 32(5))."""

    recipient: Recipient
    template: str
    facts: tuple[tuple[str, str], ...]
    is_sealed: bool = False


SUPERVISORS = Recipient(RecipientKind.ROLE, "supervisor")


def notices_of(case: Case, event: happened.Event) -> tuple[Notice, ...]:
    """Give the notices that an event causes; ``case`` is the case after it."""
    match event:
        case happened.TaskOpened():
            return _to_departments(event.task, "task_opened")
        case happened.TaskReassigned():
            recipient = Recipient(RecipientKind.SUBJECT, event.assignee)
            return (Notice(recipient, "task_reassigned", (("task", event.task_id),)),)
        case happened.WarningRaised():
            return _of_warning(case, event)
        case happened.LaneDispatched() if event.status is DispatchStatus.ACTION_REQUIRED:
            return _of_fault(case, event)
        case happened.VisitScheduled():
            return (*_to_applicant(case, event), *_to_inspectors(event))
        case _:
            return _to_applicant(case, event)


def _to_applicant(case: Case, event: happened.Event) -> tuple[Notice, ...]:
    told = _told_to_applicant(event)
    if told is None:
        return ()
    facts, is_sealed = told
    return tuple(
        Notice(Recipient(RecipientKind.SUBJECT, subject), event.kind, facts, is_sealed)
        for subject in case.submission.applicant.subjects
    )


def _told_to_applicant(
    event: happened.Event,
) -> tuple[tuple[tuple[str, str], ...], bool] | None:
    """Give facts, and whether the notice is sealed; None when the applicant is not told."""
    match event:
        case happened.Received():
            return (("case_number", event.case_number), ("items", " ".join(event.item_codes))), True
        case happened.LaneTurnedAway():
            return (("item", event.item_code), ("status", event.status.value)), True
        case happened.CorrectionRequested():
            return (("due_on", event.due_on.isoformat()), ("gaps", _gaps(event.gaps))), True
        case happened.Accepted():
            items = " ".join(lane.item_code for lane in event.lanes)
            how = "with_deficiencies" if event.with_deficiencies else "complete"
            return (("items", items), ("how", "deemed" if event.deemed else how)), True
        case happened.LaneNotAccepted() | happened.LaneRefused():
            reasons = " ".join(reason.code for reason in event.reasons)
            remedies = " ".join(event.remedies)
            return (("item", event.item_code), ("reasons", reasons), ("remedies", remedies)), True
        case happened.SupplementRequested():
            due_on = event.due_on.isoformat()
            gaps = _gaps(event.gaps)
            return (("item", event.item_code), ("due_on", due_on), ("gaps", gaps)), True
        case happened.RectificationOrdered():
            points = " ".join(event.points)
            return (("due_on", event.due_on.isoformat()), ("points", points)), True
        case happened.LaneGranted() | happened.LaneFiled():
            return (("item", event.item_code),), True
        case happened.LaneTerminated():
            return (("item", event.item_code), ("reason", event.reason)), True
        case happened.LaneWithdrawn():
            return (("item", event.item_code),), True
        case happened.DebtReminded() | happened.DebtLapsed() | happened.DebtPaid():
            return (("debt", event.debt_id),), False
        case happened.VisitScheduled():
            starts_at = event.slot.starts_at.isoformat()
            return (("visit", event.visit_id), ("starts_at", starts_at)), False
        case happened.VisitPostponed():
            return (("visit", event.visit_id), ("cause", event.cause)), False
        case happened.ClockChanged() if event.entry.action in _TOLD_IN_WRITING:
            return _of_clock(event), True
        case happened.PermitsIssued():
            numbers = " ".join(permit.number for permit in event.permits)
            return (("licence", event.licence_code), ("permits", numbers)), False
        case happened.CaseClosed():
            return (("ending", event.ending.value),), False
        case _:
            return None


_TOLD_IN_WRITING = frozenset({ClockAction.SUSPEND, ClockAction.EXTEND})
"""Suspension (Art. 45) and extension (Art. 42) are told to the applicant in writing."""


def _of_clock(event: happened.ClockChanged) -> tuple[tuple[str, str], ...]:
    entry = event.entry
    until = entry.expected_until.isoformat() if entry.expected_until else ""
    return (
        ("clock", f"{event.clock_id.kind}/{event.clock_id.subject}"),
        ("action", entry.action.value),
        ("legal_basis", entry.legal_basis),
        ("until", until),
    )


def _of_warning(case: Case, event: happened.WarningRaised) -> tuple[Notice, ...]:
    facts = (
        ("clock", f"{event.clock_id.kind}/{event.clock_id.subject}"),
        ("rung", event.rung),
        ("light", event.light.value),
    )
    recipients = (
        recipient
        for role in event.notify
        for recipient in _recipients(role, _departments(case, event.clock_id))
    )
    return tuple(Notice(r, "warning_raised", facts) for r in dict.fromkeys(recipients))


def _recipients(role: str, departments: tuple[str, ...]) -> tuple[Recipient, ...]:
    """Resolve a rung's role: the handler's department, its head, or a role of the city."""
    if role == "handler":
        return tuple(Recipient(RecipientKind.DEPARTMENT, code) for code in departments)
    if role == "head":
        return tuple(Recipient(RecipientKind.DEPARTMENT_HEAD, code) for code in departments)
    return (Recipient(RecipientKind.ROLE, role),)


def _departments(case: Case, clock_id: ClockId) -> tuple[str, ...]:
    """Departments whose clock it is; a clock of the whole case concerns all with open lanes."""
    lanes = [lane for lane in case.lanes if not lane.status.is_decided]
    if clock_id.kind is ClockKind.LANE:
        lanes = [lane for lane in case.lanes if lane.item_code == clock_id.subject]
    codes = (case.item(lane.item_code).department.code for lane in lanes)
    return tuple(dict.fromkeys(codes))


def _of_fault(case: Case, event: happened.LaneDispatched) -> tuple[Notice, ...]:
    department = case.item(event.item_code).department.code
    facts = (("item", event.item_code), ("reason", event.reason))
    recipients = (Recipient(RecipientKind.DEPARTMENT, department), SUPERVISORS)
    return tuple(Notice(recipient, "dispatch_needs_action", facts) for recipient in recipients)


def _to_departments(task: Task, template: str) -> tuple[Notice, ...]:
    facts = (
        ("task", task.task_id),
        ("kind", task.kind.value),
        ("items", " ".join(task.item_codes)),
    )
    return tuple(
        Notice(Recipient(RecipientKind.DEPARTMENT, code), template, facts)
        for code in task.departments
    )


def _to_inspectors(event: happened.VisitScheduled) -> tuple[Notice, ...]:
    facts = (("visit", event.visit_id), ("starts_at", event.slot.starts_at.isoformat()))
    return tuple(
        Notice(Recipient(RecipientKind.SUBJECT, member.subject), "visit_assigned", facts)
        for member in event.slot.inspectors
    )


def _gaps(gaps: tuple[Gap, ...]) -> str:
    return " ".join(f"{gap.item_code}:{gap.code}" for gap in gaps)
