"""Every legal move is walked by a story, so that the tables hold no dead row."""

from collections.abc import Callable
from datetime import date

import pytest

from domain import commands as asked
from domain.catalogue import PaperClass, Requirement
from domain.submission import CurrentBar, SignedCommitment
from domain.tasks import TaskOutcome
from domain.transitions import CASE_MOVES, LANE_MOVES
from tests.domain.test_issuing import issue
from tests.domain.test_transitions import case_moves, lane_moves, of_table
from tests.fakes import catalogue as c
from tests.fakes.credit import FLAGGED, GOOD
from tests.fakes.stories import APPLICANT, Story, committed, gap, pledged, story, uploaded

Play = Callable[[Story], object]


def beginning() -> Story:
    return story(c.plain("A", "one"))


def pledging() -> Story:
    """One lane that ends when the pledged paper does not come in time."""
    rules = c.paper("rules", PaperClass.DEFERRABLE, deferral=c.working_days(5))
    return story(c.plain("A", "one", papers=(rules,)), papers=(), pledges=pledged("rules"))


def ask_for(told: Story, code: str) -> None:
    told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", code),))


def supplementing(told: Story) -> None:
    ask_for(told.accepted(), "A.plan")


def undelivered(told: Story) -> None:
    """The review is open although the department's system refuses the papers."""
    told.submitted().play(asked.DispatchAnswered((asked.DispatchAnswer("A", fault="rejected"),)))


def withdrawn(told: Story) -> None:
    told.play(asked.Withdraw(APPLICANT))


def in_turn(*plays: Play) -> Play:
    def play(told: Story) -> None:
        for step in plays:
            step(told)

    return play


def automatic(item_code: str) -> Play:
    return lambda told: told.accepted().play(asked.DecideAutomatically(item_code))


def credit(told: Story, *, flagged: bool) -> None:
    told.play(asked.CreditFetched(c.HYGIENE, FLAGGED if flagged else GOOD))


def hygiene() -> Story:
    return story(c.hygiene(), papers=(), commitments=committed(c.HYGIENE))


def partly_committed() -> Story:
    """A reviewed item of which one paper is replaced by a commitment."""
    report = c.paper("report", replaceable_by_commitment=True)
    signed = (SignedCommitment("A", "letter", "signature", covers="report"),)
    return story(c.plain("A", "one", papers=(report,)), papers=(), commitments=signed)


def turned_away(requirement: Requirement) -> Story:
    return story(c.food(), determinations=(c.determined(c.FOOD, requirement),))


def barred() -> Story:
    return story(c.food(), bars=(CurrentBar(c.FOOD, date(2027, 1, 1), "行政许可法 79"),))


def lacking() -> Story:
    return story(c.plain("A", "one"), c.plain("B", "two"), papers=())


def answered(told: Story) -> None:
    """Only half of what the notice asked for: A is accepted, B is not."""
    told.submitted().play(asked.CorrectApplication(APPLICANT, uploaded("A.plan")))


def silent(told: Story) -> None:
    told.wait_days(20)


def half_lacking() -> Story:
    return story(c.plain("A", "one"), c.plain("B", "two"), papers=uploaded("A.plan"))


def issued(told: Story) -> None:
    issue(told)
    told.play(asked.CloseCase())


WALKS: list[tuple[Callable[[], Story], Play]] = [
    *[(lambda r=requirement: turned_away(r), Story.submitted) for requirement in Requirement],
    (barred, Story.submitted),
    (beginning, in_turn(lambda told: told.play(asked.Submit(APPLICANT)), withdrawn)),
    (lacking, answered),
    (lacking, in_turn(Story.submitted, withdrawn)),
    (half_lacking, in_turn(Story.submitted, silent)),
    (beginning, in_turn(Story.submitted, withdrawn)),
    (beginning, in_turn(Story.accepted, withdrawn, lambda told: told.play(asked.CloseCase()))),
    (beginning, in_turn(Story.accepted, lambda told: told.grant("A"), issued)),
    (beginning, in_turn(Story.accepted, lambda told: told.refuse("A"))),
    (beginning, in_turn(undelivered, lambda told: told.grant("A"))),
    (beginning, in_turn(undelivered, lambda told: told.refuse("A"))),
    (beginning, in_turn(undelivered, lambda told: ask_for(told, "A.plan"))),
    (beginning, in_turn(supplementing, silent)),
    (beginning, in_turn(supplementing, lambda told: told.refuse("A"))),
    (beginning, in_turn(supplementing, withdrawn)),
    (pledging, in_turn(Story.submitted, silent)),
    (pledging, in_turn(Story.accepted, silent)),
    (pledging, in_turn(Story.accepted, lambda told: ask_for(told, "rules"), silent)),
    (lambda: story(c.filing()), in_turn(automatic(c.FILING), issued)),
    (hygiene, in_turn(automatic(c.HYGIENE), lambda told: credit(told, flagged=False))),
    (hygiene, in_turn(automatic(c.HYGIENE), lambda told: credit(told, flagged=True))),
    (hygiene, in_turn(automatic(c.HYGIENE), withdrawn)),
    (partly_committed, in_turn(Story.accepted, lambda told: told.grant("A"))),
]


@pytest.fixture(scope="module")
def played() -> list[Story]:
    stories = []
    for begin, play in WALKS:
        told = begin()
        play(told)
        stories.append(told)
    return stories


def test_every_move_of_a_lane_is_walked(played: list[Story]) -> None:
    assert {move for told in played for move in lane_moves(told)} == of_table(LANE_MOVES)


def test_every_move_of_a_case_is_walked(played: list[Story]) -> None:
    assert {move for told in played for move in case_moves(told)} == of_table(CASE_MOVES)
