"""The hash chain: equal entries give equal hashes, and any change is seen to the very end."""

import hashlib
import json
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.chain import GENESIS, link

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
VALUES = LEAVES | st.lists(LEAVES, max_size=2) | st.dictionaries(st.just("照"), LEAVES)
ENTRIES = st.dictionaries(st.sampled_from("abcd"), VALUES)
CHAINS = st.lists(ENTRIES, min_size=1, max_size=4)


def heads(entries: list[dict[str, Any]]) -> list[str]:
    """The hash after each entry of a stream."""
    return list(accumulate(entries, link, initial=GENESIS))[1:]


def test_is_the_hash_over_canonical_json_after_the_previous_hash() -> None:
    expected = hashlib.sha256('\n{"a":1,"名":"照"}'.encode()).hexdigest()
    assert link(GENESIS, {"名": "照", "a": 1}) == expected


@settings(max_examples=15)
@given(ENTRIES)
def test_does_not_depend_on_the_order_of_keys(entry: dict[str, Any]) -> None:
    assert link("h", dict(reversed(entry.items()))) == link("h", entry)


@settings(max_examples=15)
@given(ENTRIES)
def test_survives_the_way_through_storage(entry: dict[str, Any]) -> None:
    assert link("h", json.loads(json.dumps(entry))) == link("h", entry)


@settings(max_examples=15)
@given(CHAINS, st.data())
def test_shows_a_changed_entry_in_every_later_hash(
    entries: list[dict[str, Any]], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    forged = [*entries[:place], {**entries[place], "forged": 1.5}, *entries[place + 1 :]]
    before, after = heads(entries), heads(forged)
    assert before[:place] == after[:place]
    assert all(a != b for a, b in zip(before[place:], after[place:], strict=True))


@settings(max_examples=15)
@given(CHAINS)
def test_shows_a_missing_entry(entries: list[dict[str, Any]]) -> None:
    assert heads(entries[1:])[-1:] != heads(entries)[-1:]


@settings(max_examples=15)
@given(ENTRIES, ENTRIES)
def test_shows_two_entries_that_changed_places(one: dict[str, Any], two: dict[str, Any]) -> None:
    swapped = heads([one, two])[-1] == heads([two, one])[-1]
    assert swapped is (link("h", one) == link("h", two))


def test_takes_json_values_alone() -> None:
    with pytest.raises(TypeError):
        link(GENESIS, {"at": object()})
