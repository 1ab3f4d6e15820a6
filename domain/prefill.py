"""Known values put before the applicant, who confirms or changes each; never handed in silently.

R45, R46 (审核、补充和确认).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from domain.catalogue import FormField
from domain.form import FieldFault, check_form


class Origin(StrEnum):
    """Where a known value comes from, the most reliable first."""

    REGISTRY = "registry"
    CERTIFICATE = "certificate"
    UPLOADED = "uploaded"
    EARLIER_CASE = "earlier_case"


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A value of the form that is known already: from where, of which day, under what reference.

    ``reference`` is a number or an opaque id, never a person's data.
    """

    field: str
    value: str
    origin: Origin
    as_of: date
    reference: str
    confirmed_at: datetime | None = None


def usable(known: Iterable[KnownValue], fields: Mapping[str, FormField]) -> tuple[KnownValue, ...]:
    """Give for each field of the form the first value that fits it, in order of origins."""
    ranked = sorted(known, key=lambda each: list(Origin).index(each.origin))
    chosen: dict[str, KnownValue] = {}
    for each in ranked:
        field = fields.get(each.field)
        if field is None or not each.value.strip() or each.field in chosen:
            continue
        if not check_form({each.field: field}, {each.field: each.value}):
            chosen[each.field] = each
    return tuple(chosen[code] for code in fields if code in chosen)


def with_confirmed(
    known: Iterable[KnownValue], confirmed: Iterable[str], at: datetime
) -> tuple[KnownValue, ...]:
    """Note which values the applicant confirms; what is not named is not confirmed any more."""
    named = set(confirmed)
    return tuple(
        replace(each, confirmed_at=each.confirmed_at or at if each.field in named else None)
        for each in known
    )


def confirmed_values(
    known: Iterable[KnownValue], form: Mapping[str, str]
) -> tuple[KnownValue, ...]:
    """Give the values that the applicant confirmed and did not replace by others."""
    return tuple(each for each in known if each.confirmed_at and each.field not in form)


def unconfirmed_faults(
    known: Iterable[KnownValue], form: Mapping[str, str]
) -> tuple[FieldFault, ...]:
    """Tell the known values that were neither confirmed nor changed; an empty text is a change."""
    text = "This value was filled in for you: confirm it, or put another in its place."
    return tuple(
        FieldFault(f"form.{each.field}", "prefill_not_confirmed", text, "R46")
        for each in known
        if each.confirmed_at is None and each.field not in form
    )
