"""A small catalogue of the tests' own as texts, changed at one place for a test.

It is the delivered one as it stood with five items, so that new data break no test of the rules.
"""

from collections.abc import Mapping
from pathlib import Path

from catalog.loader import read_files

SAMPLE_DIRECTORY = Path(__file__).parent / "sample"
SAMPLE: Mapping[str, str] = read_files(SAMPLE_DIRECTORY)


def with_change(name: str, old: str, new: str) -> dict[str, str]:
    """Give the files with the first occurrence of a text in one of them replaced."""
    text = SAMPLE[name]
    if old not in text:
        raise AssertionError(f"{name} does not say {old!r}")
    return {**SAMPLE, name: text.replace(old, new, 1)}
