"""Items of market regulation as an official checks them: need, limits, mode, validity, papers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest

from catalog.expressions import Answer
from catalog.guidance import determine
from catalog.loader import Catalogue
from domain.catalogue import Determination, Item, Level, PaperClass, ReformMode
from domain.clock import Limit, LimitKind, LimitUnit
from tests.catalog.market_cases import (
    BEFORE_FILING,
    CASES,
    CLASS_THREE,
    FILING,
    FIRST_FILING,
    INDUSTRY,
    LOOSE,
    NOT_REQUIRED,
    OUTSIDE,
    REQUIRED,
    RETAIL,
    SELLS_TWO,
    TODAY,
    USUAL,
    WRONG,
    Case,
)

FOOD = ("B1-01", "B1-02", "B1-03", "B2-01")
MEDICINES_AND_DEVICES = ("B1-07", "B1-08", "B1-09", "B2-06", "B2-07")
ITEMS = ("BL-00", *FOOD, *MEDICINES_AND_DEVICES, "B2-09", "B2-10", "B2-17")
STREAMLINED, COMMITMENT = ReformMode.STREAMLINED, ReformMode.COMMITMENT
WORKING, CALENDAR = LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS
MONTHS, YEARS = LimitUnit.MONTHS, LimitUnit.YEARS


def found(catalogue: Catalogue, case: Case) -> Determination:
    (finding,) = determine(
        catalogue,
        scheme_code="zhongshan",
        on=case.on,
        answers=case.answers(),
        item_codes=(case.item,),
    )
    return finding


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_guidance_finds_what_the_law_says_and_names_it(catalogue: Catalogue, case: Case) -> None:
    finding = found(catalogue, case)
    assert finding.requirement is case.requirement
    assert case.source in finding.source
    turned_away = case.requirement in {OUTSIDE, WRONG}
    assert (finding.instead is not None) is turned_away


def test_every_item_is_once_needed_and_once_not() -> None:
    for code in ITEMS:
        requirements = {case.requirement for case in CASES.values() if case.item == code}
        assert requirements & {REQUIRED, FILING}, code
        assert NOT_REQUIRED in requirements, code


@dataclass(frozen=True)
class Period:
    """A figure of an item on a day: ``what`` is a kind of limit or a period of its validity."""

    item: str
    what: str
    count: int
    unit: LimitUnit
    source: str
    given: Mapping[str, Answer] = field(default_factory=dict)
    on: date = TODAY


STATUTORY, PROMISED = LimitKind.STATUTORY.value, LimitKind.PROMISED.value
TERM, OPENS, CLOSES = "term", "renewal_opens_before", "renewal_closes_before"
FRAUD, DUE = "fraud", "due"
CLASS_B: dict[str, Answer] = {"specialities": [*RETAIL], "medicine_range": "class_b_otc_only"}
ORDER_84, OLD_REGULATION = date(2024, 1, 1), date(2023, 12, 31)

PERIODS = (
    Period("BL-00", STATUTORY, 3, WORKING, "市场主体登记管理条例 19"),
    Period("BL-00", PROMISED, 1, WORKING, "R63"),
    Period("B1-01", STATUTORY, 20, WORKING, "食品经营许可管理办法 (2015)", on=date(2021, 4, 28)),
    Period("B1-02", TERM, 5, YEARS, "食品安全法实施条例 15"),
    Period("B1-02", OPENS, 90, WORKING, "食品经营许可和备案管理办法"),
    Period("B1-02", CLOSES, 15, WORKING, "食品经营许可和备案管理办法"),
    Period("B1-03", STATUTORY, 15, WORKING, "assumption"),
    Period("B1-03", PROMISED, 7, WORKING, "assumption"),
    Period("B1-03", TERM, 3, YEARS, "assumption"),
    Period("B1-07", STATUTORY, 15, WORKING, "药品管理法实施条例 12", on=OLD_REGULATION),
    Period("B1-07", CLOSES, 6, MONTHS, "药品管理法实施条例 17", on=OLD_REGULATION),
    Period("B1-07", STATUTORY, 20, WORKING, "order 84", on=ORDER_84),
    Period("B1-07", PROMISED, 1, WORKING, "assumption", CLASS_B),
    Period("B1-07", DUE, 3, MONTHS, "assumption", CLASS_B),
    Period("B1-07", TERM, 5, YEARS, "药品管理法实施条例 17"),
    Period("B1-07", OPENS, 6, MONTHS, "assumption"),
    Period("B1-07", CLOSES, 2, MONTHS, "assumption"),
    Period("B1-07", FRAUD, 10, YEARS, "药品管理法 123"),
    Period("B1-08", DUE, 3, MONTHS, "医疗器械经营监督管理办法 22"),
    Period("B1-09", STATUTORY, 20, WORKING, "医疗器械经营监督管理办法 13"),
    Period("B1-09", PROMISED, 10, WORKING, "assumption"),
    Period("B1-09", TERM, 5, YEARS, "医疗器械经营监督管理办法 14"),
    Period("B1-09", OPENS, 90, WORKING, "医疗器械经营监督管理办法 16"),
    Period("B1-09", CLOSES, 30, WORKING, "医疗器械经营监督管理办法 16"),
    Period("B1-09", CLOSES, 6, MONTHS, "assumption", on=date(2022, 4, 30)),
    Period("B2-01", STATUTORY, 10, WORKING, "assumption"),
    Period("B2-01", PROMISED, 7, WORKING, "assumption"),
    Period("B2-01", TERM, 5, YEARS, "食品安全法实施条例 15"),
    Period("B2-01", CLOSES, 30, WORKING, "食品生产许可管理办法 (2020)"),
    Period("B2-06", STATUTORY, 30, WORKING, "药品管理法实施条例 11", on=OLD_REGULATION),
    Period("B2-06", STATUTORY, 20, WORKING, "order 84", on=ORDER_84),
    Period("B2-06", PROMISED, 15, WORKING, "assumption"),
    Period("B2-06", FRAUD, 10, YEARS, "药品管理法 123"),
    Period("B2-07", STATUTORY, 20, CALENDAR, "互联网药品信息服务管理办法 16", on=BEFORE_FILING),
    Period("B2-07", TERM, 5, YEARS, "互联网药品信息服务管理办法 17", on=BEFORE_FILING),
    Period("B2-07", DUE, 3, MONTHS, "国家药监局公告2025年第123号"),
    Period("B2-09", STATUTORY, 15, WORKING, "TSG 08"),
    Period("B2-10", PROMISED, 3, WORKING, "assumption"),
    Period("B2-17", STATUTORY, 60, CALENDAR, "工业产品生产许可证管理条例 24"),
    Period("B2-17", TERM, 5, YEARS, "工业产品生产许可证管理条例 25"),
    Period("B2-17", CLOSES, 6, MONTHS, "工业产品生产许可证管理条例 25"),
)


def item_of(
    catalogue: Catalogue, code: str, given: Mapping[str, Answer] | None = None, on: date = TODAY
) -> Item:
    item = catalogue.describe("zhongshan", code, on, {**USUAL, **(given or {})})
    assert item is not None
    return item


def limit_of(item: Item, what: str) -> Limit | None:
    if what == FRAUD:
        return item.bar.fraud if item.bar else None
    if what == DUE:
        return item.verification.due if item.verification else None
    if what in {TERM, OPENS, CLOSES}:
        found: Limit | None = getattr(item.validity, what)
        return found
    return item.limit(what)


@pytest.mark.parametrize("period", PERIODS, ids=lambda each: f"{each.item} {each.what} {each.on}")
def test_each_figure_has_its_unit_and_source(catalogue: Catalogue, period: Period) -> None:
    limit = limit_of(item_of(catalogue, period.item, period.given, period.on), period.what)
    assert limit is not None
    assert (limit.count, limit.unit) == (period.count, period.unit)
    assert period.source in limit.source


@pytest.mark.parametrize(
    ("code", "on"),
    [("B1-01", TODAY), ("B1-08", TODAY), ("B2-07", TODAY), ("B2-09", TODAY), ("B2-10", TODAY)],
)
def test_filings_and_registrations_have_no_term(catalogue: Catalogue, code: str, on: date) -> None:
    assert item_of(catalogue, code, on=on).validity.term is None


def industrial(product: str) -> dict[str, Answer]:
    return {"specialities": [*INDUSTRY], "industrial_product": product}


MODES: dict[str, tuple[str, Mapping[str, Answer], date, ReformMode]] = {
    "prepackaged food until 2021-04-28": ("B1-01", {}, date(2021, 4, 28), STREAMLINED),
    "prepackaged food since": ("B1-01", {}, date(2021, 4, 29), ReformMode.FILING),
    "drug site until 2025-12-21": ("B2-07", {}, BEFORE_FILING, STREAMLINED),
    "drug site since": ("B2-07", {}, FIRST_FILING, ReformMode.FILING),
    "catering": ("B1-02", {"prepares_food": True}, TODAY, STREAMLINED),
    "low-risk food": ("B1-02", LOOSE, TODAY, COMMITMENT),
    "low-risk food under the old rules": ("B1-02", LOOSE, date(2023, 11, 30), STREAMLINED),
    "class B medicines": ("B1-07", CLASS_B, TODAY, COMMITMENT),
    "class B medicines before order 84": ("B1-07", CLASS_B, OLD_REGULATION, STREAMLINED),
    "fertiliser until 2024-05-05": (
        "B2-17",
        industrial("fertiliser"),
        date(2024, 5, 5),
        COMMITMENT,
    ),
    "fertiliser since": ("B2-17", industrial("fertiliser"), date(2024, 5, 6), STREAMLINED),
    "food contact": ("B2-17", industrial("food_contact_products"), TODAY, COMMITMENT),
    "cables": ("B2-17", industrial("electric_cables"), TODAY, STREAMLINED),
    "chemicals": ("B2-17", industrial("hazardous_chemicals"), TODAY, STREAMLINED),
}


@pytest.mark.parametrize(("code", "given", "on", "mode"), MODES.values(), ids=MODES)
def test_the_mode_follows_day_and_answers(
    catalogue: Catalogue, code: str, given: Mapping[str, Answer], on: date, mode: ReformMode
) -> None:
    item = item_of(catalogue, code, given, on)
    assert item.mode is mode
    assert (item.verification is not None) or mode is not COMMITMENT


def test_industrial_products_are_looked_at_before_or_after_the_licence(
    catalogue: Catalogue,
) -> None:
    """国发〔2018〕33号: site review after the licence, save for hazardous chemicals."""
    cables = item_of(catalogue, "B2-17", industrial("electric_cables"))
    chemicals = item_of(catalogue, "B2-17", industrial("hazardous_chemicals"))
    assert cables.site_check == "after_decision"
    assert chemicals.site_check == "before_decision"
    assert cables.paper("industrial_product_test_report") is not None
    assert chemicals.variant is None
    assert chemicals.four_eyes
    assert not cables.four_eyes


def test_class_b_medicines_need_no_pharmacist(catalogue: Catalogue) -> None:
    """药品管理法实施条例 15: staff who have passed the test will do for class B."""
    usual, class_b = item_of(catalogue, "B1-07"), item_of(catalogue, "B1-07", CLASS_B)
    assert usual.paper("pharmacist_certificates") is not None
    assert class_b.paper("pharmacist_certificates") is None
    assert class_b.paper("medicine_sales_staff_certificates") is not None
    assert "pharmacy_pharmacist" not in {condition.code for condition in class_b.conditions}


@pytest.mark.parametrize(
    ("given", "collected"),
    [
        ({}, 6),
        ({"specialities": [*CLASS_THREE]}, 0),
        ({"specialities": [*CLASS_THREE], "class_three_permit_held": True}, 0),
        ({"specialities": [*CLASS_THREE], "cold_chain_reagents": True}, 6),
    ],
    ids=["class II alone", "with class III", "class III held", "class III goes another way"],
)
def test_papers_of_class_three_serve_for_class_two(
    catalogue: Catalogue, given: Mapping[str, Answer], collected: int
) -> None:
    """医疗器械经营监督管理办法 23: no papers again when B1-09 is held or applied for together."""
    papers = item_of(catalogue, "B1-08", {**SELLS_TWO, **given}).papers
    classes = [paper.paper_class for paper in papers]
    assert len(classes) - classes.count(PaperClass.SHAREABLE) == collected


def test_devices_stop_the_clock_for_rectification(catalogue: Catalogue) -> None:
    assert item_of(catalogue, "B1-09").suspends_for_rectification == "医疗器械经营监督管理办法 13"


def test_two_items_are_one_registration_of_special_equipment(catalogue: Catalogue) -> None:
    """R167: one statutory item, split by kind of equipment."""
    lifts, rides = item_of(catalogue, "B2-09"), item_of(catalogue, "B2-10")
    assert lifts.statutory_item is not None
    assert rides.statutory_item is not None
    assert lifts.statutory_item.code == rides.statutory_item.code
    assert lifts.statutory_item.variant != rides.statutory_item.variant
    assert lifts.site_check == rides.site_check == "none"
    assert lifts.testing is not None


@pytest.mark.parametrize("code", ["B2-06", "B2-07"])
def test_two_items_are_decided_by_the_province(catalogue: Catalogue, code: str) -> None:
    """R168: dispatch crosses levels."""
    item = item_of(catalogue, code)
    assert item.department.level is Level.PROVINCIAL
    assert item.system == "provincial_medical_products"


@pytest.mark.parametrize("code", ITEMS)
def test_what_is_reviewed_may_be_refused_on_named_grounds_and_a_filing_never(
    catalogue: Catalogue, code: str
) -> None:
    item = item_of(catalogue, code)
    assert bool(item.refusal_grounds) is (item.mode is not ReformMode.FILING)


@pytest.mark.parametrize("code", ITEMS)
def test_each_visit_has_points_to_look_at(catalogue: Catalogue, code: str) -> None:
    item = item_of(catalogue, code)
    least = {"none": 0, "before_decision": 3, "after_decision": 2}[item.site_check]
    assert len(item.checklist) >= least


@pytest.mark.parametrize("code", [code for code in ITEMS if code != "BL-00"])
def test_the_licence_is_a_prerequisite_and_never_a_paper(catalogue: Catalogue, code: str) -> None:
    """R47, R54: what the registry holds is not asked for."""
    item = item_of(catalogue, code)
    assert [each.item_code for each in item.prerequisites] == ["BL-00"]
    assert not any("营业执照" in paper.label.zh for paper in item.papers)


PHASES = {
    date(2021, 12, 31): ("B1-01", "B1-02", "B1-03", "B1-07", "B1-08", "B1-09"),
    date(2022, 6, 30): ("B2-01", "B2-06", "B2-07", "B2-09", "B2-10", "B2-17"),
}


@pytest.mark.parametrize(("day", "codes"), PHASES.items(), ids=str)
def test_the_batches_of_the_annex_begin_on_their_day(
    catalogue: Catalogue, day: date, codes: tuple[str, ...]
) -> None:
    """R155."""
    phases = dict(catalogue.scheme("zhongshan").item_phases)
    assert {phases[code] for code in codes} == {day}
