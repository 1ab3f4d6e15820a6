"""The tables of legal moves: closed over every status, and true of whatever is played."""

from datetime import datetime
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as asked
from domain.actors import CASE_ACTOR
from domain.case import Case
from domain.catalogue import Requirement
from domain.errors import Refused
from domain.evolve import apply
from domain.statuses import CaseStatus, LaneStatus
from domain.submission import CurrentBar
from domain.transitions import CASE_MOVES, LANE_MOVES
from tests.domain.test_decide import acts, perform, supermarket
from tests.fakes import catalogue as c
from tests.fakes.stories import START, Story, committed, story, uploaded

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


def of_table(table: dict[LaneStatus, frozenset[LaneStatus]]) -> set[Move]:
    return {(before, after) for before, nexts in table.items() for after in nexts}
