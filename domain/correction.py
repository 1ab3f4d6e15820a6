"""The one correction notice (补正), its answer, its silence, and the fifth working day."""

from datetime import datetime

from domain import events as happened
from domain.acceptance import (
    NOTICE_LEAD,
    RECHECK,
    accept,
    acceptance_due,
    ask_persons,
    close_when_nothing_is_left,
    drop_intake_checks,
    known_gaps,
    open_items,
    request_correction,
    settle,
    start_acceptance_clock,
)
from domain.actors import Actor
from domain.calendar import end_of_day
from domain.case import Case, Gap
from domain.commands import CompleteTask, CorrectApplication
from domain.draft import Draft
from domain.errors import ErrorKind, Refused
from domain.notice_bounds import check_gaps
from domain.party import already_closed, may_speak_for_applicant
from domain.statuses import CaseStatus, LaneStatus
from domain.tasks import Task, TaskOutcome


def may_correct(case: Case, actor: Actor) -> Refused | None:
    """Say why the actor cannot answer a correction notice now, or None."""
    if case.is_closed:
        return already_closed(case)
    refusal = may_speak_for_applicant(case, actor)
    if refusal:
        return refusal
    if case.status is not CaseStatus.CORRECTING:
        return Refused(
            "nothing_to_correct",
            "No correction notice is open in this application.",
            rule="行政许可法 32(4)",
        )
    return None


def decide_correct(draft: Draft, command: CorrectApplication) -> None:
    """Take the answer to the one correction notice and settle acceptance with it."""
    refusal = may_correct(draft.case, command.actor)
    if refusal:
        raise refusal
    asked = draft.case.correction.gaps if draft.case.correction else ()
    _check_answer(asked, command)
    draft.add(happened.CorrectionAnswered(command.papers, command.form, command.instant_findings))
    start_acceptance_clock(draft, RECHECK)
    answered = {paper.paper_code for paper in command.papers}
    again = {gap.item_code for gap in asked if gap.code in answered}
    ask_persons(draft, tuple(item for item in open_items(draft.case) if item.code in again))
    settle(draft)


def decide_intake_check(draft: Draft, task: Task, command: CompleteTask) -> None:
    """Take a department's judgement; with the last one outstanding, settle acceptance."""
    gaps = command.gaps if command.outcome is TaskOutcome.DEFICIENT else ()
    if command.outcome is TaskOutcome.DEFICIENT:
        check_gaps(draft.case, task.item_codes, gaps)
    draft.add(
        happened.TaskDecided(task.task_id, command.outcome, command.acting_for),
        happened.IntakeChecked(task.task_id, gaps),
    )
    settle(draft)


def ring_intake(draft: Draft) -> None:
    """What the fifth working day brings: the notice with what is known, or acceptance.

    A notice that was not sent in time can no longer be sent: the papers count as accepted on
    the day they came in (Art. 32(4)).
    """
    case = draft.case
    due = acceptance_due(case)
    if case.status is CaseStatus.CORRECTING:
        _ring_correction(draft)
    elif case.status is not CaseStatus.RECEIVED or due is None or case.received_at is None:
        return
    elif draft.now >= due:
        drop_intake_checks(draft)
        answered_at = case.correction.answered_at if case.correction else None
        received_at = case.counted_from or case.received_at
        accept(draft, as_of=answered_at or received_at, deemed=True)
    elif draft.now >= due - NOTICE_LEAD and case.correction is None and known_gaps(case):
        request_correction(draft, known_gaps(case))


def intake_alarms(case: Case) -> tuple[datetime, ...]:
    """Instants at which intake moves by time alone."""
    if case.status is CaseStatus.CORRECTING and case.correction is not None:
        return (end_of_day(case.correction.due_on),)
    due = acceptance_due(case)
    if case.status is not CaseStatus.RECEIVED or due is None:
        return ()
    return (due - NOTICE_LEAD,) if case.correction is None and known_gaps(case) else (due,)


def _ring_correction(draft: Draft) -> None:
    """Silence: what lacked something is closed, not supplemented; the rest is accepted."""
    correction = draft.case.correction
    if correction is None or draft.now < end_of_day(correction.due_on):
        return
    lacking = {gap.item_code for gap in correction.gaps}
    for lane in draft.case.lanes:
        if lane.item_code in lacking and lane.status is LaneStatus.OPENED:
            draft.add(happened.LaneTerminated(lane.item_code, "not_supplemented"))
    if open_items(draft.case):
        accept(draft, as_of=draft.now, deemed=False)
    else:
        close_when_nothing_is_left(draft)


def _check_answer(asked: tuple[Gap, ...], command: CorrectApplication) -> None:
    """Only what the notice asked for may be handed in now (one notice, R40)."""
    wanted = {gap.code for gap in asked}
    given = [paper.paper_code for paper in command.papers] + [code for code, _ in command.form]
    strange = [code for code in given if code not in wanted]
    if strange:
        raise Refused(
            "not_asked_for",
            f"The correction notice does not ask for {', '.join(strange)}.",
            rule="行政许可法 32(4)",
            field="papers",
            kind=ErrorKind.INVALID,
        )
    if not given:
        raise Refused(
            "empty_answer",
            "The answer brings no paper and no field.",
            rule="行政许可法 32(4)",
            field="papers",
            kind=ErrorKind.INVALID,
        )
