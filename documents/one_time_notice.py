"""The one-time notice 一次性告知单 as an A4 document in both languages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from documents.typesetting import typeset

_NEEDED = ("required", "filing_only")
_NOT_NEEDED = "not_required"


def render_one_time_notice(notice: Mapping[str, Any], on: date) -> bytes:
    """Give the notice (as the API answers it) as PDF; equal notices give equal bytes.

    Blocks for tenths of a second: call it from a thread, never in an event loop.
    """
    items = notice["items"]
    data = {
        **notice,
        "needed": [item for item in items if item["requirement"] in _NEEDED],
        "told": [item for item in items if item["requirement"] not in (*_NEEDED, _NOT_NEEDED)],
        "not_needed": [item for item in items if item["requirement"] == _NOT_NEEDED],
    }
    return typeset("one_time_notice.typ", data, dated=on)
