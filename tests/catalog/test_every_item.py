"""Every item of the annex of seed 004, and the licence, is as complete as an official needs it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from catalog.loader import Catalogue
from catalog.schema import ItemFile, ItemVersion
from domain.catalogue import Item, Level, ReformMode, Requirement, SiteCheck
from domain.clock import LimitKind, LimitUnit

TODAY = date(2026, 3, 2)
BATCH_DATES = {"BL": date(2021, 12, 31), "B1": date(2021, 12, 31), "B2": date(2022, 6, 30)}
"""R155: batch 1 by December 2021, batch 2 by June 2022; the licence comes with the platform."""


@dataclass(frozen=True, slots=True)
class AnnexItem:
    """A line of the annex: words of its name and of its authority, and the authority's level."""

    code: str
    name: str
    authority: str
    level: Level = Level.MUNICIPAL


MARKET, CULTURE, PUBLICITY = "市场监", "文化广电旅游", "宣传部"
PROVINCIAL = Level.PROVINCIAL

ANNEX = (
    AnnexItem("BL-00", "营业执照", MARKET),
    AnnexItem("B1-01", "仅销售预包装食品", MARKET),
    AnnexItem("B1-02", "食品经营许可", MARKET),
    AnnexItem("B1-03", "食品生产加工小作坊登记", MARKET),
    AnnexItem("B1-04", "公共场所卫生许可", "卫生健康"),
    AnnexItem("B1-05", "公众聚集场所投入使用、营业前消防安全检查", "消防救援"),
    AnnexItem("B1-06", "烟草专卖零售许可证核发", "烟草专卖"),
    AnnexItem("B1-07", "药品经营许可证核准", MARKET),
    AnnexItem("B1-08", "第二类医疗器械经营备案", MARKET),
    AnnexItem("B1-09", "第三类医疗器械经营许可", MARKET),
    AnnexItem("B1-10", "旅馆业特种行业许可证核发", "公安"),
    AnnexItem("B1-11", "房地产经纪机构及其分支机构设立备案", "住房"),
    AnnexItem("B1-12", "设置大型户外广告审批", "执法"),
    AnnexItem("B1-13", "旅行社设立审批", CULTURE),
    AnnexItem("B1-14", "设立娱乐场所审批", CULTURE),
    AnnexItem("B1-15", "娱乐场所备案", "公安"),
    AnnexItem("B1-16", "印章刻制业许可证核发", "公安"),
    AnnexItem("B1-17", "烟花爆竹经营", "应急管理"),
    AnnexItem("B2-01", "食品生产许可", MARKET),
    AnnexItem("B2-02", "动物诊疗许可证核发", "农业农村"),
    AnnexItem("B2-03", "农药经营许可审批", "农业农村"),
    AnnexItem("B2-04", "农作物种子生产经营许可证", "农业农村"),
    AnnexItem("B2-05", "兽药经营许可证核发", "农业农村"),
    AnnexItem("B2-06", "药品经营许可证核准", "药品监", PROVINCIAL),
    AnnexItem("B2-07", "互联网药品信息服务资格证书核发", "药品监", PROVINCIAL),
    AnnexItem("B2-08", "经营性道路普通货物运输许可", "交通运输"),
    AnnexItem("B2-09", "特种设备使用登记", MARKET),
    AnnexItem("B2-10", "特种设备使用登记", MARKET),
    AnnexItem("B2-11", "燃气燃烧器具安装、维修企业资质核准", "住房"),
    AnnexItem("B2-12", "医疗机构设置审批和执业许可", "卫生健康"),
    AnnexItem("B2-13", "体育项目许可", "教育"),
    AnnexItem("B2-14", "出版物零售业务许可", PUBLICITY),
    AnnexItem("B2-15", "电影放映单位设立审批", PUBLICITY),
    AnnexItem("B2-16", "人力资源服务许可", "人力资源"),
    AnnexItem("B2-17", "工业产品生产许可证核发", MARKET),
    AnnexItem("B2-18", "企业卫生许可", "卫生健康"),
    AnnexItem("B2-19", "包装装潢印刷品经营活动及其变更事项审批", PUBLICITY),
    AnnexItem("B2-20", "网络预约出租车许可", "交通运输"),
)
LIMITED_BY_A_NOTE = ("B1-06", "B1-09", "B1-12", "B2-08", "B2-13")
"""Items of which the annex takes in a part only; the rest keeps the traditional way."""

every_item = pytest.mark.parametrize("line", ANNEX, ids=lambda line: line.code)


def entry_of(catalogue: Catalogue, line: AnnexItem) -> ItemFile:
    if line.code not in catalogue.items:
        pytest.fail(f"{line.code} is not in the catalogue")
    return catalogue.items[line.code]


def item_of(catalogue: Catalogue, line: AnnexItem) -> Item:
    entry_of(catalogue, line)
    return catalogue.slice("zhongshan", (line.code,), on=TODAY).item(line.code)


def all_versions(entry: ItemFile) -> Iterator[ItemVersion]:
    """Every version, and what each variant makes of it."""
    for version in entry.versions:
        yield version
        yield from (variant.replaces for variant in version.variants)


def test_the_catalogue_holds_the_annex_and_the_licence_and_nothing_else(
    catalogue: Catalogue,
) -> None:
    assert sorted(catalogue.item_codes) == sorted(line.code for line in ANNEX)


class TestWhoDecides:
    @every_item
    def test_name_authority_level_and_section(self, catalogue: Catalogue, line: AnnexItem) -> None:
        item = item_of(catalogue, line)
        assert line.name in item.label.zh
        assert line.authority in item.department.label.zh
        assert item.department.level is line.level, "R168 for the provincial ones"
        assert re.search(r"[一-鿿]", item.section), "R7: 责任科室"

    @every_item
    def test_it_is_offered_from_its_batch_on(self, catalogue: Catalogue, line: AnnexItem) -> None:
        entry_of(catalogue, line)
        phases = dict(catalogue.schemes["zhongshan"].item_phases)
        assert phases[line.code] == BATCH_DATES[line.code[:2]], "R155"

    @every_item
    def test_a_version_with_its_basis_is_in_force(
        self, catalogue: Catalogue, line: AnnexItem
    ) -> None:
        entry_of(catalogue, line)
        version = catalogue.version_in_force("zhongshan", line.code, TODAY)
        assert version is not None
        assert version.basis
        assert version.mode_source


SOURCE = re.compile(r"assumption:? |R\d|S00\d|design §|[一-鿿A-Z/]+.*\d|[一-鿿]{4,}")
"""An R number, a seed, an article or document, or an open assumption."""


def entries(node: object, path: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Every mapping of a dumped version with where it stands."""
    match node:
        case dict():
            yield path, node
            for key, value in node.items():
                yield from entries(value, f"{path}.{key}")
        case list() | tuple():
            for number, value in enumerate(node):
                yield from entries(value, f"{path}.{number}")
        case _:
            return


def length_in_working_days(count: int, unit: LimitUnit) -> float:
    """How many working days a period holds at least, so that days and months compare."""
    per_unit = {
        LimitUnit.WORKING_DAYS: 1,
        LimitUnit.CALENDAR_DAYS: 5 / 7,
        LimitUnit.MONTHS: 20,
        LimitUnit.YEARS: 240,
    }
    return count * per_unit[unit]


class TestFigures:
    @every_item
    def test_every_figure_names_where_it_comes_from(
        self, catalogue: Catalogue, line: AnnexItem
    ) -> None:
        for version in all_versions(entry_of(catalogue, line)):
            figures = [
                (path, entry) for path, entry in entries(version.model_dump()) if "count" in entry
            ]
            nameless = [
                path for path, entry in figures if not SOURCE.match(str(entry.get("source", "")))
            ]
            assert nameless == []

    @every_item
    def test_papers_conditions_points_and_rules_name_their_source(
        self, catalogue: Catalogue, line: AnnexItem
    ) -> None:
        for version in all_versions(entry_of(catalogue, line)):
            parts = (version.papers, version.conditions, version.checklist, version.rules)
            sources = {entry.code: entry.source for part in parts for entry in part}
            assert {code for code, source in sources.items() if not SOURCE.match(source)} == set()

    @every_item
    def test_the_promise_is_no_longer_than_the_statute_allows(
        self, catalogue: Catalogue, line: AnnexItem
    ) -> None:
        for version in all_versions(entry_of(catalogue, line)):
            limits = {limit.kind: limit for limit in version.limits}
            if {LimitKind.STATUTORY, LimitKind.PROMISED} <= set(limits):
                promised, statutory = (
                    length_in_working_days(limits[kind].count, limits[kind].unit)
                    for kind in (LimitKind.PROMISED, LimitKind.STATUTORY)
                )
                assert promised <= statutory

    @every_item
    def test_a_reviewed_item_has_a_limit_and_a_promise(
        self, catalogue: Catalogue, line: AnnexItem
    ) -> None:
        item = item_of(catalogue, line)
        if item.mode in {ReformMode.STREAMLINED, ReformMode.COMMITMENT}:
            kinds = {limit.kind for limit in item.limits}
            assert kinds == {LimitKind.STATUTORY, LimitKind.PROMISED}, "行政许可法 42; R25"


CATCH_ALL = re.compile(r"其他|其它|等等|等情形|\betc\b|and so on|other conditions")


class TestConditionsAndVisits:
    @every_item
    def test_conditions_are_there_without_catch_all(
        self, catalogue: Catalogue, line: AnnexItem
    ) -> None:
        for version in all_versions(entry_of(catalogue, line)):
            assert version.conditions
            texts = {each.code: each.label_zh + each.label_en for each in version.conditions}
            assert {code for code, text in texts.items() if CATCH_ALL.search(text)} == set(), "R20"

    @every_item
    def test_prerequisites_exist(self, catalogue: Catalogue, line: AnnexItem) -> None:
        for version in all_versions(entry_of(catalogue, line)):
            needed = {each.item_code for each in version.prerequisites}
            assert needed <= set(catalogue.item_codes)
            assert line.code not in needed

    @every_item
    def test_the_licence_comes_first(self, catalogue: Catalogue, line: AnnexItem) -> None:
        needed = {each.item_code for each in item_of(catalogue, line).prerequisites}
        # A medical institution that makes no profit needs no business licence (domain-facts §3).
        assert line.code in {"BL-00", "B2-12"} or "BL-00" in needed, "domain-facts §3"

    @every_item
    def test_a_visit_has_its_points(self, catalogue: Catalogue, line: AnnexItem) -> None:
        least = {SiteCheck.NONE: 0, SiteCheck.BEFORE_DECISION: 3, SiteCheck.AFTER_DECISION: 2}
        for version in all_versions(entry_of(catalogue, line)):
            assert len(version.checklist) >= least[version.site_check]

    @every_item
    def test_a_filing_cannot_be_refused(self, catalogue: Catalogue, line: AnnexItem) -> None:
        for version in all_versions(entry_of(catalogue, line)):
            if version.mode is ReformMode.FILING:
                assert not version.refusal_grounds, "R18"
                assert not version.hearing_required
                assert not version.quantity_limited
                assert version.site_check is not SiteCheck.BEFORE_DECISION, "R60"

    @pytest.mark.parametrize("code", LIMITED_BY_A_NOTE)
    def test_a_note_that_limits_an_item_is_also_a_rule(
        self, catalogue: Catalogue, code: str
    ) -> None:
        entry = entry_of(catalogue, AnnexItem(code, "", ""))
        assert any("S004" in note.source for note in entry.notes)
        version = catalogue.version_in_force("zhongshan", code, TODAY)
        assert version is not None
        limiting = [
            rule
            for rule in version.rules
            if rule.requirement is Requirement.OUTSIDE_SCHEME
            and rule.only_schemes == ("zhongshan",)
        ]
        assert limiting, "S004 annex: the traditional way stays open"


Window = tuple[tuple[int, LimitUnit] | None, tuple[int, LimitUnit] | None]
DAYS, MONTHS = LimitUnit.WORKING_DAYS, LimitUnit.MONTHS
SIX_MONTHS = (6, MONTHS)
RENEWALS: dict[str, tuple[tuple[Window, ...], str]] = {
    "B1-02": ((((90, DAYS), (15, DAYS)),), "domain-facts §4 [S:FOOD]: 90 to 15 WD"),
    "B1-09": ((((90, DAYS), (30, DAYS)),), "domain-facts §4 [S:L]: 90 to 30 WD"),
    "B2-01": (((None, (30, DAYS)),), "domain-facts §4 [S:FOOD]: at least 30 WD"),
    "B2-03": (((None, (90, LimitUnit.CALENDAR_DAYS)),), "农药管理条例 25: 90日, calendar days [A]"),
    "B2-05": (((None, SIX_MONTHS),), "兽药管理条例 23: 6 months"),
    "B1-07": (
        ((None, SIX_MONTHS), (SIX_MONTHS, (2, MONTHS))),
        "domain-facts §4 [S:L]: 6 months; §2: newer 6 to 2 months [M]",
    ),
    "B2-06": (
        ((None, SIX_MONTHS), (SIX_MONTHS, (2, MONTHS))),
        "domain-facts §4 [S:L]: 6 months; §2 of B1-07: newer 6 to 2 months [M]",
    ),
    "B2-17": (((None, SIX_MONTHS),), "domain-facts §4 [S:L]: 6 months"),
}
"""The exceptions to 行政许可法 50: opens before, closes before; two where the law changed."""

ENDS_BY_ITSELF = {
    "B1-04": (4, "domain-facts §2 [S:PUB]: 4 y"),
    "B1-06": (5, "domain-facts §2 [S:TOB]: 5 y at most"),
    "B2-13": (5, "domain-facts §2 [S:SWIM]: 5 y"),
    "B2-18": (4, "domain-facts §2 [S:DIS]: 4 y"),
}
"""Items with a term of years that are renewed by the rule: 30 days before (行政许可法 50)."""


APPLIED_FOR_ANEW = {"B1-17"}
"""A new application at the end of the term (烟花爆竹经营许可实施办法 2013, as the item notes)."""


class TestRenewal:
    @pytest.mark.parametrize("code", RENEWALS)
    def test_the_exceptions_have_their_own_window(self, catalogue: Catalogue, code: str) -> None:
        windows, source = RENEWALS[code]
        validity = item_of(catalogue, AnnexItem(code, "", "")).validity
        window = tuple(
            (period.count, period.unit) if period else None
            for period in (validity.renewal_opens_before, validity.renewal_closes_before)
        )
        assert window in windows, source
        assert validity.term is not None
        assert (validity.term.count, validity.term.unit) == (5, LimitUnit.YEARS), source

    @pytest.mark.parametrize("code", ENDS_BY_ITSELF)
    def test_a_term_of_years_is_that_of_the_agreed_facts(
        self, catalogue: Catalogue, code: str
    ) -> None:
        years, source = ENDS_BY_ITSELF[code]
        term = item_of(catalogue, AnnexItem(code, "", "")).validity.term
        assert term is not None
        assert (term.count, term.unit) == (years, LimitUnit.YEARS), source

    @every_item
    def test_a_permit_with_a_term_is_renewed_thirty_days_before_its_end(
        self, catalogue: Catalogue, line: AnnexItem
    ) -> None:
        item = item_of(catalogue, line)
        reviewed = item.mode in {ReformMode.STREAMLINED, ReformMode.COMMITMENT}
        if line.code in {*RENEWALS, *APPLIED_FOR_ANEW} or not reviewed:
            return
        if item.validity.term is None:
            return
        closes = item.validity.renewal_closes_before
        assert closes is not None
        assert closes.count == 30, "行政许可法 50; domain-facts §4: others 30 days"
        assert closes.unit in {LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS}
