"""Tables the API owns: drafts, uploaded documents, idempotency keys, seen callbacks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.base import document, instant, optional_document


class DraftRow(SQLModel, table=True):
    """An application in the making; owned by one applicant."""

    __tablename__ = "draft"

    draft_id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    case_id: str | None = None
    content: dict[str, Any] = document()
    shown: dict[str, Any] | None = optional_document()
    """The slice of the catalogue that its owner was shown last; None before there was one."""
    prefilled: dict[str, Any] | None = optional_document()
    """Known values put before the owner, apart from what the owner filled in."""
    updated_at: datetime = instant()


class NoticeGivenRow(SQLModel, table=True):
    """A one-time notice as it was given; equal notices are one row, with the first instant."""

    __tablename__ = "notice_given"

    notice_id: str = Field(primary_key=True)
    scheme: str
    catalogue_version: str
    content_hash: str = Field(index=True)
    answers: dict[str, Any] = document()
    content: dict[str, Any] = document()
    given_at: datetime = instant()


class CaseBurdenRow(SQLModel, table=True):
    """What a case asked of its applicant, and what its items would have asked one by one (R51)."""

    __tablename__ = "case_burden"

    case_id: str = Field(primary_key=True)
    scheme: str = Field(index=True)
    fields: int
    papers: int
    separate_fields: int
    separate_papers: int
    prefilled: int
    papers_shared: int
    submitted_at: datetime = instant(index=True)


class ThirdPartyRow(SQLModel, table=True):
    """Whose great interests an item touches: who it is and how it is reached, for its department.

    The record knows the opaque ``party_id`` alone.
    """

    __tablename__ = "third_party"

    party_id: str = Field(primary_key=True)
    case_id: str = Field(index=True)
    item_code: str
    name: str
    contact: str
    named_at: datetime = instant()


class DocumentRow(SQLModel, table=True):
    """An uploaded or made document; access is by this row and its case, never by hash."""

    __tablename__ = "document"

    document_id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    paper_code: str
    media_type: str
    size: int
    sha256: str
    address: str | None = None
    """Where a shared certificate lies; our own documents lie in the object store."""
    created_at: datetime = instant()
    facts: dict[str, str] | None = optional_document()
    """What the portal read from the paper, by the codes of the form's fields."""


class DocumentUseRow(SQLModel, table=True):
    """A document as handed in with a case; one document may serve several."""

    __tablename__ = "document_use"

    document_id: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True, index=True)


class IdempotencyRow(SQLModel, table=True):
    """What an acting request was answered with, by actor, route and key."""

    __tablename__ = "idempotency_key"

    actor: str = Field(primary_key=True)
    route: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body_hash: str
    answer: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))
    created_at: datetime = instant()


class CallbackMessageRow(SQLModel, table=True):
    """A department's callback that was taken; the same message id changes nothing again."""

    __tablename__ = "callback_message"

    department: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    received_at: datetime = instant()
