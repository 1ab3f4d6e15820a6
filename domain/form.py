"""Field-by-field checks of the one form (一表申请): check digits, formats, lengths, choices."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from domain.catalogue import CatalogueSlice, FormField, Item
from domain.identifiers import is_valid_citizen_id, is_valid_uscc

_PHONE = re.compile(r"\+?[0-9][0-9 -]{5,18}[0-9]")


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field; the value itself is never repeated."""

    field: str
    code: str
    message: str
    rule: str


def fields_of(catalogue: CatalogueSlice) -> dict[str, FormField]:
    """Give the one form of a slice."""
    return merged_fields(catalogue.items)


def merged_fields(items: Iterable[Item]) -> dict[str, FormField]:
    """Give the fields of all items once each; a field that one item requires is required."""
    merged: dict[str, FormField] = {}
    for item in items:
        for field in item.fields:
            known = merged.get(field.code)
            if known is None or (field.required and not known.required):
                merged[field.code] = field
    return merged


def check_form(
    fields: Mapping[str, FormField], values: Mapping[str, str], *, optional: Iterable[str] = ()
) -> tuple[FieldFault, ...]:
    """Check every value, and that nothing required is lacking but what may come later.

    ``optional`` are kinds of field that another lane brings, such as the code of a new business.
    """
    later = frozenset(optional)
    faults = [_unknown(code) for code in values if code not in fields]
    for code, field in fields.items():
        value = values.get(code, "").strip()
        fault = _check_value(field, value) if value else None
        if not value and field.required and field.kind not in later:
            fault = ("field_missing", "This field must be filled in.")
        if fault:
            faults.append(FieldFault(f"form.{code}", *fault, rule=field.source))
    return tuple(faults)


def together(
    first: tuple[FieldFault, ...], others: tuple[FieldFault, ...]
) -> tuple[FieldFault, ...]:
    """Give the faults of both, one for each field: the first one says what is to be done."""
    told = {fault.field for fault in first}
    return (*first, *(fault for fault in others if fault.field not in told))


def _unknown(code: str) -> FieldFault:
    return FieldFault(f"form.{code}", "field_unknown", "The form has no such field.", "R55")


def _check_value(field: FormField, value: str) -> tuple[str, str] | None:
    if len(value) > field.max_length:
        return "too_long", f"At most {field.max_length} characters."
    if "\x00" in value:
        return "characters_not_allowed", "A control character cannot be stored."
    match field.kind:
        case "uscc":
            return _check(is_valid_uscc(value), "uscc_invalid", "The check digits do not fit.")
        case "citizen_id":
            good = is_valid_citizen_id(value)
            return _check(good, "citizen_id_invalid", "The check digit does not fit.")
        case "phone":
            good = _PHONE.fullmatch(value) is not None
            return _check(good, "phone_invalid", "Digits, with + in front if abroad.")
        case "date":
            return _check(_is_date(value), "date_invalid", "A day as YYYY-MM-DD.")
        case "number":
            good = _is_number(value)
            return _check(good, "number_invalid", "A number that is not negative.")
        case "choice":
            named = ", ".join(field.choices)
            return _check(value in field.choices, "choice_unknown", f"One of: {named}.")
        case _:
            return None


def _check(good: bool, code: str, message: str) -> tuple[str, str] | None:  # noqa: FBT001  # a condition
    return None if good else (code, message)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_number(value: str) -> bool:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    return number.is_finite() and number >= 0
