"""What all bodies share: unknown fields are refused, texts are bounded and storable."""

from typing import Annotated, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from domain.catalogue import Label


class Body(BaseModel):
    """Base of everything that is sent to us."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """Base of everything that we answer."""

    model_config = ConfigDict(frozen=True)


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("a NUL character cannot be stored")
    return text


Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:@|-]{0,127}$")]
"""A stable code or an opaque id."""
Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_without_nul)]
ShortText = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_without_nul)]
OptionalText = Annotated[str, Field(max_length=2000), AfterValidator(_without_nul)]


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
