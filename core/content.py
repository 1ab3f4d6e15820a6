"""What is known of a document's bytes."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """Media type, length in bytes and digest."""

    media_type: str
    size: int
    sha256: str

    @classmethod
    def of(cls, body: bytes, media_type: str) -> "Content":
        return cls(media_type, len(body), hashlib.sha256(body).hexdigest())
