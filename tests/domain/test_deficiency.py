"""Pledges that are not kept: the lane ends once, however many papers are missing."""

from domain.case import Debt
from domain.catalogue import PaperClass
from domain.statuses import DebtStatus, LaneStatus
from tests.fakes import catalogue as c
from tests.fakes.stories import Story, pledged, story


def two_pledges() -> Story:
    papers = tuple(
        c.paper(code, PaperClass.DEFERRABLE, deferral=c.working_days(5)) for code in ("one", "two")
    )
    return story(
        c.plain("A", "health", papers=papers), papers=(), pledges=pledged("one", "two")
    ).accepted()


def statuses(debts: tuple[Debt, ...]) -> list[DebtStatus]:
    return [debt.status for debt in debts]


def test_two_debts_of_one_lane_lapse_into_one_end() -> None:
    told = two_pledges().wait_days(10)
    assert [event.kind for event in told.log].count("lane_terminated") == 1
    assert told.lane("A").status is LaneStatus.TERMINATED
    assert statuses(told.case.debts) == [DebtStatus.LAPSED, DebtStatus.DISSOLVED]
