"""Scope entries 经营范围规范条目 and their push list: what may stand in ``scope/*.yaml``."""

from typing import Annotated, Literal

from pydantic import Field

from catalog.entries import Code, Entry, ItemCode, Labelled, Source
from domain.scope import ScopeEntry


class ScopeLine(Labelled):
    """One entry with its one line of the push list (R34).

    ``kind`` is permit 许可经营项目 or general 一般经营项目; ``tells`` names the departments.
    """

    code: Code
    kind: Literal["permit", "general"]
    items: tuple[ItemCode, ...] = ()
    tells: Annotated[tuple[Code, ...], Field(min_length=1)]
    source: Source

    @property
    def value(self) -> ScopeEntry:
        return ScopeEntry(
            code=self.code,
            label=self.label,
            needs_permit=self.kind == "permit",
            items=self.items,
            departments=self.tells,
            source=self.source,
        )


class ScopeFile(Entry):
    """Entries of one topic."""

    scope: Annotated[tuple[ScopeLine, ...], Field(min_length=1)]
