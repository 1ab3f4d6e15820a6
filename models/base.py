"""Column kinds that every table uses alike."""

from typing import Any

from sqlalchemy import Column, DateTime, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field


def instant(*, nullable: bool = False, index: bool = False) -> Any:  # noqa: ANN401  # SQLModel's Field is untyped
    """An aware point in time; the case's own, never the database's clock."""
    return Field(sa_column=Column(DateTime(timezone=True), nullable=nullable, index=index))


def optional_instant(*, index: bool = False) -> Any:  # noqa: ANN401  # SQLModel's Field is untyped
    return Field(
        default=None, sa_column=Column(DateTime(timezone=True), nullable=True, index=index)
    )


def document() -> Any:  # noqa: ANN401  # SQLModel's Field is untyped
    """A JSON value."""
    return Field(sa_column=Column(JSONB, nullable=False))


def optional_document() -> Any:  # noqa: ANN401  # SQLModel's Field is untyped
    """A JSON value that may be missing."""
    return Field(default=None, sa_column=Column(JSONB, nullable=True))


def texts() -> Any:  # noqa: ANN401  # SQLModel's Field is untyped
    """A list of short texts that can be searched for one of them."""
    return Field(sa_column=Column(ARRAY(Text), nullable=False))
