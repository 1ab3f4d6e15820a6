"""What every entry of the catalogue's files is made of: strict types, labels and periods."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from domain.catalogue import Label
from domain.clock import LimitKind, LimitUnit

NOTHING_OPEN = re.compile(
    r"其他|其它|等等|\betc\b|\band so on\b|\bother (?:conditions|requirements)\b"
)
"""Catch-all wording 兜底条款, which no condition may have (R20, R40)."""

_ASSUMPTION = re.compile(r"assumption: \S.+")


def _without_catch_all(text: str) -> str:
    if NOTHING_OPEN.search(text):
        raise PydanticCustomError("catch_all", "has catch-all wording 兜底条款 (R20)")
    return text


def _says_what_is_assumed(text: str) -> str:
    if text.startswith("assumption") and not _ASSUMPTION.fullmatch(text):
        raise PydanticCustomError("source_missing", "an assumption says what is assumed")
    return text


def refuse_twice(codes: Iterable[str]) -> None:
    """Say no when a code is there more than once (raises PydanticCustomError)."""
    twice = [code for code, number in Counter(codes).items() if number > 1]
    if twice:
        raise PydanticCustomError(
            "id_twice", "there more than once: {codes}", {"codes": ", ".join(twice)}
        )


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
ItemCode = Annotated[str, StringConstraints(pattern=r"^(BL|B[1-9])-\d{2}$")]
AreaCode = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Source = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=200),
    AfterValidator(_says_what_is_assumed),
]
Measurable = Annotated[Text, AfterValidator(_without_catch_all)]
Day = Annotated[date, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Whole = Annotated[int, Field(strict=True, ge=0, le=1000)]
Percent = Annotated[int, Field(strict=True, ge=1, le=100)]
Count = Annotated[int, Field(strict=True, ge=1, le=1000)]


class Entry(BaseModel):
    """Base of all entries: a key that nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Labelled(Entry):
    """An entry that people read, in both languages."""

    label_zh: Text
    label_en: Text

    @property
    def label(self) -> Label:
        return Label(self.label_zh, self.label_en)


class Period(Entry):
    """A period with its unit and source; of the scheme unless a statute gives it."""

    kind: LimitKind = LimitKind.SCHEME
    count: Count
    unit: LimitUnit
    source: Source
