"""The one-time notice as a page in the reader's language, ready to be printed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.notice_words import WORDS, Words

Language = Literal["zh", "en"]
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_NEEDED = ("required", "filing_only")
_NOT_NEEDED = "not_required"


def render_notice_page(notice: Mapping[str, Any], language: Language) -> str:
    """Give the page of a notice (as the API answers it); nothing else is loaded for it."""
    items = notice["items"]
    return _ENVIRONMENT.get_template("notice.html").render(
        notice=notice,
        needed=[item for item in items if item["requirement"] in _NEEDED],
        told=[item for item in items if item["requirement"] not in (*_NEEDED, _NOT_NEEDED)],
        not_needed=[item for item in items if item["requirement"] == _NOT_NEEDED],
        language=language,
        other="en" if language == "zh" else "zh",
        words=WORDS[language],
        period=lambda limit: _period(limit, WORDS[language]),
    )


def _period(limit: Mapping[str, Any], words: Words) -> str:
    """Give count and unit in the words of the page."""
    unit = words[limit["unit"]]
    if words["plural"] and limit["count"] != 1:
        unit += words["plural"]
    return f"{limit['count']}{words['between']}{unit}"
