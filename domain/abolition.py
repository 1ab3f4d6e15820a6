"""An abolished permit appears nowhere else: nothing may rest on it any more (R16)."""

from collections.abc import Iterable
from dataclasses import replace

from domain.catalogue import Determination, Item, Paper, Requirement
from domain.completeness import certificate_code
from domain.errors import ErrorKind, Refused

RULE = "R14, R16; 国发〔2021〕7号"


def abolished_for(determinations: Iterable[Determination]) -> frozenset[str]:
    """Give the items that are abolished for this applicant's answers."""
    return frozenset(
        found.item_code for found in determinations if found.requirement is Requirement.ABOLISHED
    )


def without_abolished(item: Item, abolished: frozenset[str]) -> Item:
    """Give the item without what rests on an abolished permit: prerequisite or its certificate."""
    if not abolished:
        return item
    certificates = {certificate_code(code) for code in abolished}
    return replace(
        item,
        prerequisites=tuple(p for p in item.prerequisites if p.item_code not in abolished),
        papers=tuple(paper for paper in item.papers if not _is_of(paper, certificates)),
    )


def refuse_abolished(item_codes: tuple[str, ...], abolished: frozenset[str]) -> None:
    """Refuse a request for a permit that is abolished.

    Raises:
        Refused: ``item_abolished``, naming the first by its place in the list.
    """
    for number, code in enumerate(item_codes):
        if code in abolished:
            raise Refused(
                "item_abolished",
                f"{code} is abolished: nobody needs it, and nobody may ask for it.",
                rule=RULE,
                field=f"items.{number}",
                kind=ErrorKind.INVALID,
            )


def _is_of(paper: Paper, certificates: set[str]) -> bool:
    return paper.code in certificates or paper.shared_as in certificates
