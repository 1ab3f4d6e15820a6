"""Whatever is asked, in whatever order: only refusals, no impossible case, no stuck alarm."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as asked
from domain import review_commands as in_review
from domain.actions import allowed_actions
from domain.alarms import next_alarm
from domain.automatic import is_ripe
from domain.dispute import DisputeAbout
from domain.errors import Refused
from domain.issuing import ready_to_issue
from domain.site_visit import Inspector, Slot
from domain.statuses import DebtStatus, LaneStatus
from domain.tasks import Finding, Reason, TaskKind, TaskOutcome
from tests.domain.test_issuing import issue
from tests.fakes import catalogue as c
from tests.fakes.credit import FLAGGED, GOOD
from tests.fakes.stories import (
    APPLICANT,
    STRANGER,
    SUPERVISOR,
    Story,
    committed,
    gap,
    inspector,
    pledged,
    reviewer,
    story,
    uploaded,
)

DEPARTMENTS = ("market_regulation", "health", "fire_rescue", "tobacco")
ITEMS = (c.LICENCE, c.FOOD, c.HYGIENE, c.FIRE, c.TOBACCO, c.FILING)

Act = Literal[
    "accept",
    "dispatch",
    "complete",
    "withdraw",
    "pay",
    "wait",
    "auto",
    "credit",
    "place",
    "slots",
    "rectify",
    "issue",
    "close",
    "correct",
    "report",
    "postpone",
    "object",
    "answer",
    "dispute",
    "rule",
    "exclude",
    "reassign",
]
Step = tuple[Act, str, TaskOutcome, int]


def supermarket() -> Story:
    return story(
        c.licence(),
        c.after(c.food(), c.LICENCE),
        c.after(c.hygiene(), c.LICENCE),
        c.after(c.fire(), c.LICENCE),
        replace(c.tobacco(), four_eyes=True, four_eyes_source="assumption"),
        c.after(c.filing(), c.LICENCE),
        papers=uploaded("BL-00.plan", "B1-02.plan", "B1-05.plan", "B1-06.plan", "B1-08.plan"),
        commitments=committed(c.HYGIENE, c.FIRE),
        pledges=pledged("safety_rules"),
    )


def steps() -> st.SearchStrategy[Step]:
    """An act, the item and outcome it is about, and a number that varies its details."""
    acts: tuple[Act, ...] = get_args(Act)
    outcomes = st.sampled_from(list(TaskOutcome))
    return st.tuples(st.sampled_from(acts), st.sampled_from(ITEMS), outcomes, st.integers(0, 12))


def perform(told: Story, act: Act, item: str, outcome: TaskOutcome, number: int) -> None:
    actor = (APPLICANT, STRANGER)[number % 7 == 0]
    match act:
        case "accept":
            told.play(asked.Accept())
        case "dispatch":
            told.dispatched()
        case "complete":
            complete(told, outcome, number)
        case "withdraw":
            told.play(asked.Withdraw(actor, (item,) if number else ()))
        case "pay":
            for debt in told.case.debts:
                told.play(asked.PayDebt(actor, debt.debt_id, uploaded("safety_rules")[0]))
        case "wait":
            told.wait_days(number)
        case "auto":
            told.play(asked.DecideAutomatically(item))
        case "credit":
            told.play(asked.CreditFetched(item, FLAGGED if number % 2 else GOOD))
        case "place":
            told.play(asked.PlaceAnswered(item, number, has_place=number % 2 == 0))
        case "slots":
            starts_at = told.now + timedelta(hours=number + 1)
            team = tuple(Inspector(inspector(d).subject, d) for d in DEPARTMENTS)
            told.play(asked.SlotsFetched((Slot(starts_at, starts_at, team),)))
        case "rectify":
            told.play(asked.ReportRectification(actor))
        case "issue":
            if ready_to_issue(told.case):
                issue(told, number + 1)
        case "close":
            told.play(asked.CloseCase())
        case "correct":
            told.play(asked.CorrectApplication(actor, uploaded("B1-02.plan")))
        case "report":
            key = told.case.the_lane(item).dispatch_key
            word = ("granted", "refused", "in_progress")[number % 3]
            facts = (("uscc", "91442000MA0000015B"),)
            report = asked.DepartmentReport(number, word, facts=facts)
            told.play(asked.DepartmentAnswered(reviewer("x"), key, report))
        case "postpone":
            told.play(asked.RescheduleVisit(actor, "reason"))
        case _:
            between_people(told, act, item, number)


def between_people(told: Story, act: Act, item: str, number: int) -> None:
    """Objections, disputes, recusals and assignments, by people who may and who may not."""
    department = told.case.item(item).department.code
    official = (reviewer(department), reviewer("x"))[number % 5 == 0]
    applicant = (APPLICANT, STRANGER)[number % 7 == 0]
    about = tuple(DisputeAbout)[number % 2]
    match act:
        case "object":
            told.play(in_review.ObjectToRequest(applicant, item, "reason"))
        case "answer":
            upholds = number % 2 == 0
            told.play(in_review.AnswerObjection(official, item, upholds, "reason"))
        case "dispute":
            told.play(in_review.RaiseDispute((applicant, official)[number % 2], about, item, "why"))
        case "rule":
            for dispute in told.case.disputes:
                command = in_review.DecideDispute(
                    SUPERVISOR, dispute.dispute_id, number % 2 == 0, "reason", department
                )
                told.play(command)
        case "exclude":
            whom = reviewer(department, number)
            told.play(in_review.ExcludeOfficial(SUPERVISOR, whom.subject, "reason", item))
        case "reassign":
            for task in told.case.tasks[:number]:
                to = reviewer(task.departments[0], number % 3)
                told.play(asked.ReassignTask(SUPERVISOR, task.task_id, to.subject))
        case _:
            raise AssertionError(act)


def complete(told: Story, outcome: TaskOutcome, number: int) -> None:
    if not told.case.tasks:
        return
    task = told.case.tasks[number % len(told.case.tasks)]
    person = 1 + number % 2
    department = task.departments[0]
    is_visit = task.kind is TaskKind.SITE_VISIT
    actor = inspector(department) if is_visit else reviewer(department, person)
    points = told.case.visit.points if told.case.visit else ()
    item = task.item_codes[0]
    told.play(
        asked.CompleteTask(
            actor,
            task.task_id,
            outcome,
            reasons=(Reason(told.case.item(item).conditions[0].code, "not met"),)
            if number % 3
            else (),
            gaps=(gap(item, told.case.item(item).conditions[0].code),),
            findings=tuple(Finding(p, "fire_rescue", passed=number % 3 == 0) for p in points),
            inspectors=tuple(inspector(d).subject for d in DEPARTMENTS),
        )
    )


class TestAnyOrder:
    @settings(max_examples=20, deadline=None)
    @given(st.lists(steps(), max_size=40))
    def test_brings_nothing_but_refusals_and_possible_cases(self, history: list[Step]) -> None:
        told = supermarket()
        told.play(asked.Submit(APPLICANT))
        for act, item, outcome, number in history:
            try:
                perform(told, act, item, outcome, number)
            except Refused as refusal:
                assert refusal.reason
                assert refusal.rule
            check(told)


def check(told: Story) -> None:
    """What must hold in every case at every moment."""
    case = told.case
    alarm = next_alarm(case)
    if alarm is not None and alarm <= told.now:
        told.ring()
        later = next_alarm(told.case)
        assert later is None or later > told.now
    assert allowed_actions(case, APPLICANT, told.now)
    for lane in case.lanes:
        if lane.status.is_decided:
            assert not any(
                debt.status is DebtStatus.OPEN for debt in case.open_debts(lane.item_code)
            )
            assert not is_ripe(case, lane)
        if lane.status is LaneStatus.REFUSED:
            assert lane.reasons
            assert lane.remedies
        if lane.status is LaneStatus.ISSUED:
            assert case.licence is not None
            assert lane.permit_number
    if case.is_closed:
        assert all(lane.status.is_ended for lane in case.lanes)
        assert next_alarm(case) is None
