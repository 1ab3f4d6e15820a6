"""What has happened to a hearing in the review of an item (行政许可法 46-48)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class HearingRightTold:
    """Applicant and third parties are told that they may be heard, until when they may ask."""

    item_code: str
    third_parties: tuple[str, ...]
    notice_document_id: str
    request_until: date
    kind: Literal["hearing_right_told"] = "hearing_right_told"


@dataclass(frozen=True, slots=True)
class ItemHearingRequested:
    """Somebody who may asked to be heard; it is held until ``hold_until``."""

    item_code: str
    by: str
    hold_until: date
    kind: Literal["item_hearing_requested"] = "item_hearing_requested"


@dataclass(frozen=True, slots=True)
class ItemHearingLapsed:
    """Nobody asked to be heard in time."""

    item_code: str
    kind: Literal["item_hearing_lapsed"] = "item_hearing_lapsed"


@dataclass(frozen=True, slots=True)
class HearingAnnounced:
    """Time, place and chair are announced; a mandatory hearing begins with this."""

    item_code: str
    starts_at: datetime
    place: str
    chair: str
    notice_document_id: str
    is_mandatory: bool
    kind: Literal["hearing_announced"] = "hearing_announced"


@dataclass(frozen=True, slots=True)
class HearingOverdue:
    """The last day for holding the hearing has passed."""

    item_code: str
    kind: Literal["hearing_overdue"] = "hearing_overdue"


@dataclass(frozen=True, slots=True)
class ItemHearingHeld:
    """The signed record is filed; the decision rests on it alone."""

    item_code: str
    record_document_id: str
    signed_by: tuple[str, ...]
    absent: tuple[str, ...]
    kind: Literal["item_hearing_held"] = "item_hearing_held"


HearingEvent = (
    HearingRightTold
    | ItemHearingRequested
    | ItemHearingLapsed
    | HearingAnnounced
    | HearingOverdue
    | ItemHearingHeld
)
