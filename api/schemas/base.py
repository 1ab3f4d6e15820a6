"""What all bodies share: unknown fields are refused, texts are bounded and storable."""

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from domain.catalogue import Label

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Body(BaseModel):
    """Base of everything that is sent to us."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """Base of everything that we answer."""

    model_config = ConfigDict(frozen=True)


def example(*bodies: dict[str, Any]) -> ConfigDict:
    """Give the configuration of a body that the documentation shows filled in."""
    return ConfigDict(json_schema_extra={"examples": list(bodies)})


def without_nul(text: str) -> str:
    """Give the text back when Postgres can store it."""
    if "\x00" in text:
        raise ValueError("a NUL character cannot be stored")
    return text


def _written_day(given: object) -> object:
    """Let no number of seconds and no instant pass for a day."""
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        raise ValueError("a day is written YYYY-MM-DD")
    return given


Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:@|-]{0,127}$")]
"""A stable code or an opaque id."""
Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(without_nul)]
ShortText = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(without_nul)]
OptionalText = Annotated[str, Field(max_length=2000), AfterValidator(without_nul)]
Day = Annotated[date, BeforeValidator(_written_day)]
Filter = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:@|-]{0,200}$")]
"""What a list is narrowed by: a code, a status, a subject."""


class LabelAnswer(Answer):
    """A text in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, label: Label) -> "LabelAnswer":
        return cls(zh=label.zh, en=label.en)


EntryT = TypeVar("EntryT")


class Page(Answer, Generic[EntryT]):
    """One page of a list; ``next_cursor`` leads to the following one, null at the end."""

    entries: tuple[EntryT, ...]
    next_cursor: str | None = None
