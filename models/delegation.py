"""Tables the API owns: who stands in for whom during leave (请假委托), and who laid that down."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.base import instant, optional_instant


class DelegationRow(SQLModel, table=True):
    """An official's tasks go to a colleague of the department from the first to the last day."""

    __tablename__ = "delegation"

    delegation_id: str = Field(primary_key=True)
    department: str
    principal: str = Field(index=True)
    delegate: str = Field(index=True)
    begins_on: date
    ends_on: date
    reason: str
    created_by: str
    created_at: datetime = instant()
    ended_at: datetime | None = optional_instant()


class DelegationAuditRow(SQLModel, table=True):
    """Who laid down or ended a delegation, when."""

    __tablename__ = "delegation_audit"

    id: int | None = Field(default=None, primary_key=True)
    delegation_id: str = Field(index=True)
    actor: str
    action: str
    at: datetime = instant()
