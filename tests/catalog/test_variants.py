"""What an applicant's answers change about an item, and what a version says besides."""

from datetime import date

import pytest

from catalog.expressions import Answer
from catalog.loader import Catalogue, CatalogueError, catalogue_of
from domain.catalogue import ReformMode
from domain.clock import LimitKind
from domain.errors import Refused
from domain.item_terms import Matter
from tests.catalog.texts import with_change

TODAY = date(2026, 3, 2)
FILE = "items/B1-06.yaml"
VERSIONS = "versions:\n"
VARIANT = """  variants:
    - code: swimmers
      label_zh: 游泳场所
      label_en: Swimming pools
      when: "'swimming' in specialities"
      source: R54
      replaces:
        mode: filing
        mode_source: R14
        limits: []
        quantity_limited: false
        site_check: after_decision
"""


def catalogue_with(more: str) -> Catalogue:
    return catalogue_of(with_change(FILE, VERSIONS, more + VERSIONS))


class TestVariants:
    @pytest.mark.parametrize(
        ("answers", "code", "mode"),
        [
            ({"specialities": ["swimming", "cinema"]}, "swimmers", ReformMode.FILING),
            ({"specialities": ["cinema"]}, None, ReformMode.STREAMLINED),
            ({}, None, ReformMode.STREAMLINED),
        ],
    )
    def test_the_answers_choose_what_is_replaced(
        self, answers: dict[str, Answer], code: str | None, mode: ReformMode
    ) -> None:
        catalogue = catalogue_with(VARIANT)
        taken = catalogue.slice("zhongshan", ("B1-06",), on=TODAY, answers=answers)
        item = taken.item("B1-06")
        assert (item.variant.code if item.variant else None) == code
        assert item.mode is mode
        assert (item.limit(LimitKind.STATUTORY) is None) == (code is not None)
        assert item.papers == catalogue.slice("zhongshan", ("B1-06",), on=TODAY).items[0].papers

    def test_an_unusable_answer_is_refused(self) -> None:
        with pytest.raises(Refused) as refused:
            catalogue_with(VARIANT).describe(
                "zhongshan", "B1-06", TODAY, {"specialities": ["juggling"]}
            )
        assert (refused.value.reason, refused.value.field) == (
            "answer_not_a_choice",
            "answers.specialities",
        )

    def test_the_question_that_chooses_is_asked(self) -> None:
        questions = catalogue_with(VARIANT).questions_for(item_codes=("B1-06",))
        assert "specialities" in [question.code for question in questions]

    @pytest.mark.parametrize("key", ["rules: []", "effective_from: 2025-01-01", "variants: []"])
    def test_when_and_for_whom_an_item_is_needed_is_no_matter_of_a_variant(self, key: str) -> None:
        broken = VARIANT.replace("limits: []", key)
        with pytest.raises(CatalogueError, match="replaces"):
            catalogue_with(broken)

    def test_what_a_variant_says_is_checked_like_a_version(self) -> None:
        with pytest.raises(CatalogueError, match=r"variants\.0\.replaces\.mode"):
            catalogue_with(VARIANT.replace("mode: filing", "mode: magic"))


class TestTermsOfAnItem:
    def test_everything_a_version_says_reaches_the_domain(self) -> None:
        catalogue = catalogue_with("""  four_eyes: true
  four_eyes_source: R71
  expert_review: {source: 行政许可法 45, longest: {count: 30, unit: working_days, source: R1}}
  testing: {source: 行政许可法 45, longest: {count: 9, unit: working_days, source: R1}}
  suspends_for_rectification: {source: R77}
  refusal_grounds:
    - {code: layout_full, label_zh: 布局已满, label_en: The layout is full, source: R1}
  instant:
    source: R71
    published_on: 2024-01-01
    rules:
      - {code: small, when: "form.floor_area == '12'", label_zh: 面积, label_en: Area, source: R71}
    sampling_percent: {count: 5, source: R73}
""")
        item = catalogue.slice("zhongshan", ("B1-06",), on=TODAY).item("B1-06")
        assert (item.four_eyes, item.four_eyes_source) == (True, "R71")
        assert item.expert_review is not None
        assert item.expert_review.longest.count == 30
        assert item.testing is not None
        assert item.testing.longest.count == 9
        assert item.suspends_for_rectification == "R77"
        assert [ground.code for ground in item.refusal_grounds] == ["layout_full"]
        assert item.instant
        assert item.instant_approval is not None
        assert item.instant_approval.sampling_percent == 5
        assert [rule.when for rule in item.instant_approval.rules] == ["form.floor_area == '12'"]

    def test_notes_matters_and_powers_stand_above_the_versions(self) -> None:
        more = """notes:
  - {code: six_formats, label_zh: 限六种, label_en: Six formats only, source: S004}
matters: [health]
statutory_item: {code: tobacco, variant: retail, source: R167}
delegations:
  - {kind: entrusted, to_zh: 镇街, to_en: Towns, areas: ["442000"], from: 2022-01-01, source: R125}
  - {kind: delegated, to_zh: 旧, to_en: Old, areas: ["442000"],
     from: 2020-01-01, until: 2021-01-01, source: R125}
  - {kind: delegated, to_zh: 莞, to_en: East, areas: ["441900"], from: 2020-01-01, source: R125}
common:
"""
        catalogue = catalogue_of(with_change(FILE, "common:\n", more))
        item = catalogue.slice("zhongshan", ("B1-06",), on=TODAY).item("B1-06")
        assert [note.code for note in item.notes] == ["six_formats"]
        assert item.matters == (Matter.HEALTH,)
        assert item.statutory_item is not None
        assert item.statutory_item.variant == "retail"
        assert [each.to.en for each in item.delegations] == ["Towns"]

    @pytest.mark.parametrize(
        ("more", "told"),
        [
            ("  instant: true\n", "names its rules"),
            ("  four_eyes: true\n", "four_eyes_source"),
            ("  effective_until: 2000-01-01\n", "effective_until lies before"),
        ],
    )
    def test_half_a_statement_is_refused(self, more: str, told: str) -> None:
        with pytest.raises(CatalogueError, match=told):
            catalogue_with(more)


class TestSeveralChoices:
    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ("cinema", "answer_type"),
            ([True], "answer_type"),
            (["cinema", "cinema"], "answer_named_twice"),
        ],
    )
    def test_only_a_list_of_choices_is_an_answer(self, given: Answer, reason: str) -> None:
        with pytest.raises(Refused) as refused:
            catalogue_with(VARIANT).describe("zhongshan", "B1-06", TODAY, {"specialities": given})
        assert refused.value.reason == reason


def test_ended_versions_are_in_force_no_more() -> None:
    ended = with_change(
        "items/B1-02.yaml", "2023-12-01, ", "2023-12-01, effective_until: 2025-12-31, "
    )
    catalogue = catalogue_of(ended)
    assert catalogue.version_in_force("zhongshan", "B1-02", date(2025, 12, 31)) is not None
    assert catalogue.version_in_force("zhongshan", "B1-02", date(2026, 1, 1)) is None
