"""Read model of permits and licences, and the numbers and places they are given."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import instant

NUMBERED = "numbered"
"""Status of a permit that has a number but whose issuance is not recorded; nobody is shown it."""


class PermitRow(SQLModel, table=True):
    """One permit; its number and its place in the case are unique by database keys.

    It is written when the number is given and becomes visible when it is issued.
    """

    __tablename__ = "permit"
    __table_args__ = (UniqueConstraint("case_id", "item_code"),)

    permit_id: str = Field(primary_key=True)
    number: str = Field(unique=True)
    case_id: str
    item_code: str
    version: int
    business_id: str = Field(index=True)
    licence_code: str = Field(index=True)
    department: str
    department_zh: str
    department_en: str
    label_zh: str
    label_en: str
    status: str = Field(index=True)
    valid_from: date
    valid_until: date | None = None
    verification_due_on: date | None = None
    sequence: int = 0
    chain_head: str = ""
    stage: str = "valid"
    grant_state: str | None = None
    state: str | None = None


class LicenceRow(SQLModel, table=True):
    """The licence of a business: one code for all its permits, from any case."""

    __tablename__ = "licence"

    licence_code: str = Field(primary_key=True)
    business_id: str = Field(unique=True)
    business_name: str
    uscc: str | None = None
    scheme: str
    version: int
    issued_at: datetime = instant()


class ExternalPermitRow(SQLModel, table=True):
    """A permit of an earlier, traditional or other department's case, shown under the same code."""

    __tablename__ = "external_permit"
    __table_args__ = (UniqueConstraint("department", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    uscc: str = Field(index=True)
    number: str
    department: str
    department_zh: str
    department_en: str
    label_zh: str
    label_en: str
    status: str
    valid_from: date
    valid_until: date | None = None


class NumberSeriesRow(SQLModel, table=True):
    """Last serial given out under a prefix in a year."""

    __tablename__ = "number_series"

    prefix: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class PlacePoolRow(SQLModel, table=True):
    """How many places a quantity-limited item has in an area (its published layout)."""

    __tablename__ = "place_pool"

    item_code: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    capacity: int


class PlaceRow(SQLModel, table=True):
    """A lane's place in the queue, ordered by acceptance (行政许可法 57)."""

    __tablename__ = "place"

    item_code: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    case_id: str = Field(primary_key=True)
    accepted_at: datetime = instant()
    has_place: bool = False


class BarRow(SQLModel, table=True):
    """A bar against a business for an item (Art. 78, 79)."""

    __tablename__ = "bar"

    id: int | None = Field(default=None, primary_key=True)
    business_id: str = Field(index=True)
    item_code: str
    until: date
    source: str


class CreditRecordRow(SQLModel, table=True):
    """Kept and broken commitments and pledges of a business (履诺信息, R96)."""

    __tablename__ = "credit_record"

    id: int | None = Field(default=None, primary_key=True)
    business_id: str = Field(index=True)
    stream: str
    sequence: int
    kind: str
    subject: str
    at: datetime = instant()
