"""Each rule of the linter fires on a file with just that fault, and names place and rule.

The unharmed file passes (``test_the_unharmed_files_pass``), so that it is the change that fires.
"""

from dataclasses import dataclass

import pytest

from catalog.loader import CatalogueError, catalogue_of
from catalog.problems import Problem
from tests.catalog.texts import SAMPLE, with_change

FOOD, TOBACCO, HYGIENE = "items/B1-02.yaml", "items/B1-06.yaml", "items/B1-04.yaml"
FILING, LICENCE = "items/B1-08.yaml", "items/BL-00.yaml"
BASICS, COMMON = "questions/00_basics.yaml", "shared/common.yaml"
THEMES, ZHONGSHAN = "themes/retail_and_catering.yaml", "schemes/zhongshan.yaml"
STATUTORY = "{kind: statutory, count: 10, unit: working_days"
PROMISED = "{kind: promised, count: 5, unit: working_days"
LAST_VERSION = '{effective_from: 2023-12-01, areas: ["000000"]}'
PREPARES = "when: prepares_food\n"
GROUND = "  refusal_grounds: [{code: full, label_zh: 满, label_en: Full, source: R54}]\n"
NOTHING_ASKED = "fields: [], papers: [], conditions: [], checklist: [], prerequisites: []"
QUESTION = "  - {code: has_licence, kind: boolean, label_zh: 问, label_en: Ask, source: R38}\n"
CONTRADICTION = """contradictions:
  - when: "has_licence && magic"
    message_zh: 矛盾
    message_en: No such thing
    questions: [has_licence]
    source: R38
questions:
"""


@dataclass(frozen=True)
class Fault:
    """One change of one file, the rule it breaks, and the key at which it is told."""

    name: str
    old: str
    new: str
    rule: str
    key: str
    at: str = ""
    """What stands in the line that is named, where it is not the end of the key."""


FAULTS = {
    "catch-all wording": Fault(
        FOOD,
        "  conditions:\n",
        "  conditions:\n    - {code: rest, dimension: staff, label_zh: 其他条件,"
        " label_en: The rest, source: R20}\n",
        "catch_all",
        "conditions.0.label_zh",
    ),
    "no source": Fault(
        FOOD,
        ", source: 食品经营许可和备案管理办法, choices",
        ", choices",
        "source_missing",
        "source",
        at="food_business_form",
    ),
    "assumption of nothing": Fault(
        TOBACCO, "mode_source: ", "mode_source: 'assumption:' #", "source_missing", "mode_source"
    ),
    "unknown prerequisite": Fault(
        FOOD, "item_code: BL-00", "item_code: B9-99", "prerequisite_unknown", "prerequisites.B9-99"
    ),
    "circle": Fault(
        LICENCE,
        "prerequisites: []",
        "prerequisites: [{item_code: B1-02, source: R54}]",
        "prerequisites_in_circle",
        "prerequisites.B1-02",
    ),
    "overlap": Fault(
        FOOD,
        "effective_from: 2015-10-01",
        "effective_from: 2015-10-01\n    effective_until: 2024-01-31",
        "dates_overlap",
        "versions.1.effective_from",
    ),
    "same first day": Fault(
        FOOD,
        LAST_VERSION,
        LAST_VERSION.replace("2023-12-01", "2015-10-01"),
        "dates_overlap",
        "versions.1.effective_from",
    ),
    "gap": Fault(
        FOOD,
        "effective_from: 2015-10-01",
        "effective_from: 2015-10-01\n    effective_until: 2023-11-29",
        "dates_gap",
        "versions.1.effective_from",
    ),
    "promise of the same unit": Fault(
        FOOD,
        PROMISED,
        PROMISED.replace("5", "11"),
        "promise_longer_than_statute",
        "limits.promised",
    ),
    "promise of another unit": Fault(
        FOOD,
        PROMISED,
        "{kind: promised, count: 12, unit: calendar_days",
        "promise_longer_than_statute",
        "limits.promised",
    ),
    "deferral too long": Fault(
        FOOD,
        PROMISED,
        PROMISED.replace("5", "4"),
        "deferral_longer_than_promise",
        "papers.food_safety_rules.deferral",
    ),
    "no statutory limit": Fault(
        FOOD, "    - " + STATUTORY, "    - #" + STATUTORY, "schema", "limits.0"
    ),
    "commitment outside the default": Fault(
        HYGIENE,
        "common:\n",
        "matters: [health]\ncommon:\n",
        "commitment_outside_default",
        "mode_source",
    ),
    "condition of another item with other words": Fault(
        HYGIENE,
        "  conditions:\n",
        "  conditions:\n    - {code: raw_and_cooked_apart, dimension: staff, label_zh: 人,"
        " label_en: One, source: R20}\n",
        "shared_code_differs",
        "conditions.raw_and_cooked_apart",
        at="code",
    ),
    "filing with a ground to refuse": Fault(
        FILING, "versions:\n", GROUND + "versions:\n", "filing_refuses", "refusal_grounds"
    ),
    "filing with a hearing": Fault(
        FILING,
        "versions:\n",
        "  hearing_required: true\nversions:\n",
        "filing_refuses",
        "hearing_required",
    ),
    "filing with a layout": Fault(
        FILING,
        "versions:\n",
        "  quantity_limited: true\nversions:\n",
        "filing_refuses",
        "quantity_limited",
    ),
    "filing with a visit before": Fault(
        FILING,
        "site_check: after_decision",
        "site_check: before_decision",
        "filing_refuses",
        "site_check",
    ),
    "question twice": Fault(
        BASICS, "questions:\n", "questions:\n" + QUESTION, "id_twice", "questions.has_licence"
    ),
    "choice twice": Fault(
        BASICS, "{code: mall,", "{code: grocery,", "id_twice", "business_format.choices.grocery"
    ),
    "condition twice": Fault(
        FOOD,
        "  conditions:\n",
        "  conditions:\n"
        + 2 * ("    - {code: rest, dimension: staff, label_zh: 人, label_en: One, source: R20}\n"),
        "id_twice",
        "conditions.rest",
    ),
    "shared paper twice": Fault(
        COMMON,
        "papers:\n",
        "papers:\n  - {code: premises_right, label_zh: 证, label_en: A,"
        " paper_class: must_have, source: R58}\n",
        "id_twice",
        "papers.premises_right",
    ),
    "theme twice": Fault(
        THEMES, "code: open_bookshop", "code: open_restaurant", "id_twice", "themes.open_restaurant"
    ),
    "key twice": Fault(FOOD, "section:", "system: a\nsection:", "id_twice", "", at="system"),
    "no such day": Fault(FOOD, "2015-10-01", "2015-02-30", "date_bad", "", at="2015-02-30"),
    "day as a text": Fault(FOOD, "2015-10-01", "'yesterday'", "date_bad", "effective_from"),
    "does not parse": Fault(
        FOOD, PREPARES, "when: prepares_food &&\n", "expression_unreadable", "when"
    ),
    "reads what nobody asks": Fault(
        FOOD, PREPARES, "when: likes_music\n", "expression_type", "when"
    ),
    "choice it does not have": Fault(
        FOOD, PREPARES, "when: business_format == 'circus'\n", "expression_type", "when"
    ),
    "choice in a list": Fault(
        FOOD, PREPARES, "when: business_format in ['mall', 'circus']\n", "expression_type", "when"
    ),
    "unknown member": Fault(
        FOOD, PREPARES, "when: \"'circus' in specialities\"\n", "expression_type", "when"
    ),
    "truth as number": Fault(
        FOOD, PREPARES, "when: prepares_food > 3\n", "expression_type", "when"
    ),
    "number as truth": Fault(
        FOOD, PREPARES, "when: floor_area && prepares_food\n", "expression_type", "when"
    ),
    "compares unlike things": Fault(
        FOOD, PREPARES, "when: prepares_food == 'yes'\n", "expression_type", "when"
    ),
    "instant rule of a field it lacks": Fault(
        LICENCE,
        'code: registration_complete, when: "true"',
        "code: registration_complete, when: \"form.shoe_size == '44'\"",
        "expression_type",
        "when",
    ),
    "contradiction of nothing": Fault(
        BASICS, "questions:\n", CONTRADICTION, "expression_type", "contradictions.0.when"
    ),
    "asked before what it reads": Fault(
        BASICS,
        "asked_when: sells_class_two_devices",
        "asked_when: only_exempt_devices",
        "expression_type",
        "questions.only_exempt_devices.asked_when",
    ),
    "theme of an unknown item": Fault(
        THEMES,
        "[BL-00, B1-02, B1-04]",
        "[BL-00, B9-99]",
        "item_unknown",
        "items.B9-99",
    ),
    "theme of an unknown question": Fault(
        THEMES,
        "      - has_licence\n",
        "      - has_licence\n      - has_music\n",
        "question_unknown",
        "questions.has_music",
    ),
    "theme without a question it needs": Fault(
        THEMES, "      - sells_tobacco\n", "", "question_missing", "questions"
    ),
    "phase of no item": Fault(
        ZHONGSHAN,
        "  B1-08: 2021-12-31",
        "  B1-08: 2021-12-31\n  B9-99: 2021-12-31",
        "item_unknown",
        "item_phases.B9-99",
    ),
}


def problems_of(files: dict[str, str]) -> tuple[Problem, ...]:
    with pytest.raises(CatalogueError) as error:
        catalogue_of(files)
    return error.value.problems


def test_the_unharmed_files_pass() -> None:
    assert catalogue_of(SAMPLE).items


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_file_line_key_and_rule(name: str) -> None:
    fault = FAULTS[name]
    files = with_change(fault.name, fault.old, fault.new)
    found = problems_of(files)
    told = [each for each in found if (each.file, each.rule) == (fault.name, fault.rule)]
    problem = next(each for each in told if each.key.endswith(fault.key))
    assert problem.line is not None
    assert str(problem).startswith(f"{fault.name}:{problem.line}: ")
    assert str(problem).endswith(f"[{fault.rule}]")
    line = files[fault.name].splitlines()[problem.line - 1]
    assert any(word in line for word in (fault.at, *problem.key.split(".")[-1:]) if word)


def test_an_abolished_item_is_no_prerequisite() -> None:
    """The abolished item is another file than the one that must be mended."""
    abolished = SAMPLE[TOBACCO].replace(
        "  - {effective_from", f"  - {{mode: abolished, {NOTHING_ASKED}, effective_from", 1
    )
    files = with_change(FOOD, "item_code: BL-00", "item_code: B1-06") | {TOBACCO: abolished}
    assert {(each.file, each.rule) for each in problems_of(files)} == {
        (FOOD, "prerequisite_abolished")
    }


def test_nothing_is_asked_for_an_abolished_item() -> None:
    files = with_change(TOBACCO, "  - {effective_from", "  - {mode: abolished, effective_from")
    (problem, *_) = problems_of(files)
    assert (problem.file, problem.key) == (TOBACCO, "versions.0")
    assert "abolished" in problem.text


@pytest.mark.parametrize(
    ("source", "enough"),
    [
        ("R55", False),
        ("R55; R57", False),
        ("R55, R57", False),
        ("'assumption: 消防法 15, to be confirmed'", False),
        ("S004 annex 1/4", False),
        ("消防法 15", True),
        ("R57; 国发〔2021〕7号", True),
        ("'assumption: the day; 粤卫规〔2017〕1号'", True),
    ],
)
def test_commitment_on_matters_of_health_needs_a_statute_or_list(
    source: str, *, enough: bool
) -> None:
    """Both versions of the sample's item are by commitment; one source is given to both."""
    lines = [
        f"{line.partition('mode_source')[0]}mode_source: {source}"
        if "mode_source" in line
        else line
        for line in SAMPLE[HYGIENE].splitlines()
    ]
    files = {**SAMPLE, HYGIENE: "matters: [health]\n" + "\n".join(lines)}
    if enough:
        assert catalogue_of(files).items
        return
    assert {problem.rule for problem in problems_of(files)} == {"commitment_outside_default"}


def test_a_file_that_is_missing_is_told() -> None:
    files = {name: text for name, text in SAMPLE.items() if not name.startswith("themes/")}
    assert [problem.rule for problem in problems_of(files)] == ["file_missing"]


def test_an_item_is_named_by_its_file() -> None:
    (problem, *_) = problems_of(with_change(FOOD, "2015-10-01", "2015-02-30"))
    assert problem.item == "B1-02"
