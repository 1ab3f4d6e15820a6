"""Two versions are compared entry by entry, in words that a reader understands."""

import pytest

from catalog.difference import changed_items, difference
from catalog.loader import catalogue_of
from tests.catalog.texts import SAMPLE, with_change

FOOD, COMMON = "items/B1-02.yaml", "shared/common.yaml"
PROMISED = "{kind: promised, count: 5, unit: working_days"
BEFORE = catalogue_of(SAMPLE)


def words(files: dict[str, str]) -> list[str]:
    return [each.words for each in difference(BEFORE, catalogue_of(files))]


def test_equal_versions_say_nothing_different() -> None:
    assert difference(BEFORE, catalogue_of(dict(SAMPLE))) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            FOOD,
            PROMISED,
            PROMISED.replace("5", "6"),
            "B1-02: versions.2023-12-01 000000.limits.promised.count was 5 and becomes 6",
        ),
        (
            FOOD,
            "section: 食品经营安全监督管理科",
            "section: 许可科",
            "B1-02: section was 食品经营安全监督管理科 and becomes 许可科",
        ),
        (
            "questions/00_basics.yaml",
            "maximum: 1000000",
            "maximum: 500000",
            "questions: floor_area.maximum was 1000000.0 and becomes 500000.0",
        ),
        (
            "schemes/zhongshan.yaml",
            "rectification_rounds: 2",
            "rectification_rounds: 3",
            "schemes/zhongshan.yaml: rectification_rounds was 2 and becomes 3",
        ),
        (
            "themes/retail_and_catering.yaml",
            "label_en: I want to open a bookshop",
            "label_en: Books",
            "themes: open_bookshop.label_en was I want to open a bookshop and becomes Books",
        ),
    ],
)
def test_a_change_is_told_with_before_and_after(name: str, old: str, new: str, told: str) -> None:
    assert words(with_change(name, old, new)) == [told]


def test_a_new_condition_and_a_lost_one_go_by_their_labels() -> None:
    more = "  conditions:\n    - {code: sink, dimension: equipment, label_zh: 水池,"
    more += " label_en: A sink, source: R24}\n"
    files = with_change(FOOD, "  conditions:\n", more)
    told = "B1-02: versions.2023-12-01 000000.conditions.sink is new: 水池 / A sink"
    assert told in words(files)
    back = [each.words for each in difference(catalogue_of(files), BEFORE)]
    assert told.replace("is new:", "is gone, it was:") in back


def test_a_shared_paper_changes_every_item_that_names_it() -> None:
    files = with_change(COMMON, "label_en: Right to the premises", "label_en: Right to the place")
    found = difference(BEFORE, catalogue_of(files))
    asking = {
        code
        for code, item in BEFORE.items.items()
        if any(p.code == "premises_right" for v in item.versions for p in v.papers)
    }
    assert set(changed_items(found)) == asking
    assert asking


def test_an_item_that_is_gone_is_told_as_a_whole() -> None:
    files = dict(SAMPLE)
    del files["items/B1-08.yaml"]
    for name in ("schemes/zhongshan.yaml", "schemes/changning.yaml"):
        lines = files[name].splitlines(keepends=True)
        files[name] = "".join(line for line in lines if not line.startswith("  B1-08: "))
    themes = "themes/retail_and_catering.yaml"
    files[themes] = files[themes].replace(", B1-08]", "]")
    assert any(
        told.startswith("B1-08: the whole is gone, it was: ") and "第二类医疗器械" in told
        for told in words(files)
    )
