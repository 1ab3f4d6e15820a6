"""All that time alone brings about in a permit's life: one next instant, one ring."""

from datetime import datetime

from domain.calendar import end_of_day
from domain.commands import Ring
from domain.permits import events as happened
from domain.permits.doorstep import doorstep_alarms, ring_doorstep_visit
from domain.permits.draft import PermitDraft
from domain.permits.hearing import hearing_period_end, ring_hearing
from domain.permits.permit import Permit
from domain.permits.verifying import (
    open_rungs,
    rectification_due,
    ring_rectification,
    ring_warnings,
)
from domain.tasks import TaskKind


def next_alarm(permit: Permit) -> datetime | None:
    """Give the earliest instant at which time alone changes the permit; None when it never does."""
    if not permit.has_begun or permit.is_over:
        return None
    single = (rectification_due(permit), hearing_period_end(permit), lapses_at(permit))
    alarms = [
        *(rung.at for rung in open_rungs(permit)),
        *(alarm for alarm in single if alarm is not None),
        *doorstep_alarms(permit),
    ]
    return min(alarms, default=None)


def sleeps(permit: Permit) -> bool:
    """Whether nobody has a step to do now, so that only an act or time alone changes the permit."""
    return permit.has_begun and not any(task.is_open for task in permit.tasks)


def lapses_at(permit: Permit) -> datetime | None:
    """End of the last day of validity; None without a term or when the permit has ended."""
    until = permit.grant.valid_until
    return None if until is None or permit.status.is_ended else end_of_day(until)


def decide_ring(draft: PermitDraft, command: Ring) -> None:  # noqa: ARG001  # uniform signature
    """Let everything happen that is due by now; ringing early or twice changes nothing."""
    if not draft.permit.has_begun or draft.permit.is_over:
        return
    ring_warnings(draft)
    ring_rectification(draft)
    ring_hearing(draft)
    ring_doorstep_visit(draft)
    _ring_lapse(draft)


def _ring_lapse(draft: PermitDraft) -> None:
    """失效 at the end of the term; proceedings for revocation go on to their decision."""
    end = lapses_at(draft.permit)
    if end is not None and draft.now >= end:
        draft.drop_tasks(
            TaskKind.VERIFICATION,
            TaskKind.REEXAMINATION,
            TaskKind.RECHECK,
            TaskKind.DOORSTEP_VISIT,
        )
        draft.add(happened.PermitLapsed())
