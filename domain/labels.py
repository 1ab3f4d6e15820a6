"""A text for people in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A text for people in both languages; ``zh`` holds the legal term."""

    zh: str
    en: str
