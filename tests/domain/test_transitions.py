"""The tables of legal moves: closed over every status, and true of whatever is played."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as asked
from domain.actors import CASE_ACTOR
from domain.case import Case
from domain.errors import Refused
from domain.evolve import apply
from domain.statuses import CaseStatus, LaneStatus
from domain.tasks import TaskKind, TaskOutcome
from domain.transitions import CASE_MOVES, LANE_MOVES
from tests.domain.test_decide import Step, perform, steps, supermarket
from tests.fakes import catalogue as c
from tests.fakes.stories import APPLICANT, START, Story, gap, reviewer, story, uploaded

Move = tuple[str, str]


def history_of(told: Story) -> list[Case]:
    """The case after each single event, from the beginning."""
    cases = [Case(submission=told.case.submission)]
    for event in told.log:
        cases.append(apply(cases[-1], event, START, CASE_ACTOR))
    return cases


def case_moves(told: Story) -> set[Move]:
    statuses = [case.status for case in history_of(told)]
    return {(before, after) for before, after in pairwise(statuses) if before is not after}


def lane_moves(told: Story) -> set[Move]:
    return {
        (lane.status, later.status)
        for before, after in pairwise(history_of(told))
        for lane in before.lanes
        if (later := after.the_lane(lane.item_code)).status is not lane.status
    }


def of_table(
    table: dict[LaneStatus, frozenset[LaneStatus]] | dict[CaseStatus, frozenset[CaseStatus]],
) -> set[Move]:
    return {(before, after) for before, nexts in table.items() for after in nexts}


def short_of_papers() -> Story:
    """A submission that lacks papers of some items and has others looked at by a person."""
    return story(
        c.plain("A", "one", papers=(c.paper("A.plan", needs_person=True),)),
        c.plain("B", "two"),
        c.filing(),
        papers=uploaded("A.plan"),
    )


@st.composite
def intake_acts(draw: st.DrawFn) -> tuple[str, int]:
    act = st.sampled_from(["accept", "check", "correct", "wait", "withdraw", "close", "dispatch"])
    return draw(act), draw(st.integers(0, 3))


def perform_intake(told: Story, act: str, number: int) -> None:
    match act:
        case "accept":
            told.play(asked.Accept())
        case "check":
            task = told.task(TaskKind.INTAKE_CHECK)
            outcome = (TaskOutcome.SUFFICIENT, TaskOutcome.DEFICIENT)[number % 2]
            gaps = (gap("A", "A.plan"),) if number % 2 else ()
            told.play(asked.CompleteTask(reviewer("one"), task.task_id, outcome, gaps=gaps))
        case "correct":
            paper = ("A.plan", "B.plan", "B1-08.plan")[number % 3]
            told.play(asked.CorrectApplication(APPLICANT, uploaded(paper)))
        case "wait":
            told.wait_days(number * 5)
        case "withdraw":
            told.play(asked.Withdraw(APPLICANT, ("A", "B")[number % 2 : number]))
        case "close":
            told.play(asked.CloseCase())
        case _:
            told.dispatched()


class TestTables:
    def test_have_a_row_for_every_status(self) -> None:
        assert set(LANE_MOVES) == set(LaneStatus)
        assert set(CASE_MOVES) == set(CaseStatus)

    @pytest.mark.parametrize("status", LaneStatus)
    def test_call_a_lane_final_exactly_when_it_has_ended(self, status: LaneStatus) -> None:
        assert (not LANE_MOVES[status]) is status.is_ended

    @pytest.mark.parametrize("status", LaneStatus)
    def test_lead_a_decided_lane_nowhere_but_to_issuance(self, status: LaneStatus) -> None:
        if status.is_decided:
            assert LANE_MOVES[status] <= {LaneStatus.ISSUED}

    def test_let_nothing_leave_a_closed_case(self) -> None:
        assert [status for status, nexts in CASE_MOVES.items() if not nexts] == [CaseStatus.CLOSED]


class TestWhateverIsPlayed:
    @settings(max_examples=15, deadline=None)
    @given(st.lists(steps(), max_size=40))
    def test_moves_by_the_tables_after_acceptance(self, history: list[Step]) -> None:
        told = supermarket()
        told.play(asked.Submit(APPLICANT))
        for act, item, outcome, number in history:
            with suppress(Refused):
                perform(told, act, item, outcome, number)
        check_moves(told)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(intake_acts(), max_size=15))
    def test_moves_by_the_tables_during_intake(self, history: list[tuple[str, int]]) -> None:
        told = short_of_papers()
        told.play(asked.Submit(APPLICANT))
        for act, number in history:
            with suppress(Refused, StopIteration):
                perform_intake(told, act, number)
        check_moves(told)


def check_moves(told: Story) -> None:
    assert lane_moves(told) <= of_table(LANE_MOVES)
    assert case_moves(told) <= of_table(CASE_MOVES)
