"""Bundles and versions of the catalogue as they travel."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from api.schemas.base import Answer, Body, Day, example, without_nul

_SHORTEST = "questions:\n  - {code: has_licence, kind: boolean, …}\n"

FileName = Annotated[
    str,
    StringConstraints(
        pattern=r"^(questions|shared|themes|items|schemes|scope)/[A-Za-z0-9_-]{1,80}\.yaml$"
    ),
]
FileText = Annotated[str, Field(max_length=500_000), AfterValidator(without_nul)]
Files = Annotated[dict[FileName, FileText], Field(min_length=1, max_length=300)]


class Bundle(Body):
    """All files of a catalogue, each text under its name."""

    model_config = example({"files": {"questions/00_basics.yaml": _SHORTEST}}) | {
        "str_strip_whitespace": False
    }

    files: Files


class Publication(Bundle):
    """A catalogue and the day from which it is in force, today or later."""

    model_config = example(
        {"files": {"questions/00_basics.yaml": _SHORTEST}, "effective_from": "2026-12-01"}
    ) | {"str_strip_whitespace": False}

    effective_from: Day


class ProblemAnswer(Answer):
    """What is wrong in which line of which file, and by which rule."""

    file: str
    line: int | None
    item: str | None
    key: str
    rule: str
    text: str


class Validation(Answer):
    """Whether a bundle can be used; its version is a hash of its files."""

    valid: bool
    version: str
    problems: tuple[ProblemAnswer, ...] = ()


class DifferenceAnswer(Answer):
    """One change; ``before`` is null for what is new, ``after`` for what is gone."""

    file: str
    item: str | None
    key: str
    before: str | None
    after: str | None
    words: str


class Touched(Answer):
    """Which open cases a change is about."""

    cases: tuple[str, ...] = Field(description="Received and not accepted: they take it over.")
    kept: int = Field(description="Accepted or correcting with a changed item: they keep theirs.")


class DifferencesAnswer(Answer):
    """What a bundle says differently from the version in force, and whom it touches."""

    before: str
    after: str
    differences: tuple[DifferenceAnswer, ...]
    touched: Touched


class VersionAnswer(Answer):
    """A published version."""

    version: str
    effective_from: date
    published_by: str
    published_at: datetime
    in_force: bool


class VersionsAnswer(Answer):
    """What is in force and everything published, the latest first."""

    in_force: str
    versions: tuple[VersionAnswer, ...]


class PublishedAnswer(Answer):
    """The version that was published, and the open cases that were told of it now."""

    version: str
    effective_from: date
    touched: Touched
    told: int


class AssumptionAnswer(Answer):
    """A figure that rests on an assumption."""

    file: str
    key: str
    text: str
