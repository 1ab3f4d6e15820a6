"""Items of lodging, leisure, agencies, health and safety stand as the law has them.

Each row names the source by which an official would check it.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest

from catalog.guidance import determine
from catalog.loader import Catalogue
from domain.catalogue import Determination, Item, ReformMode, SiteCheck
from domain.clock import Limit, LimitKind, LimitUnit
from domain.item_terms import Matter
from tests.catalog.society import (
    BILLBOARD,
    BROKER,
    CASES,
    CLINIC,
    FILING,
    FIREWORKS,
    GAS,
    GROCERY,
    HOTEL,
    KARAOKE,
    NOT_REQUIRED,
    OFFERED,
    OUTPATIENTS,
    POOL,
    REQUIRED,
    RURAL_BILLBOARD,
    SEALS,
    TOUR_OPERATOR,
    WIPES,
    Answers,
    Case,
    shop,
)

TODAY = date(2026, 3, 2)
STATUTORY, PROMISED = LimitKind.STATUTORY, LimitKind.PROMISED
WORKING, CALENDAR, YEARS = LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS, LimitUnit.YEARS


def found(
    catalogue: Catalogue, item: str, answers: Answers, scheme: str = "zhongshan", on: date = TODAY
) -> Determination:
    (finding,) = determine(
        catalogue, scheme_code=scheme, on=on, answers=answers, item_codes=(item,)
    )
    return finding


def described(catalogue: Catalogue, code: str, answers: Answers, on: date = TODAY) -> Item:
    item = catalogue.describe("zhongshan", code, on, answers)
    assert item is not None
    return item


class TestGuidance:
    @pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.item} {case.rule}")
    def test_an_item_is_needed_by_its_own_rule(self, catalogue: Catalogue, case: Case) -> None:
        finding = found(catalogue, case.item, case.answers)
        assert (finding.requirement, finding.rule) == (case.requirement, case.rule)
        assert case.source in finding.source

    @pytest.mark.parametrize("code", OFFERED)
    def test_an_ordinary_grocery_needs_none_of_them(self, catalogue: Catalogue, code: str) -> None:
        assert found(catalogue, code, GROCERY).requirement is NOT_REQUIRED

    @pytest.mark.parametrize(
        ("code", "answers"),
        [("B1-06", shop("pharmacy", sells_tobacco=True)), ("B1-12", RURAL_BILLBOARD)],
    )
    def test_limits_of_the_annex_bind_zhongshan_alone(
        self, catalogue: Catalogue, code: str, answers: Answers
    ) -> None:
        """S004 is Zhongshan's; elsewhere the item is needed, or not offered at all."""
        assert found(catalogue, code, answers, "dongguan").rule in {"tobacco_retail", "not_offered"}


class TestBatches:
    @pytest.mark.parametrize("code", OFFERED)
    def test_an_item_begins_with_its_batch(self, catalogue: Catalogue, code: str) -> None:
        """R155: batch 1 by the end of December 2021, batch 2 by the end of June 2022."""
        begins = date(2021, 12, 31) if code.startswith("B1") else date(2022, 6, 30)
        assert dict(catalogue.scheme("zhongshan").item_phases)[code] == begins

    def test_dongguan_offers_hotels_of_these_alone(self, catalogue: Catalogue) -> None:
        """R31 names food, hotels, tobacco and hygiene."""
        offered = set(dict(catalogue.scheme("dongguan").item_phases))
        assert offered & set(OFFERED) == {"B1-10"}


class Period(NamedTuple):
    """A limit, term or renewal window of an item."""

    item: str
    answers: Answers
    of: Callable[[Item], Limit | None]
    number: int
    unit: LimitUnit
    source: str


def statutory(item: Item) -> Limit | None:
    return item.limit(STATUTORY)


def promised(item: Item) -> Limit | None:
    return item.limit(PROMISED)


def term(item: Item) -> Limit | None:
    return item.validity.term


def renewal(item: Item) -> Limit | None:
    return item.validity.renewal_closes_before


PERIODS = (
    Period("B1-10", HOTEL, statutory, 20, WORKING, "行政许可法 42(1)"),
    Period("B1-12", BILLBOARD, statutory, 20, WORKING, "行政许可法 42(1)"),
    Period("B1-13", TOUR_OPERATOR, statutory, 20, WORKING, "旅行社条例 7"),
    Period("B1-14", KARAOKE, statutory, 20, WORKING, "行政许可法 42(1)"),
    Period("B1-17", FIREWORKS, statutory, 20, CALENDAR, "烟花爆竹安全管理条例 19"),
    Period("B2-11", GAS, statutory, 20, WORKING, "行政许可法 42(1)"),
    Period("B2-12", OUTPATIENTS, statutory, 75, CALENDAR, "医疗机构管理条例 12"),
    Period("B2-13", POOL, statutory, 30, CALENDAR, "全民健身条例 32"),
    Period("B2-18", WIPES, statutory, 20, WORKING, "消毒管理办法 21"),
    Period("B1-10", HOTEL, promised, 7, WORKING, "assumption"),
    Period("B1-12", BILLBOARD, promised, 8, WORKING, "assumption"),
    Period("B1-14", KARAOKE, promised, 10, WORKING, "hearing not counted"),
    Period("B1-17", FIREWORKS, promised, 9, WORKING, "may outlast 20 calendar days"),
    Period("B2-12", OUTPATIENTS, promised, 30, WORKING, "15 and 15"),
    Period("B2-13", POOL, promised, 15, WORKING, "assumption"),
    Period("B1-04", HOTEL, term, 4, YEARS, "公共场所卫生管理条例实施细则"),
    Period("B1-06", GROCERY, term, 5, YEARS, "烟草专卖许可证管理办法"),
    Period("B1-12", BILLBOARD, term, 3, YEARS, "at most three years"),
    Period(
        "B1-12",
        {**BILLBOARD, "advertising_electronic_screen": True},
        term,
        6,
        YEARS,
        "screens at most six years",
    ),
    Period("B1-14", KARAOKE, term, 2, YEARS, "娱乐场所管理办法"),
    Period("B1-17", FIREWORKS, term, 2, YEARS, "烟花爆竹经营许可实施办法"),
    Period("B2-13", POOL, term, 5, YEARS, "经营高危险性体育项目许可管理办法"),
    Period("B2-18", WIPES, term, 4, YEARS, "消毒管理办法 23"),
    Period("B1-14", KARAOKE, renewal, 30, WORKING, "行政许可法 50"),
    Period("B2-18", WIPES, renewal, 30, CALENDAR, "消毒管理办法 23"),
)


class TestPeriods:
    @pytest.mark.parametrize("row", PERIODS, ids=lambda row: f"{row.item} {row.of.__name__}")
    def test_a_period_has_count_unit_and_source_of_the_law(
        self, catalogue: Catalogue, row: Period
    ) -> None:
        limit = row.of(described(catalogue, row.item, row.answers))
        assert limit is not None
        assert (limit.count, limit.unit) == (row.number, row.unit)
        assert row.source in limit.source

    @pytest.mark.parametrize("code", ["B1-10", "B1-11", "B1-13", "B1-15", "B1-16", "B2-12"])
    def test_some_have_no_term(self, catalogue: Catalogue, code: str) -> None:
        """No term in the statute: domain facts 2; medical institutions are checked (条例 22)."""
        assert described(catalogue, code, GROCERY).validity.term is None

    def test_a_fireworks_permit_is_not_renewed(self, catalogue: Catalogue) -> None:
        """烟花爆竹经营许可实施办法 (2013): a new permit at the end of the term."""
        assert renewal(described(catalogue, "B1-17", FIREWORKS)) is None


class Handling(NamedTuple):
    """How an item is handled, with the source that says so."""

    item: str
    answers: Answers
    mode: ReformMode
    site_check: SiteCheck
    needs_first: tuple[str, ...]
    source: str


COMMITMENT, STREAMLINED = ReformMode.COMMITMENT, ReformMode.STREAMLINED
FILED = ReformMode.FILING
BEFORE, AFTER, NONE = SiteCheck.BEFORE_DECISION, SiteCheck.AFTER_DECISION, SiteCheck.NONE
HANDLINGS = (
    Handling("B1-10", HOTEL, STREAMLINED, BEFORE, ("BL-00", "B1-05"), "旅馆业治安管理办法 3"),
    Handling("B1-11", BROKER, FILED, NONE, ("BL-00",), "房地产经纪管理办法 11"),
    Handling("B1-12", BILLBOARD, STREAMLINED, BEFORE, ("BL-00",), "城市市容和环境卫生管理条例 11"),
    Handling("B1-13", TOUR_OPERATOR, STREAMLINED, NONE, ("BL-00",), "旅行社条例 6"),
    Handling(
        "B1-14", KARAOKE, STREAMLINED, BEFORE, ("BL-00", "B1-05", "B1-04"), "娱乐场所管理条例 9"
    ),
    Handling("B1-15", KARAOKE, FILED, NONE, ("BL-00", "B1-14"), "娱乐场所管理条例 11"),
    Handling("B1-16", SEALS, FILED, AFTER, ("BL-00",), "印铸刻字业暂行管理规则 3"),
    Handling("B1-17", FIREWORKS, STREAMLINED, BEFORE, ("BL-00",), "烟花爆竹安全管理条例 19"),
    Handling("B2-11", GAS, STREAMLINED, NONE, ("BL-00",), "S004 annex 2/11"),
    Handling("B2-12", OUTPATIENTS, STREAMLINED, BEFORE, ("BL-00",), "医疗机构管理条例 19"),
    Handling("B2-12", CLINIC, FILED, AFTER, ("BL-00",), "医疗机构管理条例 (2022-03-29)"),
    Handling("B2-13", POOL, STREAMLINED, BEFORE, ("BL-00", "B1-04"), "全民健身条例 32"),
    Handling("B2-18", WIPES, COMMITMENT, AFTER, ("BL-00",), "消毒管理办法 20"),
)


class TestHandling:
    @pytest.mark.parametrize("row", HANDLINGS, ids=lambda row: f"{row.item} {row.mode}")
    def test_mode_visit_and_prerequisites_are_those_of_the_law(
        self, catalogue: Catalogue, row: Handling
    ) -> None:
        item = described(catalogue, row.item, row.answers)
        assert (item.mode, item.site_check) == (row.mode, row.site_check)
        assert tuple(each.item_code for each in item.prerequisites) == row.needs_first
        cited = (*item.basis, *(each.source for each in item.prerequisites))
        assert any(row.source in source for source in cited)

    @pytest.mark.parametrize("row", [row for row in HANDLINGS if row.mode is FILED])
    def test_a_filing_cannot_be_refused(self, catalogue: Catalogue, row: Handling) -> None:
        """R18: no refusal, no review; and so no hearing, no places, no limit to decide in."""
        item = described(catalogue, row.item, row.answers)
        assert (item.refusal_grounds, item.limits) == ((), ())
        assert [item.hearing_required, item.quantity_limited] == [False, False]
        assert item.filing_by_own_statute

    def test_only_an_entertainment_venue_is_always_heard(self, catalogue: Catalogue) -> None:
        """娱乐场所管理条例 10."""
        heard = [code for code in OFFERED if described(catalogue, code, {}).hearing_required]
        assert heard == ["B1-14"]

    def test_places_are_counted_for_tobacco_and_fireworks(self, catalogue: Catalogue) -> None:
        """烟草专卖法实施条例 9; 烟花爆竹安全管理条例 16; 行政许可法 57."""
        codes = ("B1-04", "B1-05", "B1-06", *OFFERED)
        limited = [code for code in codes if described(catalogue, code, {}).quantity_limited]
        assert limited == ["B1-06", "B1-17"]

    def test_fireworks_never_go_by_commitment(self, catalogue: Catalogue) -> None:
        """R55: public safety and life and property are directly touched."""
        file = catalogue.items["B1-17"]
        assert set(file.matters) == {Matter.PUBLIC_SAFETY, Matter.LIFE_AND_PROPERTY}
        assert all(version.mode is STREAMLINED for version in file.versions)

    def test_a_fireworks_permit_names_kinds_and_the_storage_cap(self, catalogue: Catalogue) -> None:
        """烟花爆竹安全管理条例 19(3)."""
        fields = {field.code for field in described(catalogue, "B1-17", FIREWORKS).fields}
        assert {"fireworks_kinds", "fireworks_storage_cap"} <= fields

    def test_a_pool_states_its_water_and_its_lifeguards(self, catalogue: Catalogue) -> None:
        """GB 19079.1-2013: the number of lifeguards follows from the water surface."""
        fields = {field.code for field in described(catalogue, "B2-13", POOL).fields}
        assert {"pool_water_area", "pool_deepest", "lifeguard_count"} <= fields

    def test_what_authorities_issue_is_no_paper(self, catalogue: Catalogue) -> None:
        """R58: fire check, hygiene and entertainment permits are prerequisites, never papers."""
        issued = ("营业执照", "公共场所卫生许可", "消防安全检查", "娱乐经营许可证")
        papers = [
            paper.label.zh
            for code in OFFERED
            for version in catalogue.items[code].versions
            for paper in version.papers
        ]
        assert not [label for label in papers for word in issued if word in label]


class TestHistory:
    def test_seal_engraving_went_from_permit_to_filing(self, catalogue: Catalogue) -> None:
        """印铸刻字业暂行管理规则 3 as changed on 2024-12-06, in force on 2025-01-20."""
        last_day, first_day = date(2025, 1, 19), date(2025, 1, 20)
        before = described(catalogue, "B1-16", SEALS, last_day)
        after = described(catalogue, "B1-16", SEALS, first_day)
        assert (before.mode, after.mode) == (COMMITMENT, FILED)
        assert found(catalogue, "B1-16", SEALS, on=last_day).requirement is REQUIRED
        assert found(catalogue, "B1-16", SEALS, on=first_day).requirement is FILING
        assert after.paper("premises_right") is None

    def test_clinics_file_since_may_2022(self, catalogue: Catalogue) -> None:
        """医疗机构管理条例 (2022-03-29), in force on 2022-05-01; traditional clinics before."""
        version = catalogue.version_in_force("zhongshan", "B2-12", date(2022, 4, 30))
        assert version is not None
        assert [variant.code for variant in version.variants] == ["traditional_clinic"]
        assert described(catalogue, "B2-12", CLINIC, date(2022, 4, 30)).mode is STREAMLINED
        assert described(catalogue, "B2-12", CLINIC, date(2022, 5, 1)).mode is FILED

    def test_the_sports_law_joined_the_basis(self, catalogue: Catalogue) -> None:
        """体育法 105, in force on 2023-01-01."""
        basis = [
            described(catalogue, "B2-13", POOL, on).basis
            for on in (date(2022, 12, 31), date(2023, 1, 1))
        ]
        assert ["体育法 105" in each for each in basis] == [False, True]


class TestNotes:
    @pytest.mark.parametrize(
        ("code", "note", "source"),
        [
            ("B1-06", "six_shop_formats", "S004 annex 1/6"),
            ("B1-12", "urban_area_only", "S004 annex 1/12"),
            ("B1-12", "department_as_printed", "R166"),
            ("B1-13", "deposit_after_grant", "旅行社条例 13"),
            ("B1-15", "file_within_fifteen_days", "娱乐场所管理条例 11"),
            ("B1-17", "licence_names_kinds_and_cap", "烟花爆竹安全管理条例 19"),
            ("B2-13", "swimming_only", "S004 annex 2/13"),
            ("B2-18", "annex_misprint", "R166"),
        ],
    )
    def test_notes_and_quirks_of_the_annex_are_told(
        self, catalogue: Catalogue, code: str, note: str, source: str
    ) -> None:
        assert (note, source) in {(each.code, each.source) for each in catalogue.items[code].notes}

    def test_the_misprint_of_the_annex_is_read_by_its_sense(self, catalogue: Catalogue) -> None:
        """R166: 生产企业除外, not 生产停业除外."""
        label = catalogue.items["B2-18"].label_zh
        assert "生产企业除外" in label
        assert "停业" not in label
