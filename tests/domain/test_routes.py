"""The route of an item: one table over mode, credit and the applicant's choice."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue import Item, ReformMode
from domain.credit import CreditFlag, CreditStanding
from domain.item_terms import InstantApproval, InstantFinding, InstantRule
from domain.routes import Route, RouteChoice, choose_route, ways
from tests.fakes import catalogue as c
from tests.fakes.credit import FLAGGED, GOOD

ON = date(2026, 3, 2)
ABOLISHED = c.item("A", "one", ReformMode.ABOLISHED)
FILING = c.item("A", "one", ReformMode.FILING)
COMMITMENT = c.item("A", "one", ReformMode.COMMITMENT, commitment_optional=True)
STREAMLINED = c.item("A", "one", ReformMode.STREAMLINED)
INSTANT = c.item("A", "one", ReformMode.STREAMLINED, instant=True)
ITEMS = st.sampled_from((ABOLISHED, FILING, COMMITMENT, STREAMLINED, INSTANT))
CHOICES = st.sampled_from((None, True, False))
STANDINGS = st.builds(
    CreditStanding,
    grade=st.sampled_from("ABCD"),
    flags=st.lists(st.sampled_from(CreditFlag), unique=True).map(tuple),
    as_of=st.just(ON),
    source_version=st.just("test"),
)


def chosen(item: Item, credit: CreditStanding, *, commitment: bool | None) -> RouteChoice:
    return choose_route(item, credit=credit, chose_commitment=commitment, on=ON)


@pytest.mark.parametrize(
    ("item", "credit", "commitment", "expected"),
    [
        (ABOLISHED, GOOD, None, (Route.NOT_REQUIRED, "abolished", "assumption")),
        (ABOLISHED, FLAGGED, None, (Route.NOT_REQUIRED, "abolished", "assumption")),
        (FILING, GOOD, None, (Route.FILING, "filing", "assumption")),
        (FILING, FLAGGED, None, (Route.FILING, "filing", "assumption")),
        (COMMITMENT, GOOD, None, (Route.COMMITMENT, "commitment", "assumption")),
        (COMMITMENT, GOOD, True, (Route.COMMITMENT, "commitment", "assumption")),
        (COMMITMENT, GOOD, False, (Route.REVIEW, "commitment_declined", "广东条例 36")),
        (COMMITMENT, FLAGGED, None, (Route.REVIEW, "excluded_by_credit", "R59")),
        (COMMITMENT, FLAGGED, True, (Route.REVIEW, "excluded_by_credit", "R59")),
        (COMMITMENT, FLAGGED, False, (Route.REVIEW, "excluded_by_credit", "R59")),
        (STREAMLINED, GOOD, None, (Route.REVIEW, "streamlined_review", "assumption")),
        (STREAMLINED, FLAGGED, None, (Route.REVIEW, "streamlined_review", "assumption")),
        (INSTANT, GOOD, None, (Route.INSTANT, "quantified_rules", "R71")),
        (INSTANT, FLAGGED, None, (Route.REVIEW, "excluded_by_credit", "R74")),
    ],
)
def test_follows_the_table(
    item: Item, credit: CreditStanding, expected: tuple[Route, str, str], *, commitment: bool | None
) -> None:
    assert chosen(item, credit, commitment=commitment) == RouteChoice(*expected)


RULES = tuple(
    InstantRule(code, f"form.size == '{code}'", c.label(code), "R71") for code in ("one", "two")
)
LISTED = replace(
    INSTANT,
    instant_approval=InstantApproval("R71", ON, RULES, 5, "assumption: a share"),
)
MET = tuple(InstantFinding("A", rule.code, is_met=True) for rule in RULES)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (MET, (Route.INSTANT, "quantified_rules")),
        (None, (Route.INSTANT, "quantified_rules")),
        (MET[:1], (Route.REVIEW, "quantified_rules_not_met")),
        ((), (Route.REVIEW, "quantified_rules_not_met")),
        ((MET[0], replace(MET[1], is_met=False)), (Route.REVIEW, "quantified_rules_not_met")),
        (
            tuple(replace(met, item_code="B") for met in MET),
            (Route.REVIEW, "quantified_rules_not_met"),
        ),
    ],
    ids=["all met", "not filled in yet", "one not judged", "none judged", "one unmet", "of others"],
)
def test_instant_approval_needs_every_quantified_rule(
    findings: tuple[InstantFinding, ...] | None, expected: tuple[Route, str]
) -> None:
    found = choose_route(LISTED, credit=GOOD, chose_commitment=None, on=ON, findings=findings)
    assert (found.route, found.reason) == expected


def test_credit_closes_instant_approval_before_any_rule_is_looked_at() -> None:
    found = choose_route(LISTED, credit=FLAGGED, chose_commitment=None, on=ON, findings=MET)
    assert (found.route, found.source) == (Route.REVIEW, "R74")


@settings(max_examples=25)
@given(item=ITEMS, credit=STANDINGS)
def test_the_reviewed_way_is_open_wherever_there_is_a_choice(
    item: Item, credit: CreditStanding
) -> None:
    found = ways(item, credit)
    assert found[-1].is_open
    assert len(found) == 1 or found[-1].route is Route.REVIEW


@settings(max_examples=25)
@given(item=ITEMS, credit=STANDINGS, commitment=CHOICES)
def test_leads_flagged_parties_to_a_person_and_nowhere_worse(
    item: Item, credit: CreditStanding, *, commitment: bool | None
) -> None:
    found = chosen(item, credit, commitment=commitment)
    unflagged = chosen(item, GOOD, commitment=commitment)
    assert found.route in {unflagged.route, Route.REVIEW}
    if not credit.flags:
        assert found == unflagged


@settings(max_examples=25)
@given(credit=STANDINGS, commitment=CHOICES)
def test_does_not_depend_on_the_choice_where_there_is_none(
    credit: CreditStanding, *, commitment: bool | None
) -> None:
    for item in (ABOLISHED, FILING, STREAMLINED, INSTANT):
        assert chosen(item, credit, commitment=commitment) == chosen(item, credit, commitment=None)


@settings(max_examples=25)
@given(item=ITEMS, credit=STANDINGS, commitment=CHOICES)
def test_names_its_reason_and_source(
    item: Item, credit: CreditStanding, *, commitment: bool | None
) -> None:
    found = chosen(item, credit, commitment=commitment)
    assert found.reason
    assert found.source
