"""Guidance finds what a business needs, says by which rule, and refuses unusable answers."""

from datetime import date

import pytest

from catalog.expressions import Answer
from catalog.guidance import determine
from catalog.loader import Catalogue
from domain.catalogue import Determination, Requirement
from domain.errors import ErrorKind, Refused

TODAY = date(2026, 3, 2)
REQUIRED, FILING = Requirement.REQUIRED, Requirement.FILING_ONLY
NOT_REQUIRED, OUTSIDE = Requirement.NOT_REQUIRED, Requirement.OUTSIDE_SCHEME
ABOLISHED, WRONG = Requirement.ABOLISHED, Requirement.WRONG_AUTHORITY


def answers(**given: Answer) -> dict[str, Answer]:
    """A small ordinary business that sells nothing special, with some answers changed."""
    usual: dict[str, Answer] = {
        "has_licence": False,
        "business_format": "other",
        "premises_place": "ordinary",
        "floor_area": 80,
        "specialities": [],
        "sells_prepackaged_food": False,
        "prepares_food": False,
        "food_counter_separate": False,
        "sells_farm_products_only": False,
        "sells_tobacco": False,
        "sells_class_two_devices": False,
        "only_exempt_devices": False,
    }
    return {**usual, **given}


SUPERMARKET = answers(
    business_format="supermarket",
    floor_area=1200,
    sells_prepackaged_food=True,
    prepares_food=True,
    food_counter_separate=True,
    sells_tobacco=True,
    sells_class_two_devices=True,
)
SMALL_SHOP = answers(
    business_format="convenience_store",
    floor_area=60.5,
    sells_prepackaged_food=True,
    sells_tobacco=True,
)
RESTAURANT = answers(
    has_licence=True,
    business_format="restaurant",
    floor_area=420,
    prepares_food=True,
    sells_tobacco=True,
)
BOOKSHOP = answers(business_format="bookshop", floor_area=500)
PORT_RESTAURANT = answers(
    business_format="restaurant", premises_place="border_port", prepares_food=True
)
GREENGROCER = answers(business_format="grocery", sells_farm_products_only=True)

RETAIL = ("BL-00", "B1-01", "B1-02", "B1-04", "B1-05", "B1-06", "B1-08")
FINDINGS = {
    "supermarket": (
        SUPERMARKET,
        (REQUIRED, FILING, REQUIRED, REQUIRED, REQUIRED, REQUIRED, FILING),
    ),
    "small shop": (
        SMALL_SHOP,
        (REQUIRED, FILING, NOT_REQUIRED, NOT_REQUIRED, NOT_REQUIRED, REQUIRED, NOT_REQUIRED),
    ),
    "restaurant": (
        RESTAURANT,
        (NOT_REQUIRED, NOT_REQUIRED, REQUIRED, ABOLISHED, REQUIRED, OUTSIDE, NOT_REQUIRED),
    ),
    "bookshop": (
        BOOKSHOP,
        (REQUIRED, NOT_REQUIRED, NOT_REQUIRED, REQUIRED, REQUIRED, NOT_REQUIRED, NOT_REQUIRED),
    ),
    "restaurant in a port": (
        PORT_RESTAURANT,
        (REQUIRED, NOT_REQUIRED, WRONG, ABOLISHED, NOT_REQUIRED, NOT_REQUIRED, NOT_REQUIRED),
    ),
    "greengrocer": (
        GREENGROCER,
        (REQUIRED, *[NOT_REQUIRED] * 6),
    ),
}


def found(
    catalogue: Catalogue, given: dict[str, Answer], scheme: str = "zhongshan", on: date = TODAY
) -> dict[str, Determination]:
    findings = determine(catalogue, scheme_code=scheme, on=on, answers=given)
    return {finding.item_code: finding for finding in findings}


@pytest.mark.parametrize(("given", "expected"), FINDINGS.values(), ids=FINDINGS)
def test_each_kind_of_business_is_told_what_it_needs(
    catalogue: Catalogue, given: dict[str, Answer], expected: tuple[Requirement, ...]
) -> None:
    findings = found(catalogue, given)
    assert tuple(findings) == catalogue.item_codes
    assert tuple(findings[code].requirement for code in RETAIL) == expected
    others = {code: each.requirement for code, each in findings.items() if code not in RETAIL}
    also = {"B2-14"} if given["business_format"] == "bookshop" else set()
    assert {code for code, each in others.items() if each is not NOT_REQUIRED} == also


def test_one_permit_of_the_same_premises_covers_prepackaged_food(catalogue: Catalogue) -> None:
    together = found(catalogue, {**SUPERMARKET, "food_counter_separate": False})["B1-01"]
    assert (together.requirement, together.rule) == (NOT_REQUIRED, "covered_by_food_permit")


def test_the_annex_of_six_shop_formats_binds_zhongshan_alone(catalogue: Catalogue) -> None:
    turned = found(catalogue, RESTAURANT)["B1-06"]
    assert turned.rule == "outside_annex_formats"
    assert turned.instead is not None
    assert "烟草专卖局" in turned.instead.zh
    assert found(catalogue, RESTAURANT, "dongguan")["B1-06"].requirement is REQUIRED


def test_wrong_authority_says_who_is_competent(catalogue: Catalogue) -> None:
    turned = found(catalogue, PORT_RESTAURANT)["B1-02"]
    assert turned.instead is not None
    assert "海关" in turned.instead.zh


@pytest.mark.parametrize(("area", "requirement"), [(299.9, NOT_REQUIRED), (300, REQUIRED)])
def test_the_area_of_a_shop_decides_about_hygiene_and_fire(
    catalogue: Catalogue, area: float, requirement: Requirement
) -> None:
    findings = found(catalogue, {**SUPERMARKET, "floor_area": area})
    assert {findings["B1-04"].requirement, findings["B1-05"].requirement} == {requirement}


def test_an_item_of_a_later_batch_is_outside_the_scheme_for_now(catalogue: Catalogue) -> None:
    early = found(catalogue, SUPERMARKET, on=date(2021, 12, 30))["B1-02"]
    assert (early.requirement, early.rule) == (OUTSIDE, "not_offered")
    assert early.instead is not None


def test_a_scheme_that_has_ended_leaves_the_traditional_way(catalogue: Catalogue) -> None:
    last_day = found(catalogue, SUPERMARKET, "changning", on=date(2022, 12, 31))
    day_after = found(catalogue, SUPERMARKET, "changning", on=date(2023, 1, 1))
    assert last_day["B1-02"].requirement is REQUIRED
    assert day_after["B1-02"].requirement is OUTSIDE


class TestTrace:
    def test_a_rule_names_the_answers_it_reads(self, catalogue: Catalogue) -> None:
        assert found(catalogue, SUPERMARKET)["B1-05"].answers_used == (
            "business_format",
            "floor_area",
        )

    def test_a_catch_all_rests_on_what_the_other_rules_read(self, catalogue: Catalogue) -> None:
        assert found(catalogue, SUPERMARKET)["BL-00"].answers_used == ("has_licence",)

    def test_a_question_not_asked_is_no_ground(self, catalogue: Catalogue) -> None:
        filing = found(catalogue, SMALL_SHOP)["B1-01"]
        assert "prepares_food" in filing.answers_used
        assert "food_counter_separate" not in filing.answers_used

    def test_every_finding_has_reason_and_source(self, catalogue: Catalogue) -> None:
        for given, _ in FINDINGS.values():
            for finding in found(catalogue, given).values():
                assert finding.reason.zh
                assert finding.reason.en
                assert finding.source


class TestAnswers:
    @pytest.mark.parametrize(
        ("changed", "reason"),
        [
            ({"has_licence": "yes"}, "answer_type"),
            ({"has_licence": 1}, "answer_type"),
            ({"floor_area": True}, "answer_type"),
            ({"floor_area": "300"}, "answer_type"),
            ({"floor_area": float("nan")}, "answer_out_of_range"),
            ({"floor_area": -1}, "answer_out_of_range"),
            ({"business_format": "casino"}, "answer_not_a_choice"),
            ({"favourite_colour": "red"}, "question_unknown"),
        ],
    )
    def test_an_unusable_answer_is_refused_by_its_field(
        self, catalogue: Catalogue, changed: dict[str, Answer], reason: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            found(catalogue, {**SUPERMARKET, **changed})
        assert refused.value.reason == reason
        assert refused.value.field == f"answers.{next(iter(changed))}"
        assert refused.value.kind is ErrorKind.INVALID

    def test_a_missing_answer_is_refused(self, catalogue: Catalogue) -> None:
        given = {code: answer for code, answer in SUPERMARKET.items() if code != "floor_area"}
        with pytest.raises(Refused) as refused:
            found(catalogue, given)
        assert (refused.value.reason, refused.value.field) == (
            "answer_missing",
            "answers.floor_area",
        )

    def test_a_question_that_does_not_arise_needs_no_answer(self, catalogue: Catalogue) -> None:
        given = dict(SMALL_SHOP)
        for code in ("food_counter_separate", "sells_farm_products_only", "only_exempt_devices"):
            del given[code]
        assert found(catalogue, given)["B1-01"].requirement is FILING

    def test_an_answer_to_a_question_that_does_not_arise_counts_for_nothing(
        self, catalogue: Catalogue
    ) -> None:
        stale = {**SMALL_SHOP, "only_exempt_devices": True, "food_counter_separate": True}
        assert found(catalogue, stale) == found(catalogue, SMALL_SHOP)

    def test_only_the_questions_of_the_named_items_are_needed(self, catalogue: Catalogue) -> None:
        (finding,) = determine(
            catalogue,
            scheme_code="zhongshan",
            on=TODAY,
            answers={"has_licence": True},
            item_codes=("BL-00",),
        )
        assert finding.requirement is NOT_REQUIRED

    def test_a_key_that_is_no_code_is_not_repeated(self, catalogue: Catalogue) -> None:
        with pytest.raises(Refused) as refused:
            found(catalogue, {"张三 442000199001010011": True})
        assert refused.value.field == "answers"

    def test_an_unknown_scheme_is_not_found(self, catalogue: Catalogue) -> None:
        with pytest.raises(Refused) as refused:
            found(catalogue, SUPERMARKET, "atlantis")
        assert (refused.value.field, refused.value.kind) == ("scheme", ErrorKind.NOT_FOUND)
