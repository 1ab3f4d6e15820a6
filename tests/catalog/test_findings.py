"""Whatever was asked for, equal answers find equal things; nothing rests on what is abolished."""

from datetime import date

import pytest

from catalog.chosen import chosen_as_they_stand, chosen_slice, taken_over_slice
from catalog.expressions import Answer
from catalog.findings import abolished, findings
from catalog.loader import Catalogue
from domain.catalogue import Requirement
from domain.errors import Refused

TODAY = date(2026, 3, 2)
RESTAURANT: dict[str, Answer] = {
    "has_licence": True,
    "business_format": "restaurant",
    "premises_place": "ordinary",
    "floor_area": 420,
    "specialities": [],
    "sells_prepackaged_food": False,
    "prepares_food": True,
    "food_counter_separate": False,
    "sells_farm_products_only": False,
    "sells_tobacco": False,
    "sells_class_two_devices": False,
    "only_exempt_devices": False,
}


def _found(catalogue: Catalogue, answers: dict[str, Answer], *asked_for: str) -> dict[str, str]:
    found = findings(
        catalogue, scheme_code="zhongshan", on=TODAY, answers=answers, asked_for=asked_for
    )
    return {each.item_code: each.requirement.value for each in found}


class TestFindings:
    def test_an_item_outside_the_menu_is_found_when_the_answers_settle_it(
        self, catalogue: Catalogue
    ) -> None:
        assert _found(catalogue, RESTAURANT, "B1-06") == _found(catalogue, RESTAURANT)
        assert _found(catalogue, RESTAURANT, "B1-06")["B1-02"] == "required"

    def test_an_item_outside_the_menu_is_left_out_while_an_answer_could_change_it(
        self, catalogue: Catalogue
    ) -> None:
        open_answers = {k: v for k, v in RESTAURANT.items() if k != "sells_class_two_devices"}
        found = _found(catalogue, open_answers, "B1-02")
        assert "B1-08" not in found
        assert found["B1-02"] == "required"

    def test_an_item_of_the_menu_needs_its_answers(self, catalogue: Catalogue) -> None:
        open_answers = {k: v for k, v in RESTAURANT.items() if k != "sells_class_two_devices"}
        with pytest.raises(Refused) as refusal:
            _found(catalogue, open_answers, "B1-08")
        assert (refusal.value.reason, refusal.value.field) == (
            "answer_missing",
            "answers.sells_class_two_devices",
        )

    def test_the_findings_stand_in_the_order_of_the_catalogue(self, catalogue: Catalogue) -> None:
        turned = _found(catalogue, RESTAURANT, "B1-08", "B1-02", "BL-00")
        assert list(turned) == [code for code in catalogue.item_codes if code in turned]


class TestAbolished:
    def test_by_the_rule_that_holds_for_these_answers(self, catalogue: Catalogue) -> None:
        found = findings(catalogue, scheme_code="zhongshan", on=TODAY, answers=RESTAURANT)
        codes = catalogue.item_codes
        assert abolished(catalogue, "zhongshan", TODAY, found, codes) == {"B1-04"}
        assert abolished(catalogue, "zhongshan", TODAY, (), codes) == frozenset()

    @pytest.mark.parametrize("chosen", [("B1-04",), ("B1-02", "B1-04")])
    def test_cannot_be_chosen(self, catalogue: Catalogue, chosen: tuple[str, ...]) -> None:
        with pytest.raises(Refused) as refusal:
            chosen_slice(catalogue, "zhongshan", chosen, on=TODAY, answers=RESTAURANT)
        assert refusal.value.reason == "item_abolished"
        assert refusal.value.field == f"items.{chosen.index('B1-04')}"

    def test_can_be_chosen_by_whom_it_still_concerns(self, catalogue: Catalogue) -> None:
        bathhouse = {**RESTAURANT, "business_format": "bathhouse", "prepares_food": False}
        taken = chosen_slice(catalogue, "zhongshan", ("B1-04",), on=TODAY, answers=bathhouse)
        assert [item.code for item in taken.items] == ["B1-04"]

    def test_stands_among_the_items_of_a_draft_so_that_it_is_told(
        self, catalogue: Catalogue
    ) -> None:
        items = chosen_as_they_stand(
            catalogue, "zhongshan", ("B1-04", "B9-99"), on=TODAY, answers=RESTAURANT
        )
        assert [item.code for item in items] == ["B1-04"]
        found = findings(catalogue, scheme_code="zhongshan", on=TODAY, answers=RESTAURANT)
        assert {f.item_code: f.requirement for f in found}["B1-04"] is Requirement.ABOLISHED

    def test_is_turned_away_and_not_refused_where_a_case_takes_a_version_over(
        self, catalogue: Catalogue
    ) -> None:
        taken = taken_over_slice(catalogue, "zhongshan", ("B1-04",), on=TODAY, answers=RESTAURANT)
        assert [item.code for item in taken.items] == ["B1-04"]
