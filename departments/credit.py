"""Which of several credit standings counts."""

from collections.abc import Iterable

from departments.protocol import CreditStanding


def worst(standings: Iterable[CreditStanding]) -> CreditStanding:
    """Give the standing of whoever stands worst: one dishonest party excludes all (R59)."""
    return max(standings, key=_badness)


def _badness(standing: CreditStanding) -> tuple[bool, str, int]:
    """Order by flags first, then by grade: A before B, and AAA before A (assumption)."""
    return bool(standing.flags), standing.grade[:1], -len(standing.grade)
