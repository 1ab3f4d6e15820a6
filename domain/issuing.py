"""Issuance of what is granted under the one licence code, follow-up, and the end of the case."""

from datetime import datetime

from domain import events as happened
from domain.blockers import issuance_blockers
from domain.calendar import end_of_day, local_date
from domain.case import Case, Lane
from domain.clock import ClockId, ClockKind
from domain.commands import CloseCase, FollowUpDone, PermitsNumbered
from domain.draft import Draft
from domain.due_dates import strictest
from domain.lane_clocks import service_clock
from domain.statuses import CaseEnding, CaseStatus, LaneStatus


def ready_to_issue(case: Case) -> tuple[str, ...]:
    """Items that are granted or filed and that nothing keeps from being issued."""
    return tuple(
        lane.item_code
        for lane in case.lanes
        if lane.status.awaits_issue and not issuance_blockers(case, lane.item_code)
    )


def decide_issue(draft: Draft, command: PermitsNumbered) -> None:
    """Issue the numbered permits that still await it; each batch raises the version."""
    ready = set(ready_to_issue(draft.case))
    permits = tuple(permit for permit in command.permits if permit.item_code in ready)
    if permits:
        draft.add(happened.PermitsIssued(command.licence_code, command.version, permits))


def decide_follow_up(draft: Draft, command: FollowUpDone) -> None:
    """Note that permits live on by themselves and the licence document can be fetched."""
    if draft.case.licence is not None and not draft.case.followed_up:
        draft.add(happened.FollowUpRecorded(command.document_id))
        close_when_all_ended(draft)


def ring_issue(draft: Draft) -> None:
    """Granted items stop waiting for open ones at the earliest limit among them."""
    until = waits_until(draft.case)
    if until is not None and draft.now >= until:
        draft.add(happened.IssueWaitEnded())


def waits_until(case: Case) -> datetime | None:
    """End of the wait of granted items for open ones; None when nothing waits.

    It is the earliest strictest limit among the granted, and never later than the last day for
    serving the first of their decisions (Art. 44); an item without a limit, done on the spot,
    waits until the day of its decision ends (design §3).
    """
    granted = [lane for lane in case.lanes if lane.status.awaits_issue]
    is_open = any(not lane.status.is_decided for lane in case.lanes)
    if case.waiting_is_over or not granted or not is_open:
        return None
    return min(_limit_of(case, lane) for lane in granted)


def decide_close(draft: Draft, command: CloseCase) -> None:  # noqa: ARG001  # uniform signature
    """Close an application of which every lane has ended."""
    close_when_all_ended(draft)


def close_when_all_ended(draft: Draft) -> None:
    """Close in the turn that ends the last matter, sparing one of its own."""
    case = draft.case
    if case.status is CaseStatus.ACCEPTED and all(lane.status.is_ended for lane in case.lanes):
        draft.add(happened.CaseClosed(ending_of(case)))


def ending_of(case: Case) -> CaseEnding:
    """Name the ending by what became of the lanes."""
    statuses = {lane.status for lane in case.lanes}
    if LaneStatus.ISSUED in statuses:
        return CaseEnding.COMPLETED
    if LaneStatus.REFUSED in statuses:
        return CaseEnding.NOTHING_GRANTED
    if LaneStatus.TERMINATED in statuses:
        return CaseEnding.TERMINATED
    return CaseEnding.WITHDRAWN if LaneStatus.WITHDRAWN in statuses else CaseEnding.NOTHING_ACCEPTED


def _limit_of(case: Case, lane: Lane) -> datetime:
    calendar = case.submission.calendar
    clocks = (ClockId(ClockKind.LANE, lane.item_code), service_clock(lane.item_code))
    ledgers = (ledger for clock_id in clocks if (ledger := case.clock(clock_id)))
    dues = [due.due_at for ledger in ledgers if (due := strictest(ledger, calendar))]
    if dues and case.clock(clocks[0]) is not None:
        return min(dues)
    if lane.decided_at is None:
        raise ValueError(lane.item_code)
    return end_of_day(local_date(lane.decided_at))
