"""Business scope: entries, the permits they lead to, the departments told, and bad files (R34)."""

from dataclasses import dataclass

import pytest

from catalog.catalogue import Catalogue
from catalog.expressions import Answer
from catalog.instant import instant_findings
from catalog.loader import CatalogueError, catalogue_of
from catalog.matching import entries_named, push_targets
from domain.catalogue import Determination, Label, Requirement
from domain.errors import Refused
from tests.catalog.texts import SAMPLE, with_change
from tests.system.journeys import today

SOURCE = "source: R34"
LINE = "{code: tobacco_retail, label_zh: 烟草制品零售, label_en: Tobacco, kind: permit"
GOOD_LINE = f"{LINE}, items: [B1-06], tells: [tobacco], {SOURCE}}}"


def with_scope(*lines: str) -> dict[str, str]:
    text = "scope:\n" + "".join(f"  - {line}\n" for line in lines)
    return {**SAMPLE, "scope/test.yaml": text}


def problems_of(files: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(CatalogueError) as refused:
        catalogue_of(files)
    return [(problem.rule, problem.key) for problem in refused.value.problems]


class TestDeliveredEntries:
    def test_lead_to_every_item_of_the_annex(self, catalogue: Catalogue) -> None:
        led_to = {code for entry in catalogue.scope.values() for code in entry.items}
        assert led_to == set(catalogue.item_codes) - {"BL-00"}

    def test_tell_each_department_of_zhongshan_of_something(self, catalogue: Catalogue) -> None:
        told = {code for entry in catalogue.scope.values() for code in entry.departments}
        assert told == set(catalogue.departments["zhongshan"])

    def test_include_entries_that_need_no_permit(self, catalogue: Catalogue) -> None:
        general = [entry for entry in catalogue.scope.values() if not entry.needs_permit]
        assert [entry for entry in general if not entry.items]
        assert [entry for entry in general if entry.items]


class TestMatching:
    def test_tells_each_system_once_and_only_of_its_own(self, catalogue: Catalogue) -> None:
        entries = entries_named(catalogue, ("lodging_service", "beauty_service"))
        told = {t.department: t for t in push_targets(catalogue, "zhongshan", entries)}
        assert told["health"].scope_entries == ("lodging_service", "beauty_service")
        assert told["health"].item_codes == ("B1-04",)
        assert told["public_security"].scope_entries == ("lodging_service",)

    def test_does_not_tell_the_registry_of_what_it_registered(self, catalogue: Catalogue) -> None:
        entries = entries_named(catalogue, ("daily_goods_sale",))
        (told,) = push_targets(catalogue, "zhongshan", entries)
        assert told.system != catalogue.items["BL-00"].system

    def test_tells_the_former_approver_of_an_abolished_item(self, catalogue: Catalogue) -> None:
        reason = Label("", "")
        abolished = Determination("B1-06", Requirement.ABOLISHED, "gone", "R16", (), reason)
        (told,) = push_targets(catalogue, "zhongshan", (), (abolished,))
        assert (told.department, told.item_codes) == ("tobacco", ("B1-06",))

    def test_leaves_out_departments_the_scheme_does_not_have(self, catalogue: Catalogue) -> None:
        entries = entries_named(catalogue, ("medicines_wholesale",))
        schemes = {code: push_targets(catalogue, code, entries) for code in catalogue.departments}
        for code, told in schemes.items():
            known = "provincial_medical_products" in catalogue.departments[code]
            assert bool(told) is known

    def test_names_an_unknown_entry_by_its_place(self, catalogue: Catalogue) -> None:
        with pytest.raises(Refused) as refused:
            entries_named(catalogue, ("food_sale", "nonsense"))
        assert (refused.value.field, refused.value.reason) == ("scope.1", "scope_unknown")


@dataclass(frozen=True)
class Bad:
    """A line of scope that the check refuses, by which rule and at which key."""

    line: str
    rule: str
    key: str


class TestFiles:
    def test_a_good_line_is_read(self) -> None:
        assert catalogue_of(with_scope(GOOD_LINE)).scope["tobacco_retail"].needs_permit

    def test_a_catalogue_may_have_no_scope(self) -> None:
        assert not catalogue_of(SAMPLE).scope

    @pytest.mark.parametrize(
        "bad",
        [
            Bad(
                f"{LINE}, items: [B9-99], tells: [tobacco], {SOURCE}}}",
                "item_unknown",
                "scope.tobacco_retail.items",
            ),
            Bad(
                f"{LINE}, tells: [tobacco], {SOURCE}}}",
                "scope_without_item",
                "scope.tobacco_retail.items",
            ),
            Bad(
                f"{LINE}, items: [B1-06], tells: [health], {SOURCE}}}",
                "push_incomplete",
                "scope.tobacco_retail.tells",
            ),
            Bad(
                f"{LINE}, items: [B1-06], tells: [tobacco, nobody], {SOURCE}}}",
                "department_unknown",
                "scope.tobacco_retail.tells",
            ),
        ],
        ids=lambda bad: bad.rule,
    )
    def test_a_bad_line_is_told_with_rule_and_key(self, bad: Bad) -> None:
        assert problems_of(with_scope(bad.line)) == [(bad.rule, bad.key)]

    def test_an_entry_that_comes_twice_is_told(self) -> None:
        assert problems_of(with_scope(GOOD_LINE, GOOD_LINE)) == [
            ("id_twice", "scope.tobacco_retail")
        ]

    def test_a_line_that_tells_nobody_is_refused(self) -> None:
        ((_, key),) = problems_of(with_scope(f"{LINE}, items: [B1-06], tells: [], {SOURCE}}}"))
        assert key == "scope.0.tells"


class TestTargets:
    @pytest.mark.parametrize(
        "indicator", ["online_rate", "joint_handling_rate", "commitment_rate", "instant_rate"]
    )
    def test_a_target_for_what_is_freely_chosen_is_refused(self, indicator: str) -> None:
        target = f"targets: [{{indicator: {indicator}, percent: 90, source: R148}}]\ntimes:\n"
        files = with_change("schemes/zhongshan.yaml", "times:\n", target)
        assert problems_of(files) == [("target_forbidden", "targets.0.indicator")]

    def test_a_target_for_what_is_measured_of_the_city_itself_is_taken(self) -> None:
        target = "targets: [{indicator: sealed_receipts, percent: 100, source: R53}]\ntimes:\n"
        assert catalogue_of(with_change("schemes/zhongshan.yaml", "times:\n", target))


class TestInstantFindings:
    def findings(
        self, catalogue: Catalogue, form: dict[str, str], **answers: bool
    ) -> dict[str, bool]:
        given: dict[str, Answer] = {
            "specialities": ("publications",),
            "publications_business": "retail",
            "sells_audio_visual": False,
            **answers,
        }
        items = catalogue.slice("zhongshan", ("B2-14", "B1-06"), on=today(), answers=given).items
        found = instant_findings(catalogue.questions, items, form=form, answers=given)
        assert {each.item_code for each in found} == {"B2-14"}
        return {each.rule: each.is_met for each in found}

    def test_say_of_each_rule_whether_form_and_answers_meet_it(self, catalogue: Catalogue) -> None:
        form = {
            "publication_sales_channel": "shop",
            "publication_scope": "books_and_periodicals",
        }
        assert all(self.findings(catalogue, form).values())
        form["publication_sales_channel"] = "online"
        assert self.findings(catalogue, form) == {
            "publication_shop_only": False,
            "publication_print_only": True,
        }
        form["publication_sales_channel"] = "shop"
        assert not all(self.findings(catalogue, form, sells_audio_visual=True).values())

    def test_take_a_field_left_out_for_empty(self, catalogue: Catalogue) -> None:
        assert not any(self.findings(catalogue, {}).values())
