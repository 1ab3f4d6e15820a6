"""Read model of applications: the case as recorded, with what lists need beside it."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from domain.statuses import LaneStatus
from models.base import instant, optional_instant, texts

UNDECIDED = tuple(status.value for status in LaneStatus if not status.is_decided)
"""Statuses of lanes that the board counts."""
_IS_UNDECIDED = text("status IN ({})".format(", ".join(f"'{each}'" for each in UNDECIDED)))


class ApplicationRow(SQLModel, table=True):
    """One application; ``state`` is the serialised case, equal to the fold of its events.

    ``submission`` is kept apart because it hardly ever changes but is the larger part.
    """

    __tablename__ = "application"

    case_id: str = Field(primary_key=True)
    case_number: str = Field(unique=True)
    scheme: str
    status: str = Field(index=True)
    ending: str | None = None
    applicant: str = Field(index=True)
    agent: str | None = Field(default=None, index=True)
    business_id: str = Field(index=True)
    district: str
    departments: list[str] = texts()
    sequence: int
    chain_head: str
    submission: str
    state: str
    received_at: datetime = instant(index=True)
    last_at: datetime = instant()


class LaneRow(SQLModel, table=True):
    """One item of an application for lists and boards."""

    __tablename__ = "lane"
    __table_args__ = (
        Index(
            "ix_lane_undecided",
            *("department", "district", "status", "light", "statutory_due"),
            postgresql_where=_IS_UNDECIDED,
        ),
        Index("ix_lane_due", "statutory_due", "case_id", postgresql_where=_IS_UNDECIDED),
    )

    case_id: str = Field(primary_key=True)
    item_code: str = Field(primary_key=True)
    department: str = Field(index=True)
    status: str
    route: str | None = None
    light: str
    dispatch: str
    dispatch_key: str = Field(index=True)
    promised_due: datetime | None = optional_instant()
    statutory_due: datetime | None = optional_instant()
    permit_number: str | None = None
    district: str = Field(default="", sa_column_kwargs={"server_default": ""})


class DebtRow(SQLModel, table=True):
    """One deficiency debt."""

    __tablename__ = "debt"

    debt_id: str = Field(primary_key=True)
    case_id: str = Field(index=True)
    item_code: str
    kind: str
    wants: str
    status: str
    due_on: str | None = None
