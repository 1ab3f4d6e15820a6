"""Only questions that can still change a finding are asked, and they are enough."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.asking import open_questions
from catalog.expressions import Answer
from catalog.guidance import determine
from catalog.loader import Catalogue, catalogue_of, load_catalogue
from catalog.questions import Question
from domain.errors import ErrorKind, Refused
from tests.catalog.texts import SAMPLE, with_change

TODAY = date(2026, 3, 2)
DELIVERED = load_catalogue()
CATALOGUE = catalogue_of(SAMPLE)
CONTRADICTION = """contradictions:
  - when: "has_licence && business_format == 'office' && floor_area > 1000"
    message_zh: 矛盾
    message_en: Such an office does not exist.
    questions: [business_format, floor_area]
    source: R38
questions:
"""
BASICS, TOBACCO = "questions/00_basics.yaml", "items/B1-06.yaml"


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    codes = [choice.code for choice in question.choices]
    match question.kind:
        case "boolean":
            return st.booleans()
        case "choice":
            return st.sampled_from(codes)
        case "multiple":
            return st.lists(st.sampled_from(codes), unique=True, max_size=3)
        case "number":
            low = 0 if question.minimum is None else question.minimum
            high = low + 5000 if question.maximum is None else question.maximum
            steps = [low, low + 1, low + 79, low + 298.9, low + 299, high]
            return st.sampled_from([number for number in steps if number <= high])
        case _:
            return st.sampled_from(["", "x"])


def all_answers(catalogue: Catalogue) -> st.SearchStrategy[dict[str, Answer]]:
    return st.fixed_dictionaries(
        {question.code: answers_to(question) for question in catalogue.questions}
    )


ITEMS = st.one_of(
    st.just(()), st.lists(st.sampled_from(CATALOGUE.item_codes), min_size=1, unique=True).map(tuple)
)


def asked(
    catalogue: Catalogue, answers: dict[str, Answer], *items: str, **known: Answer
) -> list[str]:
    found = open_questions(
        catalogue, scheme_code="zhongshan", on=TODAY, answers=answers, item_codes=items, known=known
    )
    return [each.question.code for each in found]


def findings(
    catalogue: Catalogue, answers: dict[str, Answer], items: tuple[str, ...] = ()
) -> list[tuple[str, str, str, str | None]]:
    found = determine(
        catalogue, scheme_code="zhongshan", on=TODAY, answers=answers, item_codes=items
    )
    return [
        (
            each.item_code,
            each.requirement.value,
            each.rule,
            variant_of(catalogue, each.item_code, answers),
        )
        if each.requirement.value in {"required", "filing_only"}
        else (each.item_code, each.requirement.value, each.rule, None)
        for each in found
    ]


def variant_of(catalogue: Catalogue, item_code: str, answers: dict[str, Answer]) -> str | None:
    item = catalogue.describe("zhongshan", item_code, TODAY, answers)
    return item.variant.code if item and item.variant else None


class TestEnough:
    @given(all_answers(CATALOGUE), ITEMS)
    def test_answering_what_is_asked_finds_what_all_answers_find(
        self, everything: dict[str, Answer], items: tuple[str, ...]
    ) -> None:
        given: dict[str, Answer] = {}
        while codes := asked(CATALOGUE, given, *items):
            given[codes[0]] = everything[codes[0]]
        assert findings(CATALOGUE, given, items) == findings(CATALOGUE, everything, items)

    @settings(max_examples=20, deadline=None)
    @given(all_answers(DELIVERED))
    def test_so_it_is_for_the_delivered_catalogue_as_a_whole(
        self, everything: dict[str, Answer]
    ) -> None:
        given: dict[str, Answer] = {}
        while codes := asked(DELIVERED, given):
            assert not given.keys() & set(codes)
            given |= {code: everything[code] for code in codes}
        assert findings(DELIVERED, given) == findings(DELIVERED, everything)


class TestOnlyWhatMatters:
    def test_an_item_that_is_certain_asks_nothing_more(self) -> None:
        assert asked(CATALOGUE, {"has_licence": True}, "BL-00") == []

    def test_a_question_waits_for_what_decides_whether_it_is_asked(self) -> None:
        assert asked(CATALOGUE, {}, "B1-08") == ["sells_class_two_devices"]
        assert asked(CATALOGUE, {"sells_class_two_devices": True}, "B1-08") == [
            "only_exempt_devices"
        ]
        assert asked(CATALOGUE, {"sells_class_two_devices": False}, "B1-08") == []

    def test_an_answer_that_changes_nothing_is_not_asked_for(self) -> None:
        """Whatever the licence, one of the first two rules holds with the same tobacco answer."""
        same = catalogue_of(
            with_change(
                TOBACCO,
                "  rules:\n",
                """  rules:
    - code: always_so
      when: (has_licence && sells_tobacco) || (!has_licence && sells_tobacco)
      requirement: required
      reason_zh: 需要
      reason_en: Needed
      source: R38
""",
            )
        )
        assert "has_licence" not in asked(same, {"sells_tobacco": True}, "B1-06")

    def test_a_variant_is_asked_for_once_the_item_is_needed(self) -> None:
        variant = """  variants:
    - {code: big, label_zh: 大, label_en: Big, when: floor_area > 100, source: R1,
       replaces: {section: 科}}
""".replace("section: 科", "four_eyes: true, four_eyes_source: R1")
        catalogue = catalogue_of(with_change(TOBACCO, "versions:\n", variant + "versions:\n"))
        shop: dict[str, Answer] = {"business_format": "supermarket", "premises_place": "ordinary"}
        assert asked(catalogue, {**shop, "sells_tobacco": False}, "B1-06") == []
        assert asked(catalogue, {**shop, "sells_tobacco": True}, "B1-06") == ["floor_area"]

    def test_a_question_names_the_items_it_decides(self) -> None:
        found = open_questions(
            CATALOGUE,
            scheme_code="zhongshan",
            on=TODAY,
            answers={},
            item_codes=("BL-00", "B1-08"),
        )
        assert [(each.question.code, each.items) for each in found] == [
            ("has_licence", ("BL-00",)),
            ("sells_class_two_devices", ("B1-08",)),
        ]


class TestKnownFromElsewhere:
    def test_nobody_is_asked_for_what_is_known(self) -> None:
        assert asked(CATALOGUE, {}, "BL-00", has_licence=True) == []

    def test_an_answer_goes_before_what_was_known(self) -> None:
        known = {"sells_class_two_devices": False}
        assert asked(CATALOGUE, {"sells_class_two_devices": True}, "B1-08", **known) == [
            "only_exempt_devices"
        ]

    @pytest.mark.parametrize("known", [{"has_licence": "yes"}, {"had_licence": True}])
    def test_what_is_no_answer_any_more_is_left_out(self, known: dict[str, Answer]) -> None:
        assert asked(CATALOGUE, {}, "BL-00", **known) == ["has_licence"]


class TestContradictions:
    GIVEN: dict[str, Answer] = {  # noqa: RUF012  # never changed
        "has_licence": True,
        "business_format": "office",
        "floor_area": 2000,
    }

    def test_answers_that_cannot_be_true_together_are_refused_by_their_fields(self) -> None:
        catalogue = catalogue_of(with_change(BASICS, "questions:\n", CONTRADICTION))
        with pytest.raises(Refused) as refused:
            asked(catalogue, self.GIVEN, "BL-00")
        assert refused.value.reason == "answers_contradict"
        assert refused.value.kind is ErrorKind.INVALID
        assert (refused.value.field, refused.value.also) == (
            "answers.business_format",
            ("answers.floor_area",),
        )
        with pytest.raises(Refused):
            determine(catalogue, scheme_code="zhongshan", on=TODAY, answers=self.GIVEN)

    def test_unknown_answers_may_still_fit(self) -> None:
        catalogue = catalogue_of(with_change(BASICS, "questions:\n", CONTRADICTION))
        partly = {code: each for code, each in self.GIVEN.items() if code != "floor_area"}
        assert asked(catalogue, partly, "BL-00") == []


def test_guidance_takes_a_few_milliseconds() -> None:
    """A generous bound for a shared machine; the figure itself is told by the bench."""
    catalogue = catalogue_of(SAMPLE)
    answers: dict[str, Answer] = {
        "has_licence": False,
        "business_format": "supermarket",
        "premises_place": "ordinary",
        "floor_area": 1200,
        "specialities": [],
        "sells_prepackaged_food": True,
        "prepares_food": True,
        "food_counter_separate": True,
        "sells_tobacco": True,
        "sells_class_two_devices": True,
        "only_exempt_devices": False,
    }
    best = min(_seconds(catalogue, answers) for _ in range(20))
    assert best < 0.02


def _seconds(catalogue: Catalogue, answers: dict[str, Answer]) -> float:
    begun = time.perf_counter()
    determine(catalogue, scheme_code="zhongshan", on=TODAY, answers=answers)
    return time.perf_counter() - begun
