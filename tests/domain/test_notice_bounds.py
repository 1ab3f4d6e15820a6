"""What a notice names may be asked for and may be a reason; nothing else, by whomever."""

from dataclasses import replace

import pytest

from domain import commands as asked
from domain.actors import Actor, Role
from domain.case import Gap
from domain.catalogue import FormField, Item
from domain.commands import DepartmentReport
from domain.errors import Refused
from domain.item_terms import RefusalGround
from domain.notice_bounds import (
    check_gaps,
    check_reasons,
    codes_of,
    demands_of,
    outside_reasons,
    reasons_of,
)
from domain.statuses import LaneStatus
from domain.tasks import Reason, TaskKind, TaskOutcome
from tests.fakes import catalogue as c
from tests.fakes.stories import Story, gap, story, submission_of

SYSTEM = Actor("system-one", Role.DEPARTMENT_SYSTEM, "one")
BARRED = RefusalGround("person_barred", c.label("barred"), "assumption")


def named_item() -> Item:
    """An item with one of each kind of thing that a notice names."""
    ground = replace(c.plain("A", "one"), refusal_grounds=(BARRED,))
    return replace(c.after(ground, "BL-00"), checklist=(c.point("exits"),))


@pytest.mark.parametrize("code", ["A.plan", "name", "A.space", "exits", "permit:BL-00"])
def test_what_the_notice_names_may_be_asked_for_and_be_a_reason(code: str) -> None:
    case = Story(submission_of(c.slice_of(named_item()))).case
    check_gaps(case, ("A",), (Gap("A", code, "unreadable"),))
    check_reasons(case, "A", (Reason(code, "not met"),))


@pytest.mark.parametrize(
    "code", ["bank_statement", "", "A", "plan", "person_barred", "quantity_limit", "commitment"]
)
def test_nothing_else_may_be_asked_for_and_the_article_is_named(code: str) -> None:
    case = Story(submission_of(c.slice_of(named_item()))).case
    with pytest.raises(Refused) as refusal:
        check_gaps(case, ("A",), (Gap("A", code, "bring it"),))
    assert refusal.value.reason == "outside_the_notice"
    assert "行政许可法 30, 31" in refusal.value.rule
    assert refusal.value.field == "gaps"


def test_a_paper_of_another_item_may_not_be_asked_for() -> None:
    case = Story(submission_of(c.slice_of(named_item(), c.plain("B", "two")))).case
    with pytest.raises(Refused) as refusal:
        check_gaps(case, ("A",), (Gap("A", "B.plan", "bring it"),))
    assert refusal.value.reason == "outside_the_notice"


def test_a_ground_to_refuse_of_the_item_is_a_reason_and_no_demand() -> None:
    item = named_item()
    assert BARRED.code in reasons_of(item)
    assert BARRED.code not in demands_of(item)


def test_the_letter_of_commitment_may_be_asked_for_only_where_there_is_commitment() -> None:
    assert "commitment" in demands_of(c.hygiene())
    assert "commitment" not in demands_of(c.food())


def test_the_lack_of_places_is_a_reason_only_where_places_are_limited() -> None:
    reason = (Reason("quantity_limit", "none left"),)
    assert outside_reasons(c.tobacco(), reason) == ()
    assert outside_reasons(c.food(), reason) == ("quantity_limit",)


def test_every_gap_that_a_machine_finds_stands_in_the_notice() -> None:
    field = FormField("opening", c.label("opening"), "date", "assumption")
    items = (replace(c.food(), fields=(field,)), c.hygiene(), c.after(c.fire(), "BL-00"))
    told = story(*items, papers=(), form=()).submitted()
    correction = told.case.correction
    assert correction is not None
    assert {g.code for g in correction.gaps} >= {"opening", "B1-02.plan", "commitment"}
    for found in correction.gaps:
        assert found.code in demands_of(told.case.item(found.item_code))


class TestReviewer:
    def test_may_not_ask_for_a_paper_that_is_not_in_the_notice(self) -> None:
        told = story(c.plain("A", "one")).accepted()
        before = told.case
        with pytest.raises(Refused) as refusal:
            told.review("A", TaskOutcome.REQUEST_SUPPLEMENT, gaps=(gap("A", "bank_statement"),))
        assert refusal.value.reason == "outside_the_notice"
        assert told.case == before

    def test_may_refuse_for_a_ground_that_the_notice_names(self) -> None:
        told = story(named_item()).accepted()
        told.review("A", TaskOutcome.REFUSE, reasons=(Reason(BARRED.code, "barred"),))
        assert told.lane("A").status is LaneStatus.REFUSED


class TestDepartmentsSystem:
    def reported(self, code: str) -> Story:
        told = story(c.plain("A", "one")).accepted()
        lane = told.lane("A")
        report = DepartmentReport(
            sequence=lane.department_sequence + 1,
            outcome="refused",
            reasons=(Reason(code, "no"),),
        )
        told.play(asked.DepartmentAnswered(SYSTEM, lane.dispatch_key, report))
        return told

    def test_refuses_for_a_reason_of_the_notice(self) -> None:
        assert self.reported("A.space").lane("A").status is LaneStatus.REFUSED

    def test_is_not_followed_for_another_reason_and_a_person_decides(self) -> None:
        told = self.reported("mood")
        assert told.lane("A").status is LaneStatus.IN_REVIEW
        assert told.lane("A").department_outcome == "refused"
        assert told.task(TaskKind.REVIEW, "A").is_open
        told.grant("A")
        assert told.lane("A").status is LaneStatus.GRANTED


def test_conditions_that_the_law_gives_are_named_whatever_the_item() -> None:
    for item in (c.licence(), c.food(), c.hygiene(), c.fire(), c.tobacco(), c.filing()):
        assert {paper.code for paper in item.papers} <= codes_of(item) <= reasons_of(item)
