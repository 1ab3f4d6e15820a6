"""Typesets our own templates with text that is only ever data, never template source."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import typst

_TEMPLATES = Path(__file__).parent / "templates"
_FONTS = (pylopdf_fonts_zh_cn.serif_path().parent,)
_SHANGHAI = timezone(timedelta(hours=8))
_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def typeset(
    template: str, data: Mapping[str, Any], *, dated: date, output: Literal["pdf", "png"] = "pdf"
) -> bytes:
    """Give the bytes of a document; equal arguments give equal bytes. Blocks its thread.

    ``dated`` becomes the creation date of the file, at midnight in Shanghai. Only the fonts of
    the installed font package are used. A PNG shows the first page only, for previews.
    """
    pages = typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(data))},
        timestamp=datetime.combine(dated, time(), tzinfo=_SHANGHAI),
        format=output,
    )
    first = pages[0] if isinstance(pages, list) else pages
    return bytes(first)


@cache
def _fonts() -> Any:  # noqa: ANN401 -- typst is untyped
    return typst.Fonts(include_system_fonts=False, font_paths=list(_FONTS))


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
    """Give nothing for marks that could reorder a line, a blank for what cannot be printed."""
    if character in _DIRECTION_MARKS:
        return ""
    return " " if unicodedata.category(character) in {"Cc", "Cs"} else character
