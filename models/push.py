"""Registrations on their way to departments' systems: outbox, delivery log, and what came back."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from models.base import document, instant, optional_instant


class RegistrationPushRow(SQLModel, table=True):
    """One registration for one department's system; written in the turn that registers (R113).

    ``due_at`` is wall time, empty for at once; ``status`` is waiting or delivered.
    """

    __tablename__ = "registration_push"

    push_id: str = Field(primary_key=True)
    case_id: str = Field(index=True)
    department: str
    system: str
    content: dict[str, Any] = document()
    created_at: datetime = instant()
    status: str = Field(index=True)
    attempts: int
    due_at: datetime | None = optional_instant()
    delivered_at: datetime | None = optional_instant()


class PushAttemptRow(SQLModel, table=True):
    """One attempt to deliver; ``reason`` is empty when it succeeded. Wall time."""

    __tablename__ = "push_attempt"

    id: int | None = Field(default=None, primary_key=True)
    push_id: str = Field(index=True)
    at: datetime = instant()
    outcome: str
    reason: str = ""


class PushResultRow(SQLModel, table=True):
    """What a department found when it supervised the business it was told of (R114)."""

    __tablename__ = "push_result"

    push_id: str = Field(primary_key=True)
    message_id: str = Field(primary_key=True)
    outcome: str
    note: str
    at: datetime = instant()
    received_at: datetime = instant()
