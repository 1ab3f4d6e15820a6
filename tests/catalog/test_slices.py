"""What of the catalogue is in force for a scheme on a day, and that every item is complete."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from catalog.loader import CATALOGUE_DIRECTORY, Catalogue
from domain.catalogue import IssuancePolicy, Level, PaperClass, ReformMode, SiteCheck
from domain.clock import LimitKind, LimitUnit
from domain.errors import ErrorKind, Refused

TODAY = date(2026, 3, 2)
ITEMS = sorted(path.stem for path in (CATALOGUE_DIRECTORY / "items").glob("*.yaml"))
SYSTEMS = Path(__file__).parents[2] / "departments" / "systems.yaml"
FILINGS = {"B1-01", "B1-08", "B1-11", "B1-15", "B1-16", "B2-07"}
ON_COMMITMENT = {"B1-04", "B1-05", "B2-08", "B2-15", "B2-16", "B2-18", "B2-19"}
"""Whatever is neither is reviewed (优化审批服务)."""


def usual_mode(code: str) -> ReformMode:
    if code in FILINGS:
        return ReformMode.FILING
    return ReformMode.COMMITMENT if code in ON_COMMITMENT else ReformMode.STREAMLINED


@pytest.mark.parametrize("code", ITEMS)
def test_each_item_is_complete_in_zhongshan(catalogue: Catalogue, code: str) -> None:
    item = catalogue.slice("zhongshan", (code,), on=TODAY).item(code)
    assert item.mode is usual_mode(code)
    assert item.label.zh
    assert item.label.en
    assert item.basis
    assert all(limit.source for limit in item.limits)
    assert all(paper.source for paper in item.papers)
    if item.mode in {ReformMode.STREAMLINED, ReformMode.COMMITMENT}:
        assert item.limit(LimitKind.STATUTORY) is not None
        assert item.limit(LimitKind.PROMISED) is not None


@pytest.mark.parametrize("code", ITEMS)
def test_each_item_is_decided_by_a_system_that_is_connected(
    catalogue: Catalogue, code: str
) -> None:
    systems = yaml.safe_load(SYSTEMS.read_text(encoding="utf-8"))["systems"]
    item = catalogue.slice("zhongshan", (code,), on=TODAY).item(code)
    assert code in systems[item.system]["items"]
    assert systems[item.system]["department"] == item.department.code


class TestVersions:
    def test_food_permit_follows_the_order_in_force(self, catalogue: Catalogue) -> None:
        before = catalogue.slice("zhongshan", ("B1-02",), on=date(2023, 11, 30)).item("B1-02")
        after = catalogue.slice("zhongshan", ("B1-02",), on=date(2023, 12, 1)).item("B1-02")
        counts = [item.limits[0].count for item in (before, after)]
        assert counts == [20, 10]
        assert before.validity.renewal_opens_before is None
        assert after.validity.renewal_opens_before is not None

    def test_the_version_of_the_narrower_area_wins(self, catalogue: Catalogue) -> None:
        on = date(2022, 6, 1)
        guangdong = catalogue.slice("zhongshan", ("B1-04",), on=on).item("B1-04")
        shanghai = catalogue.slice("changning", ("B1-04",), on=on).item("B1-04")
        assert guangdong.mode_source.startswith("粤卫规")
        assert "上海" in shanghai.mode_source

    def test_before_the_first_version_nothing_is_in_force(self, catalogue: Catalogue) -> None:
        assert catalogue.version_in_force("zhongshan", "B1-01", date(2015, 9, 30)) is None
        assert catalogue.version_in_force("zhongshan", "B1-01", date(2015, 10, 1)) is not None

    def test_the_permit_for_prepackaged_food_became_a_filing(self, catalogue: Catalogue) -> None:
        days = (date(2021, 4, 28), date(2021, 4, 29))
        versions = [catalogue.version_in_force("zhongshan", "B1-01", day) for day in days]
        modes = [version.mode for version in versions if version]
        assert modes == [ReformMode.STREAMLINED, ReformMode.FILING]

    def test_fire_check_went_over_to_commitment(self, catalogue: Catalogue) -> None:
        old = catalogue.version_in_force("zhongshan", "B1-05", date(2021, 4, 28))
        assert old is not None
        assert old.mode is ReformMode.STREAMLINED
        assert old.verification is None


class TestRefusals:
    @pytest.mark.parametrize(
        ("scheme", "items", "on", "told"),
        [
            ("atlantis", ("BL-00",), TODAY, ("scheme", ErrorKind.NOT_FOUND)),
            ("zhongshan", ("B9-99",), TODAY, ("items", ErrorKind.NOT_FOUND)),
            ("zhongshan", (), TODAY, ("items", ErrorKind.INVALID)),
            ("zhongshan", ("BL-00", "BL-00"), TODAY, ("items", ErrorKind.INVALID)),
            ("zhongshan", ("B1-02",), date(2021, 12, 30), ("items", ErrorKind.INVALID)),
            ("changning", ("B1-02",), date(2023, 1, 1), ("items", ErrorKind.INVALID)),
            ("changning", ("BL-00",), date(2022, 6, 1), ("items", ErrorKind.INVALID)),
        ],
    )
    @staticmethod
    def test_what_is_not_offered_gives_no_slice(
        catalogue: Catalogue,
        scheme: str,
        items: tuple[str, ...],
        on: date,
        told: tuple[str, ErrorKind],
    ) -> None:
        with pytest.raises(Refused) as refused:
            catalogue.slice(scheme, items, on=on)
        assert (refused.value.field, refused.value.kind) == told


class TestItems:
    def test_the_code_of_a_new_business_comes_from_the_registry(self, catalogue: Catalogue) -> None:
        with_licence = catalogue.slice("zhongshan", ("BL-00", "B1-02"), on=TODAY).item("B1-02")
        alone = catalogue.slice("zhongshan", ("B1-02",), on=TODAY).item("B1-02")
        required = [
            field.required
            for item in (with_licence, alone)
            for field in item.fields
            if field.kind == "uscc"
        ]
        assert required == [False, True]

    def test_one_visit_has_points_that_several_departments_share(
        self, catalogue: Catalogue
    ) -> None:
        visited = catalogue.slice("zhongshan", ("B1-02", "B1-05", "B1-06"), on=TODAY).items
        assert {item.site_check for item in visited} == {SiteCheck.BEFORE_DECISION}
        points = [{point.code for point in item.checklist} for item in visited]
        assert points[0] & points[1] == {"premises_match_application", "exits_clear"}
        assert points[0] & points[2] == {"premises_match_application", "apart_from_dwelling"}

    def test_every_permit_but_the_licence_waits_for_the_licence(self, catalogue: Catalogue) -> None:
        for item in catalogue.slice("zhongshan", catalogue.item_codes, on=TODAY).items:
            needs = [each.item_code for each in item.prerequisites]
            assert needs[:1] == ([] if item.brings_registration else ["BL-00"])

    def test_a_paper_obtained_by_sharing_names_its_certificate(self, catalogue: Catalogue) -> None:
        items = catalogue.slice("zhongshan", catalogue.item_codes, on=TODAY).items
        papers = {paper.code: paper for item in items for paper in item.papers}
        assert papers["legal_representative_identity"].shared_as == "citizen_identity_card"
        deferrable = [p for p in papers.values() if p.paper_class is PaperClass.DEFERRABLE]
        assert all(paper.deferral is not None for paper in deferrable)

    def test_tobacco_is_limited_in_number_and_fire_may_be_declined(
        self, catalogue: Catalogue
    ) -> None:
        taken = catalogue.slice("zhongshan", ("B1-05", "B1-06"), on=TODAY)
        assert taken.item("B1-06").quantity_limited
        assert taken.item("B1-05").commitment_optional


class TestSchemes:
    def test_zhongshan_hands_out_simple_cases_within_a_working_day(
        self, catalogue: Catalogue
    ) -> None:
        scheme = catalogue.schemes["zhongshan"]
        window = scheme.times.single_window
        assert window is not None
        assert (window.count, window.unit) == (1, LimitUnit.WORKING_DAYS)
        assert scheme.issuance is IssuancePolicy.PARTIAL
        assert not scheme.shortest_promised

    def test_changning_pools_takes_the_shortest_promise_and_visits(
        self, catalogue: Catalogue
    ) -> None:
        scheme = catalogue.schemes["changning"]
        assert scheme.issuance is IssuancePolicy.POOLED
        assert scheme.shortest_promised
        assert scheme.combined_certificate
        assert scheme.times.doorstep_visit is not None
        assert (scheme.begins_on, scheme.ends_on) == (date(2021, 6, 20), date(2022, 12, 31))

    def test_two_inspectors_and_the_cap_of_joint_handling_hold_everywhere(
        self, catalogue: Catalogue
    ) -> None:
        for scheme in catalogue.schemes.values():
            assert scheme.minimum_inspectors == 2
            assert (scheme.times.joint_cap.kind, scheme.times.joint_cap.count) == (
                LimitKind.CAP,
                45,
            )

    @pytest.mark.parametrize(
        ("area", "code"),
        [
            ("442000", "zhongshan"),
            ("442000001", "zhongshan"),
            ("441900", "dongguan"),
            ("310105", "changning"),
            ("310101", None),
            ("4420", None),
        ],
    )
    def test_an_area_leads_to_its_scheme(
        self, catalogue: Catalogue, area: str, code: str | None
    ) -> None:
        scheme = catalogue.scheme_of_area(area)
        assert (scheme.code if scheme else None) == code

    def test_an_item_is_decided_by_the_authority_of_the_city(self, catalogue: Catalogue) -> None:
        on = date(2022, 6, 1)
        zhongshan = catalogue.slice("zhongshan", ("B1-06",), on=on).item("B1-06").department
        changning = catalogue.slice("changning", ("B1-06",), on=on).item("B1-06").department
        assert zhongshan.code == changning.code
        assert zhongshan.label.zh == "中山市烟草专卖局"
        assert changning.level is Level.DELEGATED


class TestQuestions:
    def test_a_theme_asks_its_questions_in_order(self, catalogue: Catalogue) -> None:
        codes = [q.code for q in catalogue.questions_for(theme="open_bookshop")]
        assert codes[:2] == ["has_licence", "business_format"]
        assert "sells_tobacco" not in codes

    def test_items_ask_what_their_rules_read(self, catalogue: Catalogue) -> None:
        codes = [q.code for q in catalogue.questions_for(item_codes=("B1-08",))]
        assert codes[:3] == ["specialities", "sells_class_two_devices", "only_exempt_devices"]
        assert "sells_tobacco" not in codes

    def test_without_a_choice_everything_is_asked(self, catalogue: Catalogue) -> None:
        assert catalogue.questions_for() == catalogue.questions

    @pytest.mark.parametrize("asked", [{"theme": "nowhere"}, {"item_codes": ("B9-99",)}])
    def test_unknown_themes_and_items_are_not_found(
        self, catalogue: Catalogue, asked: dict[str, object]
    ) -> None:
        with pytest.raises(Refused) as refused:
            catalogue.questions_for(**asked)  # type: ignore[arg-type]
        assert refused.value.kind is ErrorKind.NOT_FOUND
