"""All that time alone brings about in an application: one next instant, one ring."""

from datetime import datetime

from domain.case import Case
from domain.commands import Ring
from domain.correction import intake_alarms, ring_intake
from domain.deficiency import debt_alarms, ring_debts
from domain.draft import Draft
from domain.inspecting import rectification_alarms, ring_visit
from domain.issuing import ring_issue, waits_until
from domain.item_hearings import hearing_alarms, ring_hearings
from domain.requesting import ring_supplements, supplement_alarms
from domain.warnings import ring_warnings, warning_alarms


def next_alarm(case: Case) -> datetime | None:
    """Give the earliest instant at which time alone changes the case; None when it never does."""
    if case.is_closed:
        return None
    waiting = waits_until(case)
    alarms = [
        *intake_alarms(case),
        *debt_alarms(case),
        *supplement_alarms(case),
        *warning_alarms(case),
        *rectification_alarms(case),
        *hearing_alarms(case),
        *([waiting] if waiting is not None else []),
    ]
    return min(alarms, default=None)


def decide_ring(draft: Draft, command: Ring) -> None:  # noqa: ARG001  # uniform signature
    """Let everything happen that is due by now; ringing early or twice changes nothing."""
    if draft.case.is_closed:
        return
    ring_warnings(draft)
    ring_intake(draft)
    ring_debts(draft)
    ring_supplements(draft)
    ring_visit(draft)
    ring_hearings(draft)
    ring_issue(draft)
