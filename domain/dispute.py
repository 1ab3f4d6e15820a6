"""A dispute about a request or a competence, which the supervisor decides (design §1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DisputeAbout(StrEnum):
    """What is disputed: an open request to the applicant, or who is competent for an item."""

    REQUEST = "request"
    COMPETENCE = "competence"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The supervisor's decision; ``competent_department`` only in a dispute about competence."""

    sustained: bool
    reasons: str
    decided_by: str
    decided_at: datetime
    competent_department: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One dispute about one item; ``department`` is that of an official, None of the applicant."""

    dispute_id: str
    about: DisputeAbout
    item_code: str
    reasons: str
    raised_by: str
    raised_at: datetime
    department: str | None = None
    ruling: Ruling | None = None

    @property
    def is_open(self) -> bool:
        return self.ruling is None
