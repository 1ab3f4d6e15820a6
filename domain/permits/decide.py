"""The law of a permit in one place: which events a command brings about, or why none."""

from datetime import date, datetime
from typing import assert_never

from domain.commands import (
    CalendarPublished,
    CompleteTask,
    ReassignTask,
    ReportRectification,
    Ring,
)
from domain.due_dates import limit_end
from domain.errors import Refused
from domain.permits import commands as asked
from domain.permits import events as happened
from domain.permits.alarms import decide_ring
from domain.permits.assigning import decide_reassign
from domain.permits.doorstep import decide_doorstep_visit, open_doorstep_visit
from domain.permits.draft import PermitDraft
from domain.permits.hearing import decide_record, decide_request
from domain.permits.permit import Permit
from domain.permits.proposing import decide_propose
from domain.permits.rechecking import decide_recheck, open_recheck
from domain.permits.revoking import decide_revocation, may_complete_task
from domain.permits.verifying import decide_rectification, decide_verification, open_verification
from domain.tasks import TaskKind, check_outcome


def decide(
    permit: Permit, command: asked.PermitCommand, now: datetime
) -> tuple[happened.PermitEvent, ...]:
    """Decide what the command brings about at this instant; no events means nothing changes.

    Raises:
        Refused: the rules do not allow it; the permit stays as it is.
    """
    draft = PermitDraft(permit, command.actor, now)
    _delegate(draft, command)
    return draft.events


def _delegate(draft: PermitDraft, command: asked.PermitCommand) -> None:
    match command:
        case asked.Begin():
            _begin(draft)
        case CompleteTask():
            _complete(draft, command)
        case ReassignTask():
            decide_reassign(draft, command)
        case ReportRectification():
            decide_rectification(draft, command)
        case asked.ProposeRevocation():
            decide_propose(draft, command)
        case asked.RequestHearing():
            decide_request(draft, command)
        case asked.RecordHearing():
            decide_record(draft, command)
        case CalendarPublished():
            _replace_calendar(draft, command)
        case Ring():
            decide_ring(draft, command)
        case _:
            assert_never(command)


def _begin(draft: PermitDraft) -> None:
    if not draft.permit.has_begun:
        draft.add(happened.PermitBegan())
        open_verification(draft)
        open_recheck(draft)
        open_doorstep_visit(draft)


def _complete(draft: PermitDraft, command: CompleteTask) -> None:
    acting_for = (command.acting_for,) if command.acting_for else ()
    refusal = may_complete_task(draft.permit, command.actor, command.task_id, acting_for)
    task = draft.permit.task(command.task_id)
    if refusal or task is None:
        raise refusal or Refused("task_unknown", "There is no such task.", rule="design §6")
    check_outcome(task, command.outcome)
    if task.kind is TaskKind.REVOCATION:
        decide_revocation(draft, task, command)
    elif task.kind is TaskKind.RECHECK:
        decide_recheck(draft, task, command)
    elif task.kind is TaskKind.DOORSTEP_VISIT:
        decide_doorstep_visit(draft, task, command)
    else:
        decide_verification(draft, task, command)


def _replace_calendar(draft: PermitDraft, command: CalendarPublished) -> None:
    """Take over a newer calendar; a date told to the holder never becomes an earlier one."""
    permit, calendar = draft.permit, command.calendar
    if permit.is_over or calendar.version == permit.grant.calendar.version:
        return
    periods = permit.grant.item.verification
    check, proceedings = permit.verification, permit.proceedings
    rectification_due_on: date | None = None
    hearing_until: date | None = None
    if check and check.rectification and periods:
        end = limit_end(periods.rectification, check.rectification.ordered_on, calendar)
        rectification_due_on = max(end, check.rectification.due_on)
    if proceedings:
        hearing_until = proceedings.hearing_until
        if periods:
            end = limit_end(periods.hearing_request, proceedings.proposed_on, calendar)
            hearing_until = max(end, hearing_until)
    draft.add(happened.PermitCalendarReplaced(calendar, rectification_due_on, hearing_until))
