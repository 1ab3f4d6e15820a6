"""Effects of intake and acceptance on the state."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain import events as happened
from domain.actors import Actor
from domain.case import Case, Correction, IntakeAnswer, Lane
from domain.clock import ClockAction, ClockEntry, ClockKind
from domain.evolution.clocks import with_entry
from domain.statuses import CaseStatus, LaneStatus
from domain.submission import ProvidedPaper

IntakeEvent = (
    happened.Received
    | happened.CatalogueReplaced
    | happened.PapersFound
    | happened.LaneTurnedAway
    | happened.IntakeChecked
    | happened.CorrectionRequested
    | happened.CorrectionAnswered
    | happened.LaneNotAccepted
    | happened.Accepted
)


def apply(case: Case, event: IntakeEvent, at: datetime, actor: Actor) -> Case:
    match event:
        case happened.Received():
            return _receive(case, event, at)
        case happened.CatalogueReplaced():
            return replace(case, catalogue=event.catalogue, instant_findings=event.instant_findings)
        case happened.PapersFound():
            return replace(with_papers(case, event.papers), pending_papers=event.pending)
        case happened.LaneTurnedAway():
            return case.with_lane(
                event.item_code, status=event.status, reasons=event.reasons, decided_at=at
            )
        case happened.IntakeChecked():
            answer = IntakeAnswer(event.task_id, event.gaps)
            return replace(case, intake_answers=(*case.intake_answers, answer))
        case happened.CorrectionRequested():
            correction = Correction(event.gaps, requested_at=at, due_on=event.due_on)
            asked = replace(case, status=CaseStatus.CORRECTING, correction=correction)
            return _stop_acceptance(asked, event, at, actor)
        case happened.CorrectionAnswered():
            return _answer_correction(case, event, at)
        case happened.LaneNotAccepted():
            return case.with_lane(
                event.item_code,
                status=LaneStatus.NOT_ACCEPTED,
                reasons=event.reasons,
                remedies=event.remedies,
                decided_at=at,
            )
        case happened.Accepted():
            return _stop_acceptance(_accept(case, event), event, at, actor)
        case _:
            assert_never(event)


def with_papers(case: Case, papers: tuple[ProvidedPaper, ...]) -> Case:
    """Give the case with these papers; a newer paper replaces the one of the same code."""
    codes = {paper.paper_code for paper in papers}
    kept = tuple(paper for paper in case.papers if paper.paper_code not in codes)
    return replace(case, papers=(*kept, *papers))


def with_form(case: Case, values: tuple[tuple[str, str], ...]) -> Case:
    """Give the case with these form values in place of the former ones."""
    return replace(case, form=tuple(sorted({**dict(case.form), **dict(values)}.items())))


def _receive(case: Case, event: happened.Received, at: datetime) -> Case:
    submission = case.submission
    return replace(
        case,
        status=CaseStatus.RECEIVED,
        edition=submission.edition,
        received_at=at,
        counted_from=event.counted_from,
        uscc=submission.business.uscc,
        papers=submission.papers,
        form=tuple(sorted(submission.form)),
        instant_findings=submission.instant_findings,
        lanes=tuple(Lane(item_code=code) for code in event.item_codes),
    )


def _answer_correction(case: Case, event: happened.CorrectionAnswered, at: datetime) -> Case:
    answered = with_form(with_papers(case, event.papers), event.form)
    if event.form:
        answered = replace(answered, instant_findings=event.instant_findings)
    if answered.correction is None:
        return answered
    correction = replace(answered.correction, answered_at=at)
    return replace(answered, status=CaseStatus.RECEIVED, correction=correction, intake_answers=())


def _accept(case: Case, event: happened.Accepted) -> Case:
    accepted = replace(case, status=CaseStatus.ACCEPTED, accepted_at=event.as_of)
    for lane in event.lanes:
        accepted = accepted.with_lane(
            lane.item_code,
            status=LaneStatus.ACCEPTED,
            route=lane.route,
            route_reason=lane.reason,
            dispatch_key=lane.dispatch_key,
            accepted_at=event.as_of,
        )
    return accepted


def _stop_acceptance(
    case: Case, event: happened.CorrectionRequested | happened.Accepted, at: datetime, actor: Actor
) -> Case:
    """The departments have said what they had to say (Art. 32); nobody is late any more."""
    entry = ClockEntry(
        action=ClockAction.STOP,
        at=at,
        cause=event.kind,
        legal_basis="行政许可法 32",
        actor=actor.subject,
    )
    for clock in case.clocks:
        if clock.clock_id.kind is ClockKind.ACCEPTANCE and clock.stopped_at is None:
            case = with_entry(case, clock.clock_id, entry)
    return case
