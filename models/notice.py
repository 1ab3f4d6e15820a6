"""Notices to people: written with the events that cause them, read from the in-app inbox."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.base import document, instant, optional_instant


class NoticeRow(SQLModel, table=True):
    """One notice to a subject, a department or a role; ``facts`` hold codes and dates only."""

    __tablename__ = "notice"

    id: int | None = Field(default=None, primary_key=True)
    stream: str = Field(index=True)
    sequence: int
    recipient_kind: str
    recipient: str = Field(index=True)
    template: str
    facts: dict[str, Any] = document()
    seal: str = ""
    created_at: datetime = instant()
    read_at: datetime | None = optional_instant()
