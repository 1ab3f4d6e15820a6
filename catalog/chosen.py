"""The items an applicant chose, without anything that rests on an abolished permit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from catalog.catalogue import Catalogue
from catalog.expressions import Answer
from catalog.findings import abolished
from catalog.guidance import determine
from domain.abolition import refuse_abolished, without_abolished
from domain.catalogue import CatalogueSlice, Determination, Item
from domain.errors import Refused


def chosen_slice(
    catalogue: Catalogue,
    scheme_code: str,
    item_codes: tuple[str, ...],
    *,
    on: date,
    answers: Mapping[str, Answer],
) -> CatalogueSlice:
    """Give the slice of the chosen items as it stands on a day for the answers.

    Raises:
        Refused: as ``Catalogue.slice`` does; or an item is abolished (``item_abolished``), for
            everybody or for these answers.
    """
    taken = catalogue.slice(scheme_code, item_codes, on=on, answers=answers)
    gone = _abolished(catalogue, scheme_code, taken.items, on=on, answers=answers)
    refuse_abolished(item_codes, gone)
    return _without(taken, gone)


def taken_over_slice(
    catalogue: Catalogue,
    scheme_code: str,
    item_codes: tuple[str, ...],
    *,
    on: date,
    answers: Mapping[str, Answer],
) -> CatalogueSlice:
    """Give the slice that a case in flight takes over; what is abolished by now is turned away.

    Raises:
        Refused: as ``Catalogue.slice`` does.
    """
    taken = catalogue.slice(scheme_code, item_codes, on=on, answers=answers)
    return _without(taken, _abolished(catalogue, scheme_code, taken.items, on=on, answers=answers))


def chosen_as_they_stand(
    catalogue: Catalogue,
    scheme_code: str,
    item_codes: tuple[str, ...],
    *,
    on: date,
    answers: Mapping[str, Answer],
) -> tuple[Item, ...]:
    """Give the chosen items that exist, also those that are abolished or not offered any more.

    Raises:
        Refused: the scheme is unknown, or an answer is unusable.
    """
    known = dict.fromkeys(code for code in item_codes if code in catalogue.items)
    described = (catalogue.describe(scheme_code, code, on, answers) for code in known)
    items = tuple(item for item in described if item is not None)
    gone = _abolished(catalogue, scheme_code, items, on=on, answers=answers)
    return tuple(without_abolished(item, gone) for item in items)


def _without(taken: CatalogueSlice, gone: frozenset[str]) -> CatalogueSlice:
    return replace(taken, items=tuple(without_abolished(item, gone) for item in taken.items))


def _abolished(
    catalogue: Catalogue,
    scheme_code: str,
    items: tuple[Item, ...],
    *,
    on: date,
    answers: Mapping[str, Answer],
) -> frozenset[str]:
    """Give what is abolished of the items and of the permits that they rest on."""
    named = dict.fromkeys((*(item.code for item in items), *_rested_on(items)))
    codes = tuple(code for code in named if code in catalogue.items)
    found = _settled(catalogue, scheme_code, codes, on=on, answers=answers)
    return abolished(catalogue, scheme_code, on, found, codes)


def _rested_on(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Give the permits that the items rest on: needed first, or shown by their certificate."""
    first = (p.item_code for item in items for p in item.prerequisites)
    shown = (paper.shared_as or "" for item in items for paper in item.papers)
    return (*first, *(each.removeprefix("permit:") for each in shown if each))


def _settled(
    catalogue: Catalogue,
    scheme_code: str,
    item_codes: tuple[str, ...],
    *,
    on: date,
    answers: Mapping[str, Answer],
) -> tuple[Determination, ...]:
    """Give the findings, or none while an answer that they need is missing."""
    if not item_codes:
        return ()
    try:
        return determine(
            catalogue, scheme_code=scheme_code, on=on, answers=answers, item_codes=item_codes
        )
    except Refused:
        return ()
