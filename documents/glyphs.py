"""Tells which characters the installed Chinese fonts can print, so that no empty box is printed."""

import struct
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

FONT_FILES = (Path(pylopdf_fonts_zh_cn.serif_path()), Path(pylopdf_fonts_zh_cn.sans_path()))
_ALPHABETS_END = 0x530
"""Latin, Greek and Cyrillic, which the typesetter's own fonts complete."""
_FULL_UNICODE = (3, 10)
"""Platform and encoding of the table (format 12) that lists every character of a font."""


def has_glyph(character: str) -> bool:
    """Tell whether one of the fonts can print the character."""
    return ord(character) < _ALPHABETS_END or ord(character) in _covered()


@cache
def _covered() -> frozenset[int]:
    """Read once in a process what the font files cover; it takes some milliseconds."""
    return frozenset().union(*(_code_points(path.read_bytes()) for path in FONT_FILES))


def _code_points(font: bytes) -> set[int]:
    """Read the segmented coverage (format 12) of the font's ``cmap`` table (OpenType)."""
    start = _character_map(font)
    (groups,) = struct.unpack_from(">I", font, start + 12)
    covered: set[int] = set()
    for first, last, _ in struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * groups]):
        covered.update(range(first, last + 1))
    return covered


def _character_map(font: bytes) -> int:
    """Give the offset of the full-Unicode subtable.

    Raises:
        StopIteration: never with the pinned font package; the font has no such table.
    """
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(tables))
    cmap: int = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    maps = (struct.unpack_from(">HHI", font, cmap + 4 + 8 * index) for index in range(subtables))
    offset: int = next(offset for *kind, offset in maps if tuple(kind) == _FULL_UNICODE)
    return cmap + offset
