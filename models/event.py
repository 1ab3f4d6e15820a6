"""The record: append-only, hash-chained per stream; a trigger refuses change and deletion."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.base import document, instant


class EventRow(SQLModel, table=True):
    """One event of an application or a permit."""

    __tablename__ = "event"

    stream: str = Field(primary_key=True)
    sequence: int = Field(primary_key=True)
    at: datetime = instant()
    cause: str = Field(index=True)
    kind: str = Field(index=True)
    actor_subject: str
    actor_role: str
    actor_department: str | None = None
    payload: dict[str, Any] = document()
    hash: str
