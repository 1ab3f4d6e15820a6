"""A catalogue that cannot be used is refused with every file, key and problem named."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from catalog import parts, schema
from catalog.catalogue import Catalogue
from catalog.checks import check
from catalog.entries import Period
from catalog.loader import CATALOGUE_DIRECTORY, CatalogueError, load_catalogue
from catalog.questions import Question
from catalog.reading import checked, expanded

LABELS = {"label_zh": "平面图", "label_en": "plan"}
LIMIT = {"count": 5, "unit": "working_days", "source": "assumption: test"}
RULE = {
    "code": "always",
    "when": "true",
    "requirement": "required",
    "reason_zh": "需要",
    "reason_en": "needed",
    "source": "R38",
}

NONSENSE: dict[str, tuple[type[BaseModel], dict[str, object], str]] = {
    "unknown key": (parts.Point, {**LABELS, "code": "a", "source": "R1", "more": 1}, "more"),
    "no source": (parts.Point, {**LABELS, "code": "a"}, "source"),
    "empty source": (parts.Point, {**LABELS, "code": "a", "source": " "}, "source"),
    "one language": (parts.Point, {"label_zh": "图", "code": "a", "source": "R1"}, "label_en"),
    "number as text": (Period, {**LIMIT, "count": "5"}, "count"),
    "nought days": (Period, {**LIMIT, "count": 0}, "count"),
    "unknown unit": (Period, {**LIMIT, "unit": "days"}, "unit"),
    "limit of no kind": (parts.ItemLimit, LIMIT, "kind"),
    "flag as number": (
        parts.Paper,
        {**LABELS, "code": "a", "paper_class": "must_have", "source": "R1", "needs_person": 1},
        "needs_person",
    ),
    "deferrable without time": (
        parts.Paper,
        {**LABELS, "code": "a", "paper_class": "deferrable", "source": "R1"},
        "deferral",
    ),
    "shareable from nowhere": (
        parts.Paper,
        {**LABELS, "code": "a", "paper_class": "shareable", "source": "R1"},
        "shared_as",
    ),
    "catch-all condition": (
        parts.Condition,
        {
            "code": "a",
            "dimension": "staff",
            "label_zh": "法律法规规定的其他条件",
            "label_en": "the rest",
            "source": "R1",
        },
        "兜底条款",
    ),
    "choice without choices": (
        parts.FormField,
        {**LABELS, "code": "a", "kind": "choice", "source": "R1"},
        "choices",
    ),
    "turned away to nowhere": (parts.Rule, {**RULE, "requirement": "wrong_authority"}, "instead"),
    "assumed without saying what": (
        parts.Point,
        {**LABELS, "code": "a", "source": "assumption"},
        "source_missing",
    ),
    "bounds of a text": (
        Question,
        {**LABELS, "code": "a", "kind": "text", "source": "R1", "minimum": 1},
        "minimum",
    ),
}


@pytest.mark.parametrize(("model", "content", "named"), NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_refused_by_name(
    model: type[BaseModel], content: dict[str, object], named: str
) -> None:
    with pytest.raises(CatalogueError) as error:
        checked(model, content, name="some.yaml")
    assert "some.yaml: " in str(error.value)
    assert named in str(error.value)


def test_a_version_overrides_the_common_part_and_takes_shared_entries() -> None:
    point = parts.Point(code="ventilation", source="R1", **LABELS)
    content = {
        "common": {"mode": "filing", "checklist": ["ventilation", "unheard_of"]},
        "versions": [{"mode": "streamlined"}],
    }
    laid_out = expanded(content, {"checklist": {"ventilation": point}})
    assert laid_out == {
        "versions": [{"mode": "streamlined", "checklist": [point, "unheard_of"]}],
    }


def test_all_broken_files_are_told_at_once(tmp_path: Path) -> None:
    directory = tmp_path / "catalog"
    shutil.copytree(CATALOGUE_DIRECTORY, directory, ignore=shutil.ignore_patterns("*.py*"))
    (directory / "themes" / "retail_and_catering.yaml").write_text("themes: [", encoding="utf-8")
    (directory / "items" / "B1-04.yaml").write_text("code: B1-04\ncode: B1-05\n", encoding="utf-8")
    (directory / "schemes" / "dongguan.yaml").write_text("code: 5\n", encoding="utf-8")
    shutil.rmtree(directory / "questions")
    with pytest.raises(CatalogueError) as error:
        load_catalogue(directory)
    lines = str(error.value).splitlines()
    assert any(
        line.startswith("themes/retail_and_catering.yaml:2: whole file: is not YAML")
        for line in lines
    )
    assert any("items/B1-04.yaml" in line and "twice" in line for line in lines)
    assert any(line.startswith("schemes/dongguan.yaml:1: code: ") for line in lines)
    assert any(line.startswith("questions: whole file: has no file") for line in lines)


Change = Callable[[schema.ItemVersion], dict[str, object]]


def changed(catalogue: Catalogue, code: str, change: Change, version: int = -1) -> Catalogue:
    """The catalogue with one version of an item changed."""
    item = catalogue.items[code]
    versions = list(item.versions)
    versions[version] = versions[version].model_copy(update=change(versions[version]))
    items = {**catalogue.items, code: item.model_copy(update={"versions": tuple(versions)})}
    return replace(catalogue, items=items)


def with_rule(**more: object) -> Change:
    rule = parts.Rule.model_validate({**RULE, **more})
    return lambda version: {"rules": (rule, *version.rules)}


UNFITTING: dict[str, tuple[str, Change, str]] = {
    "unknown prerequisite": (
        "B1-02",
        lambda _: {"prerequisites": (parts.Prerequisite(item_code="B9-99", source="R54"),)},
        "there is no item B9-99",
    ),
    "circle of prerequisites": (
        "BL-00",
        lambda _: {"prerequisites": (parts.Prerequisite(item_code="B1-02", source="R54"),)},
        "needs itself",
    ),
    "no catch-all": ("B1-02", lambda version: {"rules": version.rules[:-1]}, "catch-all"),
    "rule reads what is not asked": (
        "B1-02",
        with_rule(code="odd", when="likes_music"),
        "likes_music",
    ),
    "rule is no expression": ("B1-02", with_rule(code="odd", when="prepares_food &&"), "parse"),
    "rule gives no truth": ("B1-02", with_rule(code="odd", when="floor_area"), "not true or false"),
    "rule compares unlike things": (
        "B1-02",
        with_rule(code="odd", when="business_format > 3"),
        "which is text, as number",
    ),
    "rule for a scheme unheard of": (
        "B1-02",
        with_rule(code="odd", only_schemes=["atlantis"]),
        "no scheme atlantis",
    ),
    "rule twice": (
        "B1-02",
        lambda version: {"rules": (version.rules[0], *version.rules)},
        "there 2 times",
    ),
    "no statutory limit": ("B1-02", lambda _: {"limits": ()}, "statutory limit"),
    "commitment never checked": ("B1-05", lambda _: {"verification": None}, "R94"),
    "overlapping versions": (
        "B1-02",
        lambda _: {"effective_from": date(2015, 10, 1)},
        "versions begin on 2015-10-01",
    ),
    "not in force when offered": (
        "B1-06",
        lambda _: {"effective_from": date(2022, 6, 1)},
        "no version is in force",
    ),
    "same paper with other words": (
        "B1-04",
        lambda version: {
            "papers": tuple(
                paper.model_copy(update={"label_en": "other"}) for paper in version.papers
            )
        },
        "differs from that of",
    ),
}


@pytest.mark.parametrize(("code", "change", "problem"), UNFITTING.values(), ids=UNFITTING)
def test_what_does_not_fit_together_is_found(
    catalogue: Catalogue, code: str, change: Change, problem: str
) -> None:
    found = check(changed(catalogue, code, change))
    assert any(problem in str(each) for each in found)


def test_a_theme_must_ask_what_its_items_read(catalogue: Catalogue) -> None:
    theme = catalogue.themes["open_bookshop"].model_copy(update={"questions": ("has_licence",)})
    (problem, *_) = check(replace(catalogue, themes={theme.code: theme}))
    assert problem.file == "themes/retail_and_catering.yaml"
    assert problem.key == "themes.open_bookshop.questions"


def test_every_item_needs_a_phase_in_some_scheme(catalogue: Catalogue) -> None:
    schemes = {code: replace(scheme, item_phases=()) for code, scheme in catalogue.schemes.items()}
    problems = check(replace(catalogue, schemes=schemes))
    assert {problem.file for problem in problems} == {
        f"items/{code}.yaml" for code in catalogue.item_codes
    }


def test_the_delivered_catalogue_fits_together(catalogue: Catalogue) -> None:
    assert check(catalogue) == ()
    assert len(catalogue.version) == 12
    assert int(catalogue.version, 16) >= 0
