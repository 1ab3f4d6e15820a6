"""Who needs a field of the one form, and why: each field once, each item that asks for it (R44)."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.catalogue import FormField, Item
from domain.form import merged_fields


@dataclass(frozen=True, slots=True)
class FieldNeed:
    """One item that asks for the field, by which source, and whether it insists."""

    item_code: str
    source: str
    required: bool


@dataclass(frozen=True, slots=True)
class NeededField:
    """A field of the one form with everybody who needs it."""

    field: FormField
    needs: tuple[FieldNeed, ...]


def needed_fields(items: Iterable[Item]) -> tuple[NeededField, ...]:
    """Give the union of the items' fields, each once, in the order in which they are met."""
    listed = tuple(items)
    return tuple(
        NeededField(field, _needs(listed, field.code)) for field in merged_fields(listed).values()
    )


def _needs(items: tuple[Item, ...], code: str) -> tuple[FieldNeed, ...]:
    return tuple(
        FieldNeed(item.code, field.source, field.required)
        for item in items
        for field in item.fields
        if field.code == code
    )
