"""Of firm and handling person, whoever stands worst counts (R59)."""

from datetime import date

import pytest

from departments.credit import worst
from departments.protocol import CreditStanding


def standing(grade: str, *flags: str) -> CreditStanding:
    return CreditStanding("subject", grade, flags, date(2026, 3, 1), "v1")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (standing("AAA"), standing("A")),
        (standing("A"), standing("B")),
        (standing("D"), standing("A", "serious_dishonesty")),
    ],
    ids=["more letters are better", "earlier letters are better", "a flag outweighs every grade"],
)
def test_the_worse_of_two_counts(better: CreditStanding, worse: CreditStanding) -> None:
    assert worst([better, worse]) == worst([worse, better]) == worse
