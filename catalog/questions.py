"""What the files of questions and themes may hold."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from catalog.entries import Code, Entry, ItemCode, Labelled, Source, Text, refuse_twice


class Choice(Labelled):
    """One answer to a question of kind choice."""

    code: Code


class Question(Labelled):
    """One question of guidance; ``asked_when`` is CEL over the answers before it."""

    code: Code
    kind: Literal["boolean", "choice", "number", "text"]
    source: Source
    choices: tuple[Choice, ...] = ()
    asked_when: Text | None = None
    minimum: float | None = None
    maximum: float | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices belong to kind choice, and it needs them")
        if self.kind != "number" and (self.minimum is not None or self.maximum is not None):
            raise ValueError("minimum and maximum belong to kind number")
        return self


class QuestionsFile(Entry):
    """All questions, in the order in which they are asked."""

    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class Theme(Labelled):
    """A theme scene 一件事一次办 (R36)."""

    code: Code
    source: Source
    items: Annotated[tuple[ItemCode, ...], Field(min_length=1)]
    questions: Annotated[tuple[Code, ...], Field(min_length=1)]


class ThemesFile(Entry):
    """All theme scenes."""

    themes: tuple[Theme, ...]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        refuse_twice(theme.code for theme in self.themes)
        return self
