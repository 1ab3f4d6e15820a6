"""Versions of one area follow each other without overlap or gap (R27)."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from catalog.catalogue import Catalogue
from catalog.checks.common import file_of
from catalog.problems import Problem
from catalog.schema import ItemFile, ItemVersion

Numbered = tuple[int, ItemVersion]


def problems(catalogue: Catalogue) -> Iterator[Problem]:
    for item in catalogue.items.values():
        areas = dict.fromkeys(area for version in item.versions for area in version.areas)
        for area in areas:
            yield from _in_area(item, area)


def _in_area(item: ItemFile, area: str) -> Iterator[Problem]:
    """A version without a last day lasts until the next one of its area begins."""
    own = [(n, version) for n, version in enumerate(item.versions) if area in version.areas]
    ordered = sorted(own, key=lambda numbered: numbered[1].effective_from)
    for earlier, later in pairwise(ordered):
        yield from _between(item, area, earlier, later)


def _between(item: ItemFile, area: str, earlier: Numbered, later: Numbered) -> Iterator[Problem]:
    number, version = later
    begins, ends = version.effective_from, earlier[1].effective_until
    key = f"versions.{number}.effective_from"
    if begins == earlier[1].effective_from:
        text = f"2 versions begin on {begins} in {area}"
        yield Problem(file_of(item), key, "dates_overlap", text)
    elif ends is not None and begins <= ends:
        text = f"begins on {begins} in {area}, the version before ends on {ends}"
        yield Problem(file_of(item), key, "dates_overlap", text)
    elif ends is not None and begins > ends + timedelta(days=1):
        text = f"begins on {begins} in {area}, nothing is in force since {ends}"
        yield Problem(file_of(item), key, "dates_gap", text)
