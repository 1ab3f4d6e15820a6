"""The hash chain of a case's record: a change anywhere breaks everything after it."""

import hashlib
import json
from typing import Any

GENESIS = ""
"""Hash before the first event of a stream."""


def link(previous: str, entry: dict[str, Any]) -> str:
    """Give the hash of an entry (JSON values only) that follows ``previous``."""
    canonical = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()
