"""What no single file can know: that the files of the catalogue fit together."""

from catalog.catalogue import Catalogue
from catalog.checks import (
    dates,
    items,
    limits,
    modes,
    prerequisites,
    questions,
    schemes,
    scope,
    themes,
)
from catalog.problems import Problem

_FIRST = (questions, items, dates, limits, modes, prerequisites, schemes, scope)


def check(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Give every inconsistency, each with the file and key where it is mended, and its rule."""
    first = tuple(problem for matter in _FIRST for problem in matter.problems(catalogue))
    # Which questions a theme needs follows from the rules, so these must be right.
    return first or tuple(themes.problems(catalogue))
