"""What a notice is and to whom it goes: codes and dates, no names and no texts."""

from dataclasses import dataclass
from enum import StrEnum


class RecipientKind(StrEnum):
    """How the recipient of a notice is named."""

    SUBJECT = "subject"
    DEPARTMENT = "department"
    DEPARTMENT_HEAD = "department_head"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An opaque subject, the officials or the head of a department, or everybody in a role."""

    kind: RecipientKind
    code: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; ``is_sealed`` marks those the law wants in writing with a date (Art. 32(5))."""

    recipient: Recipient
    template: str
    facts: tuple[tuple[str, str], ...]
    is_sealed: bool = False
