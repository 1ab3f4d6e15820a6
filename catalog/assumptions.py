"""Every figure that has no better source than an assumption, for an official to check."""

from collections.abc import Iterator

from catalog.loader import Files
from catalog.reading import parsed

ASSUMED = "assumption"


def assumptions(files: Files) -> Iterator[tuple[str, str, str]]:
    """Give file, key and text of each."""
    for name in sorted(files):
        for key, text in _texts(parsed(files[name], name=name)):
            if text.startswith(ASSUMED):
                yield name, key, text


def _texts(content: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Give every text with its dotted key; entries with a code go by it."""
    if isinstance(content, str):
        yield key, content
    elif isinstance(content, dict):
        for name, entry in content.items():
            yield from _texts(entry, f"{key}.{name}".lstrip("."))
    elif isinstance(content, list):
        for number, entry in enumerate(content):
            name = entry.get("code", number) if isinstance(entry, dict) else number
            yield from _texts(entry, f"{key}.{name}".lstrip("."))
