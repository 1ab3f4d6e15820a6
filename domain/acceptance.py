"""Receipt, completeness and acceptance (受理; Art. 32; design §3)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain import events as happened
from domain.actors import Role
from domain.case import Case, Debt, DebtKind, Gap
from domain.catalogue import Determination, Item, Requirement
from domain.clock import ClockId, ClockKind, ClockLedger
from domain.commands import Accept, CatalogueFetched, Submit
from domain.completeness import (
    Completeness,
    judge,
    needs_person,
    takes_commitment,
    wanted_from_sharing,
)
from domain.draft import Draft
from domain.due_dates import strictest
from domain.errors import Refused
from domain.lane_clocks import case_ledgers, lane_ledgers, started
from domain.party import REMEDIES, may_speak_for_applicant
from domain.receipt import counted_from
from domain.routes import choose_route
from domain.statuses import CaseEnding, CaseStatus, LaneStatus
from domain.tasks import Reason, Task, TaskKind
from domain.visiting import call_for_visit

ACCEPTANCE = ClockId(ClockKind.ACCEPTANCE, "case")
RECHECK = ClockId(ClockKind.ACCEPTANCE, "correction")
NOTICE_LEAD = timedelta(hours=1)
"""The notice goes out an hour before the last day ends, so that it is surely sent in time."""

_TURNED_AWAY = {
    Requirement.ABOLISHED: LaneStatus.NOT_REQUIRED,
    Requirement.NOT_REQUIRED: LaneStatus.NOT_REQUIRED,
    Requirement.OUTSIDE_SCHEME: LaneStatus.OUTSIDE_SCHEME,
    Requirement.WRONG_AUTHORITY: LaneStatus.WRONG_AUTHORITY,
}


def decide_submit(draft: Draft, command: Submit) -> None:
    """Receive the application and tell at once what needs no review (Art. 32(1)(2), 78, 79).

    When shared data need not be asked, completeness is judged in the same turn.
    """
    case = draft.case
    if case.status is not CaseStatus.OPENED:
        raise Refused("already_submitted", "This application was handed in before.", rule="R52")
    refusal = may_speak_for_applicant(case, command.actor)
    if refusal:
        raise refusal
    codes = tuple(item.code for item in case.slice.items)
    counts_from = counted_from(case, draft.now)
    draft.add(happened.Received(case.submission.case_number, codes, counts_from))
    _turn_away(draft, case.submission.determinations)
    if draft.case.is_closed:
        return
    start_acceptance_clock(draft, ACCEPTANCE)
    if not wanted_from_sharing(draft.case):
        judge_completeness(draft)


def decide_catalogue(draft: Draft, command: CatalogueFetched) -> None:
    """Take over the version in force at acceptance; its difference is an event."""
    if draft.case.status is not CaseStatus.RECEIVED:
        return
    draft.add(
        happened.CatalogueReplaced(
            command.catalogue, command.determinations, command.instant_findings
        )
    )
    _turn_away(draft, command.determinations)


def decide_accept(draft: Draft, command: Accept) -> None:
    """Judge completeness; accept, ask once for correction, or have persons look first."""
    if draft.case.status is not CaseStatus.RECEIVED or draft.case.tasks:
        return
    if command.found or command.unreachable:
        draft.add(happened.PapersFound(command.found, command.unreachable))
    judge_completeness(draft)


def awaits_look_up(case: Case) -> bool:
    """Whether shared data must be asked before completeness can be judged (R47)."""
    return case.status is CaseStatus.RECEIVED and not case.tasks and bool(wanted_from_sharing(case))


def judge_completeness(draft: Draft) -> None:
    """Have persons look where a machine cannot; otherwise settle acceptance at once."""
    ask_persons(draft, open_items(draft.case))
    settle(draft)


def start_acceptance_clock(draft: Draft, clock_id: ClockId) -> None:
    """Start the five working days in which acceptance must be settled (Art. 32(4)).

    They run from when what was handed in now counts as received.
    """
    limit = draft.case.slice.scheme.times.acceptance
    begins_at = counted_from(draft.case, draft.now)
    ledger = started(clock_id, (limit,), begins_at, draft.actor, basis="行政许可法 32")
    draft.add(happened.ClocksStarted((ledger,)))


def open_items(case: Case) -> tuple[Item, ...]:
    """Items that are neither turned away nor accepted yet."""
    return tuple(
        case.item(lane.item_code) for lane in case.lanes if lane.status is LaneStatus.OPENED
    )


def ask_persons(draft: Draft, items: tuple[Item, ...]) -> None:
    """Open one intake check per department concerned, for papers no machine can judge."""
    concerned: dict[str, list[str]] = {}
    for item in items:
        if needs_person(draft.case, item):
            concerned.setdefault(item.department.code, []).append(item.code)
    for department, codes in sorted(concerned.items()):
        task = Task(
            task_id=draft.next_id("t", len(draft.case.tasks)),
            kind=TaskKind.INTAKE_CHECK,
            item_codes=tuple(codes),
            departments=(department,),
            role=Role.REVIEWER,
            opened_at=draft.now,
        )
        draft.add(happened.TaskOpened(task))


def known_gaps(case: Case) -> tuple[Gap, ...]:
    """Every gap known now, by machine and by department, each once."""
    seen = [gap for item in open_items(case) for gap in judge(case, item).gaps]
    told = [gap for answer in case.intake_answers for gap in answer.gaps]
    return tuple(dict.fromkeys([*seen, *told]))


def settle(draft: Draft) -> None:
    """When nobody has to look any more: one correction notice, or acceptance."""
    if any(task.is_open and task.kind is TaskKind.INTAKE_CHECK for task in draft.case.tasks):
        return
    gaps = known_gaps(draft.case)
    if gaps and draft.case.correction is None:
        request_correction(draft, gaps)
        return
    _refuse_acceptance(draft, gaps)
    accept(draft, as_of=draft.now, deemed=False)


def request_correction(draft: Draft, gaps: tuple[Gap, ...]) -> None:
    """Tell all gaps of all departments in one notice; a second one cannot be sent (Art. 32(4))."""
    drop_intake_checks(draft)
    due_on = draft.after(draft.case.slice.scheme.times.correction)
    draft.add(happened.CorrectionRequested(gaps, due_on))


def drop_intake_checks(draft: Draft) -> None:
    """Open intake checks lose their object once the notice is sent or acceptance is deemed."""
    dropped = tuple(
        task.task_id
        for task in draft.case.tasks
        if task.is_open and task.kind is TaskKind.INTAKE_CHECK
    )
    if dropped:
        draft.add(happened.TasksFellAway(dropped))


def accept(draft: Draft, *, as_of: datetime, deemed: bool) -> None:
    """Accept every item still open, tolerate its debts, start its clock, call for the visit."""
    items = open_items(draft.case)
    judged = {item.code: judge(draft.case, item) for item in items}
    debts = _with_due_dates(draft, items, judged)
    if items:
        lanes = tuple(_routed(draft, item) for item in items)
        draft.add(happened.Accepted(as_of, lanes, bool(debts), deemed))
        draft.add(happened.ClocksStarted(_ledgers(draft, items, as_of)))
    if debts:
        draft.add(happened.DebtsIncurred(debts))
    call_for_visit(draft)
    close_when_nothing_is_left(draft)


def close_when_nothing_is_left(draft: Draft) -> None:
    """End an application of which no item was accepted."""
    if all(lane.status.is_ended for lane in draft.case.lanes) and draft.case.accepted_at is None:
        unanswered = any(lane.status is LaneStatus.TERMINATED for lane in draft.case.lanes)
        ending = CaseEnding.NOT_SUPPLEMENTED if unanswered else CaseEnding.NOTHING_ACCEPTED
        draft.add(happened.CaseClosed(ending))


def acceptance_due(case: Case) -> datetime | None:
    """End of the day by which acceptance must be settled; None before receipt."""
    ledger = case.clock(RECHECK) or case.clock(ACCEPTANCE)
    due = strictest(ledger, case.submission.calendar) if ledger else None
    return due.due_at if due else None


def _turn_away(draft: Draft, determinations: tuple[Determination, ...]) -> None:
    for determination in determinations:
        lane = draft.case.lane(determination.item_code)
        status = _TURNED_AWAY.get(determination.requirement)
        if lane is None or lane.status is not LaneStatus.OPENED or status is None:
            continue
        reason = Reason(determination.rule, determination.reason.zh)
        instead = determination.instead.zh if determination.instead else ""
        draft.add(happened.LaneTurnedAway(lane.item_code, status, (reason,), instead))
    _turn_away_barred(draft)
    close_when_nothing_is_left(draft)


def _turn_away_barred(draft: Draft) -> None:
    for bar in draft.case.submission.bars:
        lane = draft.case.lane(bar.item_code)
        if lane is None or lane.status is not LaneStatus.OPENED or draft.today > bar.until:
            continue
        reason = Reason("barred", f"{bar.source}: {bar.until.isoformat()}")
        draft.add(happened.LaneTurnedAway(bar.item_code, LaneStatus.BARRED, (reason,), ""))


def _refuse_acceptance(draft: Draft, gaps: tuple[Gap, ...]) -> None:
    """不予受理 for every item that still lacks something after the one correction."""
    for item_code in dict.fromkeys(gap.item_code for gap in gaps):
        reasons = tuple(Reason(g.code, g.reason) for g in gaps if g.item_code == item_code)
        draft.add(happened.LaneNotAccepted(item_code, reasons, REMEDIES))


def _routed(draft: Draft, item: Item) -> happened.AcceptedLane:
    case = draft.case
    chosen = takes_commitment(case, item) if item.code in _choosable(case) else None
    choice = choose_route(
        item,
        credit=case.submission.credit,
        chose_commitment=chosen,
        on=draft.today,
        findings=case.instant_findings,
    )
    return happened.AcceptedLane(
        item.code, choice.route, choice.reason, f"{case.case_id}.{item.code}"
    )


def _choosable(case: Case) -> frozenset[str]:
    """Items for which the applicant's own choice between papers and commitment is known."""
    declined = case.submission.declined_commitment
    signed = (commitment.item_code for commitment in case.submission.commitments)
    return frozenset((*declined, *signed))


def _with_due_dates(
    draft: Draft, items: tuple[Item, ...], judged: dict[str, Completeness]
) -> tuple[Debt, ...]:
    return tuple(
        replace(debt, due_on=_debt_due_on(draft, item, debt))
        for item in items
        for debt in judged[item.code].debts
    )


def _debt_due_on(draft: Draft, item: Item, debt: Debt) -> date | None:
    if debt.kind is not DebtKind.DEFERRED_PAPER:
        return None
    paper = item.paper(debt.wants)
    return draft.after(paper.deferral) if paper and paper.deferral else None


def _ledgers(draft: Draft, items: tuple[Item, ...], as_of: datetime) -> tuple[ClockLedger, ...]:
    begins_at = max(as_of, draft.case.counted_from or as_of)
    return (
        *case_ledgers(draft.case, begins_at, draft.actor),
        *lane_ledgers(draft.case, items, begins_at, draft.actor),
    )
