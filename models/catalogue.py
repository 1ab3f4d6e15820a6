"""Published versions of the catalogue; what was published is never changed or taken away."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.base import document, instant


class CatalogueVersionRow(SQLModel, table=True):
    """One publication: the texts of all files, in force from a day until the next publication."""

    __tablename__ = "catalogue_version"

    id: int | None = Field(default=None, primary_key=True)
    version: str
    effective_from: date = Field(index=True)
    files: dict[str, str] = document()
    published_by: str
    published_at: datetime = instant()
