"""Two grades of service by one rule (R68)."""

from dataclasses import replace
from datetime import date

import pytest

from domain.catalogue import Item, ReformMode, SiteCheck
from domain.item_terms import InstantApproval, InstantFinding, InstantRule
from domain.service_grade import ServiceGrade, grade_of, grade_of_all, grade_of_case
from tests.fakes import catalogue as c
from tests.fakes.stories import committed, story

FAST, GOOD = ServiceGrade.FAST, ServiceGrade.GOOD
RULE = InstantRule("small", "form.size == '1'", c.label("small"), "R71")
INSTANT = replace(
    c.item("A", "one", instant=True),
    instant_approval=InstantApproval("R71", date(2026, 1, 1), (RULE,), 5, "assumption: a share"),
)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (c.filing(), FAST),
        (c.item("A", "one", ReformMode.ABOLISHED), FAST),
        (c.hygiene(), FAST),
        (INSTANT, FAST),
        (c.plain("A", "one"), GOOD),
        (c.food(), GOOD),
        (c.tobacco(), GOOD),
        (replace(INSTANT, quantity_limited=True), GOOD),
        (replace(INSTANT, hearing_required=True), GOOD),
        (replace(INSTANT, four_eyes=True), GOOD),
        (replace(INSTANT, site_check=SiteCheck.BEFORE_DECISION), GOOD),
        (c.fire(), FAST),
    ],
)
def test_grades_an_item_by_whether_a_person_decides(item: Item, expected: ServiceGrade) -> None:
    assert grade_of(item) is expected


def test_papers_instead_of_a_commitment_are_reviewed() -> None:
    assert grade_of(c.hygiene(), declined_commitment=True) is GOOD


@pytest.mark.parametrize(("is_met", "expected"), [(True, FAST), (False, GOOD)])
def test_rules_that_are_not_met_lead_to_a_person(*, is_met: bool, expected: ServiceGrade) -> None:
    assert grade_of(INSTANT, findings=(InstantFinding("A", "small", is_met),)) is expected


def test_an_application_is_as_fast_as_its_slowest_item() -> None:
    assert grade_of_all((FAST, GOOD, FAST)) is GOOD
    assert grade_of_all((FAST, FAST)) is FAST


def test_a_case_is_graded_by_the_routes_its_items_go() -> None:
    together = story(c.hygiene(), c.filing(), commitments=committed(c.HYGIENE)).submitted()
    assert grade_of_case(together.case) is FAST
    declined = story(c.hygiene(), c.filing(), declined_commitment=(c.HYGIENE,)).submitted()
    assert grade_of_case(declined.case) is GOOD
