"""Read model of human steps, and the advisory claims people lay on them."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.base import instant, optional_instant, texts

_IS_OPEN = text("status = 'open'")


class TaskRow(SQLModel, table=True):
    """One human step of a case or a permit; ``stream`` says of which."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open_due", "due_at", "task_id", postgresql_where=_IS_OPEN),
        Index("ix_task_open_since", "opened_at", "task_id", postgresql_where=_IS_OPEN),
    )

    task_id: str = Field(primary_key=True)
    stream: str = Field(index=True)
    kind: str = Field(index=True)
    item_codes: list[str] = texts()
    departments: list[str] = texts()
    role: str
    district: str
    status: str = Field(index=True)
    light: str
    opened_at: datetime = instant(index=True)
    due_at: datetime | None = optional_instant()
    assignee: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = optional_instant()
    outcome: str | None = None


class ClaimRow(SQLModel, table=True):
    """An advisory lease on a task: it spares double work, it decides nothing."""

    __tablename__ = "claim"

    task_id: str = Field(primary_key=True)
    holder: str
    until: datetime = instant()


class ClaimAuditRow(SQLModel, table=True):
    """Who claimed or released what, when."""

    __tablename__ = "claim_audit"

    id: int | None = Field(default=None, primary_key=True)
    task_id: str = Field(index=True)
    holder: str
    action: str
    at: datetime = instant()
