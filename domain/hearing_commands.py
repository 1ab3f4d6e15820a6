"""What can be asked of a hearing in the review of an item (行政许可法 36, 46-48)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.actors import Actor


@dataclass(frozen=True, slots=True)
class TellHearingRight:
    """The reviewer tells whose great interests the item touches of the right to be heard.

    ``third_parties`` are opaque; who they are is kept apart from the record.
    """

    actor: Actor
    item_code: str
    notice_document_id: str
    third_parties: tuple[str, ...] = ()
    kind: Literal["tell_hearing_right"] = "tell_hearing_right"


@dataclass(frozen=True, slots=True)
class RequestItemHearing:
    """The applicant, or a third party by the window or the department, asks to be heard."""

    actor: Actor
    item_code: str
    third_party: str = ""
    kind: Literal["request_item_hearing"] = "request_item_hearing"


@dataclass(frozen=True, slots=True)
class AnnounceHearing:
    """The department announces when and where the hearing is held, and who chairs it."""

    actor: Actor
    item_code: str
    starts_at: datetime
    place: str
    chair: str
    notice_document_id: str
    kind: Literal["announce_hearing"] = "announce_hearing"


@dataclass(frozen=True, slots=True)
class RecordItemHearing:
    """The department files the record that chair and participants have signed.

    ``signed_by`` and ``absent`` are opaque subjects and third parties.
    """

    actor: Actor
    item_code: str
    record_document_id: str
    signed_by: tuple[str, ...]
    absent: tuple[str, ...] = ()
    kind: Literal["record_item_hearing"] = "record_item_hearing"


HearingCommand = TellHearingRight | RequestItemHearing | AnnounceHearing | RecordItemHearing
