"""Typesets our own templates with text that is only ever data, never template source."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import typst

from documents.glyphs import FONT_FILES, has_glyph

_TEMPLATES = Path(__file__).parent / "templates"
_SHANGHAI = timezone(timedelta(hours=8))


def typeset(template: str, data: Mapping[str, Any], *, dated: date) -> bytes:
    """Give a PDF; equal arguments give equal bytes. Blocks its thread.

    ``dated`` becomes the creation date of the file, at midnight in Shanghai. No system font is
    used: a machine without Chinese fonts gives the same bytes.
    """
    pdf = typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(data))},
        timestamp=datetime.combine(dated, time(), tzinfo=_SHANGHAI),
        format="pdf",
    )
    return bytes(pdf)


@cache
def _fonts() -> Any:  # noqa: ANN401 -- typst is untyped
    return typst.Fonts(include_system_fonts=False, font_paths=[FONT_FILES[0].parent])


def _printable(value: Any) -> Any:  # noqa: ANN401 -- any JSON value
    """Clean every text within a JSON value."""
    match value:
        case str():
            return "".join(map(_printable_character, value))
        case Mapping():
            return {key: _printable(part) for key, part in value.items()}
        case list() | tuple():
            return [_printable(part) for part in value]
        case _:
            return value


def _printable_character(character: str) -> str:
    """Give the character, or what stands for one that cannot be printed.

    Marks that would reorder a line or hide in it fall away, controls become a blank, and a
    character without a glyph (a rare 汉字, an emoji) is named by its code point.
    """
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Cc" | "Cs":
            return " "
        case "Zs" | "Zl" | "Zp":
            return " " if character != "\u3000" else character
        case _:
            return character if has_glyph(character) else f"〔U+{ord(character):04X}〕"
