"""What keeping time costs, and whether every date of a simulated year is right."""

from collections.abc import Mapping
from typing import Any

from bench import city_year, clocks
from catalog.calendar import working_calendar
from stack.progress import say

YEAR, CASES = 2025, 300
"""The last year that is over: its holidays are published, and so are those of the next."""


def measured() -> dict[str, Any]:
    """Time single computations, then live through a year of a city and recount it."""
    say("clocks, and a year of a city …")
    year = city_year.simulate(YEAR, CASES, working_calendar())
    return {"costs": clocks.costs(), "year": year.figures}


def table(figures: Mapping[str, Any]) -> str:
    """Give one figure a line."""
    costs = (f"{name:<40}{cost:>12}" for name, cost in figures["costs"].items())
    year = (f"{name:<40}{count:>12}" for name, count in figures["year"].items())
    return "\n".join(["", *costs, "", f"A year of a city ({YEAR}):", *year])
