"""Simple business is what nobody has to review, together with the licence (R63)."""

from dataclasses import replace

from domain.simplicity import is_simple
from tests.fakes.catalogue import FIRE, filing, fire, food, licence, slice_of

INSTANT_LICENCE = replace(licence(), instant=True)


def test_licence_with_filing_and_commitment_is_simple() -> None:
    assert is_simple(slice_of(INSTANT_LICENCE, filing(), fire()), ())


def test_an_item_for_review_makes_it_complex() -> None:
    assert not is_simple(slice_of(INSTANT_LICENCE, food()), ())


def test_declining_commitment_makes_it_complex() -> None:
    assert not is_simple(slice_of(INSTANT_LICENCE, fire()), (FIRE,))


def test_without_the_licence_it_is_not_what_the_limit_was_promised_for() -> None:
    assert not is_simple(slice_of(filing()), ())
