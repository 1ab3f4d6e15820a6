"""What changed of an item, in words; and what of it counts as seen."""

from dataclasses import replace

import pytest

from domain.catalogue import Item, PaperClass, ReformMode, Validity
from domain.clock import LimitKind
from domain.errors import Refused
from domain.item_changes import ChangeKind, ChangeWay, ItemChange, item_changes
from domain.item_terms import Variant
from domain.rebasing import Shown, changes_since, left_over, refuse_unseen, shown_after_edit
from tests.fakes import catalogue as c

ITEM = c.plain("A", "one")
EXTRA = c.paper("extra")
CHANGES: dict[str, tuple[Item, ChangeKind, ChangeWay, str]] = {
    "mode": (
        replace(ITEM, mode=ReformMode.FILING),
        ChangeKind.MODE,
        ChangeWay.ALTERED,
        "filing",
    ),
    "department": (
        replace(ITEM, department=c.department("two")),
        ChangeKind.DEPARTMENT,
        ChangeWay.ALTERED,
        "two",
    ),
    "section": (
        replace(ITEM, section="section two"),
        ChangeKind.DEPARTMENT,
        ChangeWay.ALTERED,
        "one",
    ),
    "new paper": (
        replace(ITEM, papers=(*ITEM.papers, EXTRA)),
        ChangeKind.PAPER,
        ChangeWay.ADDED,
        "extra",
    ),
    "paper gone": (replace(ITEM, papers=()), ChangeKind.PAPER, ChangeWay.REMOVED, "A.plan"),
    "other class of paper": (
        replace(
            ITEM,
            papers=(c.paper("A.plan", PaperClass.DEFERRABLE, deferral=c.working_days(5)),),
        ),
        ChangeKind.PAPER,
        ChangeWay.ALTERED,
        "A.plan",
    ),
    "field gone": (replace(ITEM, fields=()), ChangeKind.FIELD, ChangeWay.REMOVED, "name"),
    "condition gone": (
        replace(ITEM, conditions=()),
        ChangeKind.CONDITION,
        ChangeWay.REMOVED,
        "A.space",
    ),
    "new point": (
        replace(ITEM, checklist=(c.point("exits"),)),
        ChangeKind.CHECKLIST,
        ChangeWay.ADDED,
        "exits",
    ),
    "new permit first": (
        c.after(ITEM, "BL-00"),
        ChangeKind.PREREQUISITE,
        ChangeWay.ADDED,
        "BL-00",
    ),
    "shorter promise": (
        replace(ITEM, limits=(c.working_days(20), c.working_days(5, LimitKind.PROMISED))),
        ChangeKind.LIMIT,
        ChangeWay.ALTERED,
        "promised",
    ),
    "term": (
        replace(ITEM, validity=Validity("assumption", c.working_days(250))),
        ChangeKind.VALIDITY,
        ChangeWay.ALTERED,
        "validity",
    ),
    "basis": (
        replace(ITEM, basis=("another law",)),
        ChangeKind.WORDING,
        ChangeWay.ALTERED,
        "item",
    ),
}


class TestItemChanges:
    @pytest.mark.parametrize("name", CHANGES)
    def test_tells_each_kind_of_change_with_what_to_do(self, name: str) -> None:
        after, kind, way, code = CHANGES[name]
        (change,) = item_changes(ITEM, after)
        assert (change.item_code, change.kind, change.way, change.code) == ("A", kind, way, code)
        assert change.words.zh
        assert change.words.en
        assert change.to_do.zh
        assert change.to_do.en

    def test_tells_nothing_of_an_item_that_stayed_the_same(self) -> None:
        assert item_changes(ITEM, replace(ITEM)) == ()

    def test_names_what_the_limit_was_and_is(self) -> None:
        (change,) = item_changes(ITEM, CHANGES["shorter promise"][0])
        assert change.words.zh == "承诺办理时限由10个工作日改为5个工作日。"
        assert (
            change.words.en == "The promised limit was 10 working days and is 5 working days now."
        )

    def test_tells_to_take_an_abolished_item_out(self) -> None:
        (change,) = item_changes(ITEM, replace(ITEM, mode=ReformMode.ABOLISHED))
        assert change.to_do.en == "Take the item out of the application."

    def test_tells_several_changes_of_one_item(self) -> None:
        after = replace(ITEM, papers=(EXTRA,), fields=())
        assert [(each.kind, each.way) for each in item_changes(ITEM, after)] == [
            (ChangeKind.FIELD, ChangeWay.REMOVED),
            (ChangeKind.PAPER, ChangeWay.REMOVED),
            (ChangeKind.PAPER, ChangeWay.ADDED),
        ]


OLD = Shown("one", (ITEM,))
NEW = Shown("two", (replace(ITEM, papers=(*ITEM.papers, EXTRA)),))


class TestShown:
    def test_a_draft_that_was_never_shown_items_has_no_changes(self) -> None:
        assert changes_since(None, NEW) == ()

    def test_changes_stay_unseen_over_an_edit(self) -> None:
        assert shown_after_edit(OLD, NEW) == OLD

    def test_another_version_without_a_change_is_seen_at_once(self) -> None:
        assert shown_after_edit(OLD, replace(OLD, version="two")).version == "two"

    def test_an_item_chosen_now_is_seen_as_it_is_beside_one_that_changed(self) -> None:
        other = c.plain("B", "two")
        seen = shown_after_edit(OLD, replace(NEW, items=(*NEW.items, other)))
        assert seen == Shown("one", (ITEM, other))

    def test_a_variant_that_new_answers_chose_is_the_applicants_own_change(self) -> None:
        small = Variant("small", c.label("small"), "assumption")
        turned = replace(ITEM, variant=small, papers=())
        seen = shown_after_edit(OLD, Shown("two", (turned,)))
        assert seen.items == (turned,)

    def test_what_is_not_asked_any_more_is_told_only_where_the_draft_has_it(self) -> None:
        gone = Shown("two", (replace(ITEM, papers=(), fields=()),))
        form = {"name": "x", "other": "y"}
        assert left_over(OLD, gone, form=form, papers=["A.plan", "mine"]) == (
            frozenset({"name"}),
            frozenset({"A.plan"}),
        )
        assert left_over(OLD, gone, form={}, papers=[]) == (frozenset(), frozenset())
        assert left_over(None, gone, form=form, papers=["A.plan"]) == (frozenset(), frozenset())


def test_unseen_changes_are_refused_by_the_items_names() -> None:
    changes: tuple[ItemChange, ...] = changes_since(OLD, NEW)
    with pytest.raises(Refused, match="A has changed") as refusal:
        refuse_unseen(changes)
    assert refusal.value.reason == "catalogue_changed"
    refuse_unseen(())
