"""What the answers say of the whole catalogue, whatever way it was asked: theme, menu or all."""

from collections.abc import Iterable, Mapping
from datetime import date

from catalog.asking import still_open
from catalog.catalogue import Catalogue
from catalog.expressions import Answer
from catalog.guidance import determine
from catalog.standing import standing_of
from domain.abolition import abolished_for
from domain.catalogue import Determination, ReformMode


def abolished(
    catalogue: Catalogue,
    scheme_code: str,
    on: date,
    found: tuple[Determination, ...],
    item_codes: Iterable[str],
) -> frozenset[str]:
    """Give which of the items are abolished on a day: for everybody, or by what was found."""
    versions = {code: catalogue.version_in_force(scheme_code, code, on) for code in item_codes}
    by_mode = {
        code
        for code, version in versions.items()
        if version and version.mode is ReformMode.ABOLISHED
    }
    return abolished_for(found) | by_mode


def findings(
    catalogue: Catalogue,
    *,
    scheme_code: str,
    on: date,
    answers: Mapping[str, Answer],
    asked_for: tuple[str, ...] = (),
) -> tuple[Determination, ...]:
    """Find the items asked for (all unless named), and every other that the answers settle.

    Equal answers find equal things, whichever items were asked for: an item outside the theme
    or menu is told when it is needed, and left out while an open answer could still change it.

    Raises:
        Refused: as ``determine`` does; an answer is missing only when an item asked for needs it.
    """
    if not asked_for:
        return determine(catalogue, scheme_code=scheme_code, on=on, answers=answers)
    scheme = catalogue.scheme(scheme_code)
    catalogue.questions_for(item_codes=asked_for)
    standing = standing_of(catalogue.questions, answers)
    others = tuple(code for code in catalogue.item_codes if code not in asked_for)
    unsettled = {
        code for each in still_open(catalogue, scheme, on, standing, others) for code in each.items
    }
    codes = tuple(code for code in catalogue.item_codes if code not in unsettled)
    return determine(catalogue, scheme_code=scheme_code, on=on, answers=answers, item_codes=codes)
