"""Known values: the best source first, only what fits, nothing without a confirmation."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.abolition import refuse_abolished, without_abolished
from domain.burden import Load, burden_of
from domain.catalogue import FormField, PaperClass
from domain.errors import Refused
from domain.form import FieldFault, together
from domain.prefill import (
    KnownValue,
    Origin,
    confirmed_values,
    unconfirmed_faults,
    usable,
    with_confirmed,
)
from tests.fakes import catalogue as c

DAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 2, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 2, tzinfo=UTC)
PHONE = FormField("phone", c.label("phone"), "phone", "assumption")
NAME = FormField("name", c.label("name"), "text", "assumption", max_length=10)
FIELDS = {"name": NAME, "phone": PHONE}


def known(field: str, value: str, origin: Origin = Origin.REGISTRY) -> KnownValue:
    return KnownValue(field, value, origin, DAY, "reference")


class TestUsable:
    def test_takes_the_most_reliable_source_whatever_the_order(self) -> None:
        values = (
            known("name", "old", Origin.EARLIER_CASE),
            known("name", "certified", Origin.CERTIFICATE),
            known("name", "registered", Origin.REGISTRY),
        )
        for order in (values, values[::-1]):
            assert [each.value for each in usable(order, FIELDS)] == ["registered"]

    def test_falls_back_on_the_next_source_when_a_value_does_not_fit(self) -> None:
        values = (known("phone", "call me"), known("phone", "076088880000", Origin.EARLIER_CASE))
        assert [each.value for each in usable(values, FIELDS)] == ["076088880000"]

    @pytest.mark.parametrize(
        "value", [known("colour", "red"), known("name", "  "), known("name", "x" * 11)]
    )
    def test_leaves_out_what_the_form_does_not_take(self, value: KnownValue) -> None:
        assert usable((value,), FIELDS) == ()


class TestConfirming:
    def test_what_nobody_confirmed_is_told_by_its_field(self) -> None:
        (fault,) = unconfirmed_faults((known("name", "a"),), {})
        assert (fault.field, fault.code, fault.rule) == (
            "form.name",
            "prefill_not_confirmed",
            "R46",
        )

    @pytest.mark.parametrize("written", ["b", ""])
    def test_another_text_even_an_empty_one_settles_it(self, written: str) -> None:
        values = (known("name", "a"),)
        assert unconfirmed_faults(values, {"name": written}) == ()
        confirmed = with_confirmed(values, ["name"], NOW)
        assert confirmed_values(confirmed, {"name": written}) == ()

    def test_a_confirmation_counts_from_when_it_was_first_given(self) -> None:
        once = with_confirmed((known("name", "a"),), ["name"], NOW)
        again = with_confirmed(once, ["name"], LATER)
        assert [each.confirmed_at for each in confirmed_values(again, {})] == [NOW]
        assert unconfirmed_faults(again, {}) == ()

    def test_a_confirmation_can_be_taken_back(self) -> None:
        once = with_confirmed((known("name", "a"),), ["name"], NOW)
        assert confirmed_values(with_confirmed(once, [], LATER), {}) == ()


class TestBurden:
    def test_counts_equal_codes_once_together_and_each_time_separately(self) -> None:
        both = (c.plain("A", "one"), c.plain("B", "two"))
        found = burden_of(both, prefilled=["name", "of no item"])
        assert found.together == Load(fields=1, papers=2)
        assert found.separately == Load(fields=2, papers=2)
        assert (found.prefilled, found.prefilled_share) == (1, 1.0)

    def test_counts_papers_that_were_not_asked_thanks_to_sharing(self) -> None:
        item = c.shared("A", "one")
        assert burden_of([item]).papers_shared == 1
        assert burden_of([item], handed_in=["identity"]).papers_shared == 0

    def test_an_item_without_fields_has_no_share(self) -> None:
        assert burden_of([replace(c.plain("A", "one"), fields=())]).prefilled_share == 0.0


class TestAbolition:
    def test_takes_prerequisite_and_certificate_of_an_abolished_permit_away(self) -> None:
        shown = c.paper("old_licence", PaperClass.SHAREABLE, shared_as="permit:B1-99")
        item = c.after(replace(c.plain("A", "one"), papers=(shown,)), "B1-99")
        left = without_abolished(item, frozenset({"B1-99"}))
        assert left.prerequisites == ()
        assert left.papers == ()
        assert without_abolished(item, frozenset()) == item

    def test_leaves_what_rests_on_other_permits(self) -> None:
        item = c.after(c.plain("A", "one"), "BL-00")
        assert without_abolished(item, frozenset({"B1-99"})) == item

    def test_refuses_a_request_by_its_place(self) -> None:
        with pytest.raises(Refused) as refusal:
            refuse_abolished(("A", "B1-99"), frozenset({"B1-99"}))
        assert (refusal.value.reason, refusal.value.field) == ("item_abolished", "items.1")


def test_of_two_faults_of_a_field_the_first_one_is_told() -> None:
    first = FieldFault("form.name", "prefill_not_confirmed", "confirm", "R46")
    second = FieldFault("form.name", "field_missing", "missing", "R55")
    other = FieldFault("form.phone", "field_missing", "missing", "R55")
    assert together((first,), (second, other)) == (first, other)
