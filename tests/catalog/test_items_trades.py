"""Farm supplies, transport, culture, services and printing: what an official would check.

Each row names its source. The law is that of domain-facts §2 to §4 and of the annex of seed 004.
"""

from dataclasses import dataclass, field
from datetime import date

import pytest

from catalog.expressions import Answer
from catalog.guidance import determine
from catalog.loader import Catalogue
from domain.catalogue import (
    Determination,
    Dimension,
    Item,
    PaperClass,
    ReformMode,
    SiteCheck,
)
from domain.clock import LimitKind, LimitUnit
from domain.item_terms import Matter
from tests.catalog.trades import (
    CASES,
    LIGHT,
    OUTSIDE,
    PARTICULARS,
    REQUIRED,
    WRONG,
    Case,
    bookshop,
    freight,
    hailing,
    printing,
)

TODAY = date(2026, 3, 2)
BATCH_TWO = date(2022, 6, 30)
AGRICULTURE = ("B2-02", "B2-03", "B2-04", "B2-05")
TRADES = (*AGRICULTURE, "B2-08", "B2-14", "B2-15", "B2-16", "B2-19", "B2-20")
DAYS, CALENDAR_DAYS = LimitUnit.WORKING_DAYS, LimitUnit.CALENDAR_DAYS
MONTHS, YEARS = LimitUnit.MONTHS, LimitUnit.YEARS
COMMITMENT, STREAMLINED = ReformMode.COMMITMENT, ReformMode.STREAMLINED
BEFORE, AFTER, NO_VISIT = SiteCheck.BEFORE_DECISION, SiteCheck.AFTER_DECISION, SiteCheck.NONE


def found(
    catalogue: Catalogue,
    code: str,
    answers: dict[str, Answer],
    *,
    scheme: str = "zhongshan",
    on: date = TODAY,
) -> Determination:
    (finding,) = determine(
        catalogue, scheme_code=scheme, on=on, answers=answers, item_codes=(code,)
    )
    return finding


def item_of(
    catalogue: Catalogue, code: str, answers: dict[str, Answer] | None = None, on: date = TODAY
) -> Item:
    return catalogue.slice("zhongshan", (code,), on=on, answers=answers or {}).item(code)


class TestGuidance:
    @pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.item}-{case.rule}")
    def test_a_business_is_told_what_it_needs(self, catalogue: Catalogue, case: Case) -> None:
        finding = found(catalogue, case.item, case.answers)
        assert (finding.requirement, finding.rule) == (case.finding, case.rule)
        assert case.source in finding.source
        # Whoever is turned away is told where to go.
        assert (finding.instead is not None) == (case.finding in {OUTSIDE, WRONG})

    def test_every_rule_of_an_item_is_reached(self, catalogue: Catalogue) -> None:
        rules = {
            (code, rule.code)
            for code in TRADES
            for version in catalogue.items[code].versions
            for rule in version.rules
        }
        assert {(case.item, case.rule) for case in CASES} == rules

    @pytest.mark.parametrize("code", TRADES)
    def test_an_item_is_offered_from_its_batch_on(self, catalogue: Catalogue, code: str) -> None:
        needed = next(case for case in CASES if case.item == code and case.finding is REQUIRED)
        eve = found(catalogue, code, needed.answers, on=date(2022, 6, 29))
        assert (eve.requirement, eve.rule) == (OUTSIDE, "not_offered")
        assert found(catalogue, code, needed.answers, on=BATCH_TWO).requirement is REQUIRED

    def test_the_limit_of_the_annex_is_zhongshans_alone(self, catalogue: Catalogue) -> None:
        elsewhere = found(catalogue, "B2-08", freight(LIGHT, dangerous=True), scheme="dongguan")
        assert elsewhere.rule == "light_vehicles_only"

    def test_a_question_of_another_trade_is_not_asked(self, catalogue: Catalogue) -> None:
        (finding,) = determine(
            catalogue,
            scheme_code="zhongshan",
            on=TODAY,
            answers={**hailing("platform"), "seed_business": "import_export"},
            item_codes=("B2-04",),
        )
        assert (finding.rule, finding.answers_used) == ("no_crop_seeds", ("specialities",))


@dataclass(frozen=True, slots=True)
class Limits:
    """What statute and promise give an item, and by which source."""

    item: str
    statutory: tuple[int, LimitUnit]
    promised: tuple[int, LimitUnit]
    source: str
    answers: dict[str, Answer] = field(default_factory=dict)


AUDIO_VISUAL = bookshop("retail", sells_audio_visual=True)
LIMITS = (
    Limits("B2-02", (15, DAYS), (8, DAYS), "domain-facts §2: 15 WD [M]"),
    Limits("B2-03", (20, DAYS), (10, DAYS), "农药管理条例 24"),
    Limits("B2-04", (20, DAYS), (10, DAYS), "domain-facts §2: 20 WD [M]"),
    Limits("B2-05", (30, DAYS), (15, DAYS), "兽药管理条例 22: 30 WD from receipt"),
    Limits("B2-08", (20, CALENDAR_DAYS), (1, DAYS), "道路运输条例 24"),
    Limits("B2-14", (20, DAYS), (5, DAYS), "出版物市场管理规定"),
    Limits("B2-14", (30, CALENDAR_DAYS), (5, DAYS), "音像制品管理条例 32", AUDIO_VISUAL),
    Limits("B2-15", (30, CALENDAR_DAYS), (8, DAYS), "电影产业促进法 25"),
    Limits("B2-16", (20, CALENDAR_DAYS), (8, DAYS), "人力资源市场暂行条例 19; 5 to 10 promised"),
    Limits("B2-19", (60, CALENDAR_DAYS), (15, DAYS), "印刷业管理条例 11; Guangzhou's 7 + 6 + 2"),
    Limits("B2-20", (20, DAYS), (10, DAYS), "domain-facts §2: 20 + 10 days [M]"),
    Limits("B2-20", (20, DAYS), (10, DAYS), "as for the platform", hailing("vehicle_owner")),
)
TERMS = (
    ("B2-02", None, None, "domain-facts §2: none [M]"),
    ("B2-03", (5, YEARS), (90, CALENDAR_DAYS), "农药管理条例 25"),
    ("B2-04", (5, YEARS), (30, DAYS), "domain-facts §2: 5 y [M]; 行政许可法 50"),
    ("B2-05", (5, YEARS), (6, MONTHS), "兽药管理条例 23"),
    ("B2-08", (4, YEARS), (30, DAYS), "domain-facts §2: 4 y; 行政许可法 50"),
    ("B2-14", None, None, "domain-facts §2: set by issuer [M]"),
    ("B2-15", None, None, "domain-facts §2: none [M]"),
    ("B2-16", None, None, "domain-facts §2: none [M]"),
    ("B2-19", None, None, "domain-facts §2: set locally [A]"),
    ("B2-20", (4, YEARS), (30, DAYS), "domain-facts §2: 4 to 5 y [A]; 行政许可法 50"),
)
ROUTES = (
    ("B2-02", STREAMLINED, BEFORE, "domain-facts §2: visit yes [M]"),
    ("B2-03", STREAMLINED, BEFORE, "domain-facts §2: visit yes [A]"),
    ("B2-04", STREAMLINED, BEFORE, "domain-facts §2: visit yes [M]"),
    ("B2-05", STREAMLINED, BEFORE, "domain-facts §2: visit yes (GSP) [M]"),
    ("B2-08", COMMITMENT, NO_VISIT, "domain-facts §2: visit none"),
    ("B2-14", STREAMLINED, NO_VISIT, "domain-facts §2: visit optional"),
    ("B2-15", COMMITMENT, BEFORE, "domain-facts §2: visit yes, or after on commitment"),
    ("B2-16", COMMITMENT, AFTER, "人力资源服务机构管理规定 7: the applicant's choice"),
    ("B2-19", COMMITMENT, BEFORE, "domain-facts §2: visit yes"),
    ("B2-20", STREAMLINED, NO_VISIT, "domain-facts §2: visit optional"),
)


class TestFigures:
    @pytest.mark.parametrize("row", LIMITS, ids=lambda row: f"{row.item}-{row.source}")
    def test_limits_are_those_of_statute_and_promise(
        self, catalogue: Catalogue, row: Limits
    ) -> None:
        limits = item_of(catalogue, row.item, row.answers).limits
        given = {limit.kind: (limit.count, limit.unit) for limit in limits}
        assert given == {LimitKind.STATUTORY: row.statutory, LimitKind.PROMISED: row.promised}

    @pytest.mark.parametrize(("code", "term", "renewal", "source"), TERMS)
    def test_terms_and_renewal_windows(
        self,
        catalogue: Catalogue,
        code: str,
        term: tuple[int, LimitUnit] | None,
        renewal: tuple[int, LimitUnit] | None,
        source: str,
    ) -> None:
        validity = item_of(catalogue, code).validity
        given = [
            (period.count, period.unit) if period else None
            for period in (validity.term, validity.renewal_closes_before)
        ]
        assert given == [term, renewal], source
        assert validity.renewal_opens_before is None, source

    @pytest.mark.parametrize(("code", "mode", "visit", "source"), ROUTES)
    def test_mode_and_visit(
        self, catalogue: Catalogue, code: str, mode: ReformMode, visit: SiteCheck, source: str
    ) -> None:
        item = item_of(catalogue, code)
        assert (item.mode, item.site_check) == (mode, visit), source
        assert item.commitment_optional == (mode is COMMITMENT), "Guangdong ordinance 36"
        assert (item.verification is not None) == (mode is COMMITMENT), "R94"

    def test_an_unseen_figure_says_that_it_is_assumed(self, catalogue: Catalogue) -> None:
        unseen = {
            (item.code, limit.kind)
            for item in (item_of(catalogue, code) for code in TRADES)
            for limit in item.limits
            if limit.source.startswith("assumption:")
        }
        seen = {("B2-03", LimitKind.STATUTORY), ("B2-05", LimitKind.STATUTORY)}
        seen |= {("B2-14", LimitKind.STATUTORY)}
        every = {(code, kind) for code in TRADES for kind in (LimitKind.STATUTORY, "promised")}
        assert unseen == every - seen

    def test_animal_clinics_were_decided_more_slowly_before_the_rules_of_2022(
        self, catalogue: Catalogue
    ) -> None:
        before = item_of(catalogue, "B2-02", on=date(2022, 9, 30))
        after = item_of(catalogue, "B2-02", on=date(2022, 10, 1))
        statutory = [item.limit(LimitKind.STATUTORY) for item in (before, after)]
        assert [limit.count for limit in statutory if limit] == [20, 15]

    def test_commitment_of_agencies_has_its_own_source_since_2023(
        self, catalogue: Catalogue
    ) -> None:
        before = item_of(catalogue, "B2-16", on=date(2023, 7, 31)).mode_source
        after = item_of(catalogue, "B2-16", on=date(2023, 8, 1)).mode_source
        assert before.startswith("assumption:")
        assert after.startswith("人力资源服务机构管理规定 7")


MUST, LATER, SHARED = PaperClass.MUST_HAVE, PaperClass.DEFERRABLE, PaperClass.SHAREABLE
PAPERS = {
    "B2-02": {MUST: 4, LATER: 2},
    "B2-03": {MUST: 2, LATER: 3},
    "B2-04": {MUST: 4, LATER: 1},
    "B2-05": {MUST: 2, LATER: 3},
    "B2-08": {MUST: 1, LATER: 1, SHARED: 3},
    "B2-14": {MUST: 2, LATER: 2, SHARED: 1},
    "B2-15": {MUST: 2, LATER: 2},
    "B2-16": {MUST: 2, LATER: 3},
    "B2-19": {MUST: 2, LATER: 3, SHARED: 1},
    "B2-20": {MUST: 2, LATER: 2},
}
"""Domain-facts §3 (C, D, S); permits that are prerequisites are no papers (R54, R58)."""


class TestPapersAndConditions:
    @pytest.mark.parametrize("code", TRADES)
    def test_papers_have_the_class_of_the_agreed_list(
        self, catalogue: Catalogue, code: str
    ) -> None:
        classes = [paper.paper_class for paper in item_of(catalogue, code).papers]
        assert {each: classes.count(each) for each in set(classes)} == PAPERS[code]

    def test_printing_papers_named_in_guangzhou_may_follow(self, catalogue: Catalogue) -> None:
        item = item_of(catalogue, "B2-19")
        for code in ("printing_five_rules", "printing_training_certificate"):
            paper = item.paper(code)
            assert paper is not None
            assert paper.paper_class is LATER
            assert "广州市" in paper.source

    @pytest.mark.parametrize("code", TRADES)
    def test_a_deferred_paper_follows_within_the_promised_limit(
        self, catalogue: Catalogue, code: str
    ) -> None:
        item = item_of(catalogue, code)
        promised = item.limit(LimitKind.PROMISED)
        assert promised is not None
        waits = [paper.deferral for paper in item.papers if paper.deferral is not None]
        assert {wait.unit for wait in waits} == {promised.unit}
        assert max(wait.count for wait in waits) <= promised.count

    @pytest.mark.parametrize("code", TRADES)
    def test_conditions_cover_premises_equipment_staff_and_rules(
        self, catalogue: Catalogue, code: str
    ) -> None:
        found_in = {condition.dimension for condition in item_of(catalogue, code).conditions}
        wanted = {Dimension.STAFF, Dimension.MANAGEMENT_RULES}
        if code != "B2-08":
            wanted |= {Dimension.PREMISES}
        if code != "B2-14":
            wanted |= {Dimension.EQUIPMENT}
        assert wanted <= found_in, "R24"

    @pytest.mark.parametrize(
        ("code", "source"),
        [
            ("B2-03", "农药管理条例 63"),
            ("B2-04", "种子法 76"),
            ("B2-05", "兽药管理条例 56"),
            ("B2-14", "出版管理条例 70"),
            ("B2-15", "电影产业促进法 53"),
            ("B2-19", "印刷业管理条例 45"),
        ],
    )
    def test_persons_barred_by_statute_are_a_ground_to_refuse(
        self, catalogue: Catalogue, code: str, source: str
    ) -> None:
        grounds = item_of(catalogue, code).refusal_grounds
        assert any(source in ground.source for ground in grounds)

    def test_health_and_ecology_keep_their_conditions_from_commitment(
        self, catalogue: Catalogue
    ) -> None:
        for code in ("B2-02", "B2-03", "B2-05"):
            item = item_of(catalogue, code)
            assert {Matter.HEALTH, Matter.ECOLOGY} & set(item.matters), "R55"
            assert not any(condition.replaceable_by_commitment for condition in item.conditions)
            assert item.bar is not None, "行政许可法 78, 79"

    def test_a_cinema_waits_for_its_hygiene_permit_and_fire_check(
        self, catalogue: Catalogue
    ) -> None:
        needs = {each.item_code for each in item_of(catalogue, "B2-15").prerequisites}
        assert needs == {"BL-00", "B1-04", "B1-05"}, "domain-facts §3"


class TestVariantsAndNotes:
    def test_a_change_of_particulars_of_a_printing_house_is_filed(
        self, catalogue: Catalogue
    ) -> None:
        answers = printing("packaging", printing_request_kind=PARTICULARS)
        item = item_of(catalogue, "B2-19", answers)
        assert item.mode is ReformMode.FILING
        assert item.filing_by_own_statute
        assert (item.limits, item.refusal_grounds, item.site_check) == ((), (), NO_VISIT)
        assert not item.commitment_optional
        assert item.verification is None

    def test_a_vehicle_needs_other_papers_than_a_platform(self, catalogue: Catalogue) -> None:
        platform = item_of(catalogue, "B2-20", hailing("platform"))
        vehicle = item_of(catalogue, "B2-20", hailing("vehicle_owner"))
        assert {paper.code for paper in platform.papers}.isdisjoint(
            paper.code for paper in vehicle.papers
        )
        seats = [condition.label.zh for condition in vehicle.conditions]
        assert any("七座" in label for label in seats), "网络预约出租汽车…暂行办法 12"
        assert platform.variant is None
        assert vehicle.variant is not None

    @pytest.mark.parametrize(
        ("code", "note", "quoted"),
        [
            ("B2-05", "counted_from_receipt", "收到申请"),
            ("B2-08", "no_dangerous_goods", "不包括危险物"),
            ("B2-19", "includes_changes", "变更"),
            ("B2-19", "counted_from_receipt", "收到申请"),
            ("B2-20", "printed_as_wanglu", "网路"),
        ],
    )
    def test_notes_and_misprints_of_the_annex_are_told(
        self, catalogue: Catalogue, code: str, note: str, quoted: str
    ) -> None:
        labels = {each.code: each.label.zh for each in item_of(catalogue, code).notes}
        assert quoted in labels[note]
        assert "网路" not in catalogue.items["B2-20"].label_zh, "R166"


THEMES = {
    "open_animal_clinic": {"B2-02", "B2-05"},
    "open_farm_supply_shop": {"B2-03", "B2-04", "B2-05"},
    "open_freight_company": {"B2-08"},
    "open_ride_hailing_platform": {"B2-20"},
    "open_bookshop_with_cafe": {"B2-14", "B1-01", "B1-02", "B1-04", "B1-05"},
    "open_cinema": {"B2-15", "B1-01", "B1-02", "B1-04", "B1-05"},
    "open_human_resources_agency": {"B2-16"},
    "open_packaging_printing_house": {"B2-19"},
}


@pytest.mark.parametrize(("theme", "items"), THEMES.items())
def test_a_theme_names_licence_and_permits_and_asks_all_they_read(
    catalogue: Catalogue, theme: str, items: set[str]
) -> None:
    assert set(catalogue.items_of_theme(theme)) == items | {"BL-00"}
    asked = {question.code for question in catalogue.questions_for(theme=theme)}
    assert catalogue.read_for(catalogue.items_of_theme(theme)) <= asked


def test_a_farm_shop_keeps_one_plan_one_ledger_and_one_store(catalogue: Catalogue) -> None:
    items = catalogue.slice("zhongshan", ("B2-03", "B2-04", "B2-05"), on=TODAY).items
    points = [{point.code for point in item.checklist} for item in items]
    fields = [{field.code for field in item.fields} for item in items]
    assert "farm_input_ledgers" in points[0] & points[1] & points[2], "R76"
    assert "storage_area" in fields[0] & fields[1] & fields[2], "R44"
