"""Read model of joint visits, and the times that a search holds until the visit is recorded."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.base import instant, optional_instant, texts


class VisitRow(SQLModel, table=True):
    """One joint visit of a case: when it is, and who comes (opaque subjects)."""

    __tablename__ = "visit"

    visit_id: str = Field(primary_key=True)
    case_id: str = Field(index=True)
    district: str
    status: str = Field(index=True)
    round: int
    item_codes: list[str] = texts()
    departments: list[str] = texts()
    inspectors: list[str] = texts()
    starts_at: datetime | None = optional_instant(index=True)
    ends_at: datetime | None = optional_instant()


class VisitHoldRow(SQLModel, table=True):
    """Time of an inspector that a search has chosen; it passes into the visit's own row."""

    __tablename__ = "visit_hold"

    visit_id: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    until: datetime = instant()
