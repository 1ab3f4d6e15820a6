"""Business scope 经营范围: entries, the items they lead to, and who is told (R34, R113)."""

from dataclasses import dataclass

from domain.labels import Label


@dataclass(frozen=True, slots=True)
class ScopeEntry:
    """One entry of the scope catalogue with its line of the push list (推送告知目录, one to one).

    ``needs_permit`` marks 许可经营项目; the others are 一般经营项目, which may still lead to a
    filing. ``departments`` are those who are told of a business that registers it.
    """

    code: str
    label: Label
    needs_permit: bool
    items: tuple[str, ...]
    departments: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class PushTarget:
    """A department's system that is told of the registration, and by which of its entries.

    ``item_codes`` name what the department may expect to be asked for; it starts nothing of it
    by itself (R114).
    """

    department: str
    system: str
    scope_entries: tuple[str, ...]
    item_codes: tuple[str, ...]
