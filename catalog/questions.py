"""What the files of questions and themes may hold."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from catalog.entries import Code, Entry, ItemCode, Labelled, Source, Text
from domain.labels import Label


class Choice(Labelled):
    """One answer to a question of kind choice or multiple."""

    code: Code


KNOWN_BY_REGISTRY = "registration"
_KNOWN_FROM = rf"^({KNOWN_BY_REGISTRY}|permit:(BL|B[1-9])-\d{{2}})$"


class Question(Labelled):
    """One question of guidance; ``asked_when`` is CEL over the answers before it.

    The answer to kind multiple is a list of codes of its choices.
    """

    code: Code
    kind: Literal["boolean", "choice", "multiple", "number", "text"]
    source: Source
    help_zh: Text | None = None
    help_en: Text | None = None
    choices: tuple[Choice, ...] = ()
    asked_when: Text | None = None
    minimum: float | None = None
    maximum: float | None = None
    known_from: Annotated[str, StringConstraints(pattern=_KNOWN_FROM)] | None = None
    """Where a yes is known without asking: the registry, or the certificate of a permit."""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.known_from and self.kind != "boolean":
            raise ValueError("known_from belongs to kind boolean")
        if (self.kind in {"choice", "multiple"}) != bool(self.choices):
            raise ValueError("choices belong to kinds choice and multiple, and these need them")
        if self.kind != "number" and (self.minimum is not None or self.maximum is not None):
            raise ValueError("minimum and maximum belong to kind number")
        if (self.help_zh is None) != (self.help_en is None):
            raise ValueError("help is given in both languages or in none")
        return self

    @property
    def help(self) -> Label | None:
        return Label(self.help_zh, self.help_en) if self.help_zh and self.help_en else None


class Contradiction(Entry):
    """Answers that cannot be true together; ``when`` is CEL over the answers."""

    when: Text
    message_zh: Text
    message_en: Text
    questions: Annotated[tuple[Code, ...], Field(min_length=1)]
    source: Source


class QuestionsFile(Entry):
    """Questions of one matter, in the order in which they are asked."""

    questions: tuple[Question, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


class Theme(Labelled):
    """A theme scene 一件事一次办 (R36)."""

    code: Code
    source: Source
    items: Annotated[tuple[ItemCode, ...], Field(min_length=1)]
    questions: Annotated[tuple[Code, ...], Field(min_length=1)]


class ThemesFile(Entry):
    """Theme scenes of one kind of trade."""

    themes: tuple[Theme, ...]
