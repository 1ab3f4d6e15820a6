"""Hearings in the review of an item, as they are sent to us and answered."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from api.schemas.base import Answer, Body, Code, ShortText, example

_DOCUMENT = "5b1f0a7cf0a94c0d8f3e2b6f6f6c9f11"


class ThirdPartyInput(Body):
    """Somebody whose great interests the item touches; kept apart from the record."""

    name: ShortText
    contact: ShortText


class HearingRightInput(Body):
    """The written notice of the right to be heard, and to whom it goes."""

    model_config = example(
        {
            "notice_document_id": _DOCUMENT,
            "third_parties": [{"name": "相邻业主委员会", "contact": "石岐区孙文中路三号"}],
        }
    )

    notice_document_id: Code
    third_parties: Annotated[tuple[ThirdPartyInput, ...], Field(max_length=50)] = ()


class HearingRequestInput(Body):
    """Who asks to be heard: the applicant itself, or a third party by an official."""

    model_config = example({}, {"third_party": "3f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e"})

    third_party: Code | None = None


class AnnouncementInput(Body):
    """When and where the hearing is held, and who chairs it."""

    model_config = example(
        {
            "starts_at": "2026-12-15T09:30:00+08:00",
            "place": "政务服务中心三楼听证室",
            "chair": "chair-of-the-legal-section",
            "notice_document_id": _DOCUMENT,
        }
    )

    starts_at: AwareDatetime
    place: ShortText
    chair: Code
    notice_document_id: Code


class HearingRecordInput(Body):
    """The signed record; who stayed away is named."""

    model_config = example(
        {
            "record_document_id": _DOCUMENT,
            "signed_by": ["chair-of-the-legal-section", "applicant-1"],
            "absent": [],
        }
    )

    record_document_id: Code
    signed_by: Annotated[tuple[Code, ...], Field(max_length=60)]
    absent: Annotated[tuple[Code, ...], Field(max_length=60)] = ()


class HearingAnswer(Answer):
    """Where the hearing of an item stands."""

    item_code: str
    status: str | None
    is_mandatory: bool
    request_until: date | None = None
    hold_until: date | None = None
    starts_at: datetime | None = None
    place: str = ""
    chair: str = ""
    is_overdue: bool = False
    record_document_id: str = ""
    third_parties: tuple[str, ...] = ()


class ThirdPartyAnswer(Answer):
    """A third party as the department knows it."""

    party_id: str
    name: str
    contact: str
