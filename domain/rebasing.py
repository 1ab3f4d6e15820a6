"""A draft keeps the version of its items that its owner was shown last; changes are told first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.catalogue import Item
from domain.errors import Refused
from domain.item_changes import ItemChange, item_changes


@dataclass(frozen=True, slots=True)
class Shown:
    """The chosen items as their owner saw them last, under the catalogue's version of then."""

    version: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)


def changes_since(shown: Shown | None, current: Shown) -> tuple[ItemChange, ...]:
    """Give what changed of the chosen items; an item chosen since then was seen as it is."""
    if shown is None:
        return ()
    pairs = ((shown.item(item.code), item) for item in current.items)
    return tuple(change for old, new in pairs if old for change in item_changes(old, new))


def shown_after_edit(shown: Shown | None, current: Shown) -> Shown:
    """Give what counts as seen once a draft was edited: changes stay unseen until accepted.

    An item that the applicant's own new answers turned into another variant was changed by the
    applicant, not by the catalogue.
    """
    if shown is None or not changes_since(shown, current):
        return current
    kept = tuple(_seen(shown.item(item.code), item) for item in current.items)
    return replace(shown, items=kept)


def refuse_unseen(changes: Sequence[ItemChange]) -> None:
    """Refuse to hand in on a version that changed since its owner saw it.

    Raises:
        Refused: ``catalogue_changed`` (conflict), naming the items.
    """
    if changes:
        items = ", ".join(dict.fromkeys(change.item_code for change in changes))
        raise Refused(
            "catalogue_changed",
            f"What is asked for {items} has changed: look at the changes, then take them over.",
            rule="行政许可法 30; R40",
            field="catalogue_version",
        )


def left_over(
    shown: Shown | None, current: Shown | None, *, form: Mapping[str, str], papers: Sequence[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Give the fields and papers of a draft that were asked for and are not any more."""
    if shown is None or current is None:
        return frozenset(), frozenset()
    fields = _fields(shown) - _fields(current)
    gone = _papers(shown) - _papers(current)
    return frozenset(form) & fields, frozenset(papers) & gone


def _seen(old: Item | None, new: Item) -> Item:
    if old is None or _variant(old) != _variant(new):
        return new
    return old


def _variant(item: Item) -> str:
    return item.variant.code if item.variant else ""


def _fields(shown: Shown) -> frozenset[str]:
    return frozenset(field.code for item in shown.items for field in item.fields)


def _papers(shown: Shown) -> frozenset[str]:
    return frozenset(paper.code for item in shown.items for paper in item.papers)
