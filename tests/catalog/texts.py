"""The catalogue's own files as texts, changed at one place for a test."""

from collections.abc import Mapping

from catalog.loader import CATALOGUE_DIRECTORY, read_files

DELIVERED: Mapping[str, str] = read_files(CATALOGUE_DIRECTORY)


def with_change(name: str, old: str, new: str) -> dict[str, str]:
    """Give the files with the first occurrence of a text in one of them replaced."""
    text = DELIVERED[name]
    if old not in text:
        raise AssertionError(f"{name} does not say {old!r}")
    return {**DELIVERED, name: text.replace(old, new, 1)}
