"""What supervisors and clocks do: reassign, suspend, resume, extend, warn (design §5, §6)."""

from datetime import datetime

from domain import events as happened
from domain.actors import Actor, Role
from domain.case import Case
from domain.clock import (
    ClockAction,
    ClockEntry,
    ClockId,
    ClockKind,
    ClockLedger,
    RungInstant,
    check_extend,
    check_resume,
    check_suspend,
    rungs_due,
)
from domain.commands import (
    CalendarPublished,
    ExtendLimit,
    ReassignTask,
    ResumeClock,
    SuspendClock,
)
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.evolution.clocks import warning_mark
from domain.party import already_closed


def may_supervise(case: Case, actor: Actor) -> Refused | None:
    """Say why the actor may not act as supervisor here, or None."""
    if actor.role is not Role.SUPERVISOR:
        return Refused(
            "supervisors_only",
            "Only a supervisor may do this.",
            rule="R147",
            kind=ErrorKind.FORBIDDEN,
        )
    return already_closed(case) if case.is_closed else None


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


def decide_reassign(draft: Draft, command: ReassignTask) -> None:
    """Give an open task to another official; the act itself is an event."""
    refusal = may_supervise(draft.case, command.actor)
    if refusal:
        raise refusal
    task = draft.case.task(command.task_id)
    if task is None or not task.is_open:
        raise Refused(
            "task_not_open",
            f"There is no open task {command.task_id}.",
            rule="design §6",
            field="task_id",
            kind=ErrorKind.NOT_FOUND if task is None else ErrorKind.CONFLICT,
        )
    draft.add(happened.TaskReassigned(command.task_id, command.assignee))


def decide_suspend(draft: Draft, command: SuspendClock) -> None:
    """Stop a clock for a procedure of Art. 45, told in writing with the time it needs."""
    refusal = may_keep_clock(draft.case, command.actor, command.clock_id)
    if refusal:
        raise refusal
    ledger = _ledger(draft.case, command.clock_id)
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
    draft.add(happened.ClockChanged(command.clock_id, entry))


def decide_resume(draft: Draft, command: ResumeClock) -> None:
    """Let a suspended clock run on."""
    refusal = may_keep_clock(draft.case, command.actor, command.clock_id)
    if refusal:
        raise refusal
    ledger = _ledger(draft.case, command.clock_id)
    entry = ClockEntry(
        action=ClockAction.RESUME,
        at=draft.now,
        cause="resumed",
        legal_basis="行政许可法 45",
        actor=command.actor.subject,
    )
    check_resume(ledger, entry)
    draft.add(happened.ClockChanged(command.clock_id, entry))


def decide_extend(draft: Draft, command: ExtendLimit) -> None:
    """Extend a limit once, by the right approver, before it runs out (Art. 42)."""
    refusal = may_supervise(draft.case, command.actor)
    if refusal:
        raise refusal
    ledger = _ledger(draft.case, command.clock_id)
    entry = ClockEntry(
        action=ClockAction.EXTEND,
        at=draft.now,
        cause=command.reasons,
        legal_basis=command.legal_basis,
        actor=command.approver,
        extension=command.extension,
    )
    check_extend(ledger, entry, draft.case.submission.calendar)
    _check_length(draft.case, command)
    draft.add(happened.ClockChanged(command.clock_id, entry))


def _check_length(case: Case, command: ExtendLimit) -> None:
    """Refuse an extension beyond what Art. 42 lets the approver give (20+10, 45+15)."""
    times = case.slice.scheme.times
    is_joint = command.clock_id.kind is ClockKind.JOINT_CAP
    longest = times.joint_extension if is_joint else times.lane_extension
    asked = command.extension
    if longest and asked.unit is longest.unit and asked.count > longest.count:
        raise Refused(
            "extension_too_long",
            f"At most {longest.count} {longest.unit.value} can be added.",
            rule=longest.source,
            field="count",
            kind=ErrorKind.INVALID,
        )


def decide_calendar(draft: Draft, command: CalendarPublished) -> None:
    """Take over a newer calendar; every open due date follows from it."""
    if command.calendar.version != draft.case.submission.calendar.version:
        draft.add(happened.CalendarReplaced(command.calendar))


def ring_warnings(draft: Draft) -> None:
    """Raise every rung that was reached and not told yet, in order."""
    for ledger, rung in _open_rungs(draft.case):
        if draft.now >= rung.at:
            draft.add(
                happened.WarningRaised(
                    ledger.clock_id, rung.rung.name, rung.rung.light, rung.rung.notify
                )
            )


def warning_alarms(case: Case) -> tuple[datetime, ...]:
    """Instants of the rungs still to come."""
    return tuple(rung.at for _, rung in _open_rungs(case))


def _open_rungs(case: Case) -> tuple[tuple[ClockLedger, RungInstant], ...]:
    return tuple(
        (ledger, rung)
        for ledger in case.clocks
        for rung in rungs_due(ledger, case.submission.calendar, case.slice.scheme.ladder)
        if warning_mark(ledger.clock_id, rung.rung.name) not in case.warned
    )


def _ledger(case: Case, clock_id: ClockId) -> ClockLedger:
    ledger = case.clock(clock_id)
    if ledger is None:
        raise Refused(
            "clock_unknown",
            f"There is no clock {clock_id.kind}/{clock_id.subject}.",
            rule="design §5",
            field="clock_id",
            kind=ErrorKind.NOT_FOUND,
        )
    return ledger
