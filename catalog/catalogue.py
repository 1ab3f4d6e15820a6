"""The loaded catalogue: what is in force where and when, and the slice a case takes with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from catalog import building
from catalog.answers import completed
from catalog.areas import narrowness, touches
from catalog.expressions import Answer, holds, variables
from catalog.questions import Contradiction, Question, Theme
from catalog.schema import ItemFile, ItemVersion, Variant
from catalog.scheme_schema import Department
from domain.catalogue import CatalogueSlice, Item, Scheme
from domain.errors import ErrorKind, Refused
from domain.scope import ScopeEntry

COUNTRY = "000000"
NO_ANSWERS: Mapping[str, Answer] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the catalogue's files say; a new content has a new ``version``.

    ``areas`` gives each scheme's area codes (GB/T 2260), the seat of its authority first,
    ``departments`` the authorities by the city's own names, and ``origins`` the file of each
    question and theme (``questions.<code>``, ``themes.<code>``).
    """

    version: str
    schemes: Mapping[str, Scheme]
    themes: Mapping[str, Theme]
    questions: tuple[Question, ...]
    items: Mapping[str, ItemFile]
    areas: Mapping[str, tuple[str, ...]]
    departments: Mapping[str, Mapping[str, Department]]
    contradictions: tuple[Contradiction, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    scope: Mapping[str, ScopeEntry] = field(default_factory=dict)

    @property
    def item_codes(self) -> tuple[str, ...]:
        return tuple(self.items)

    def scheme_of_area(self, area: str) -> Scheme | None:
        """Give the scheme of an area or of a town or sub-district within it (longer code)."""
        for code, areas in self.areas.items():
            if any(area.startswith(own) for own in areas):
                return self.schemes[code]
        return None

    def scheme(self, code: str) -> Scheme:
        """Give the scheme.

        Raises:
            Refused: there is none (``scheme``, not found).
        """
        found = self.schemes.get(code)
        if found is None:
            raise Refused(
                "scheme_unknown",
                "There is no such scheme.",
                rule="design §11",
                field="scheme",
                kind=ErrorKind.NOT_FOUND,
            )
        return found

    def slice(
        self,
        scheme_code: str,
        item_codes: tuple[str, ...],
        *,
        on: date,
        answers: Mapping[str, Answer] = NO_ANSWERS,
    ) -> CatalogueSlice:
        """Give the scheme and the items as they stand on a day for an applicant's answers.

        Where the licence itself is among the items, its code need not be filled in: the
        registry assigns it (design §4).

        Raises:
            Refused: scheme or item unknown (not found); none, twice, or not offered on that
                day (invalid). The field is ``scheme`` or ``items``. Or an answer is unusable.
        """
        scheme = self.scheme(scheme_code)
        _check_named_once(item_codes)
        items = tuple(self._item(scheme, code, on, answers) for code in item_codes)
        if any(item.brings_registration for item in items):
            items = tuple(_without_own_code(item) for item in items)
        return CatalogueSlice(self.version, on, scheme, items)

    def items_of_theme(self, code: str) -> tuple[str, ...]:
        """Give the items a theme is about.

        Raises:
            Refused: there is no such theme (``theme``, not found).
        """
        if code not in self.themes:
            raise _unknown("theme", "There is no such theme.")
        return tuple(self.themes[code].items)

    def describe(
        self,
        scheme_code: str,
        item_code: str,
        on: date,
        answers: Mapping[str, Answer] = NO_ANSWERS,
    ) -> Item | None:
        """Give the item as it stands on a day, offered by the scheme or not; None before it was.

        The answers choose its variant; without any it stands as for everybody else.

        Raises:
            Refused: the scheme is unknown (``scheme``, not found), or an answer is unusable.
        """
        self.scheme(scheme_code)
        version = self.version_in_force(scheme_code, item_code, on)
        if version is None:
            return None
        entry = self.items[item_code]
        owner = building.department(self.departments[scheme_code][entry.department])
        variant = self._variant(version, answers)
        described = building.item(entry, variant.replaces if variant else version, owner, variant)
        area = self.areas[scheme_code][0]
        handed_on = (each for each in described.delegations if each.holds_on(on))
        return replace(
            described, delegations=tuple(each for each in handed_on if touches(each.areas, area))
        )

    def _variant(self, version: ItemVersion, answers: Mapping[str, Answer]) -> Variant | None:
        """Give the first variant that fits; nothing is evaluated for an item without any."""
        if not version.variants or not answers:
            return None
        complete = completed(self.questions, answers)
        return next((each for each in version.variants if holds(each.when, complete)), None)

    def version_in_force(self, scheme_code: str, item_code: str, on: date) -> ItemVersion | None:
        """Give the version of the narrowest area, then of the latest day; None before the first.

        A version lasts until the next one of its area begins, or until its own last day.
        """
        area = self.areas[scheme_code][0]
        latest: dict[int, ItemVersion] = {}
        for version in sorted(self.items[item_code].versions, key=_beginning):
            narrow = narrowness(version.areas, area)
            if narrow is not None and version.effective_from <= on:
                latest[narrow] = version
        lasting = [narrow for narrow, version in latest.items() if not _ended(version, on)]
        return latest[max(lasting)] if lasting else None

    def questions_for(
        self, *, theme: str | None = None, item_codes: Iterable[str] = ()
    ) -> tuple[Question, ...]:
        """Give what is asked for a theme or for items, in order; for neither, everything.

        Raises:
            Refused: the theme or an item is unknown (``theme`` or ``items``, not found).
        """
        wanted = self._codes_asked(theme, tuple(item_codes))
        return tuple(question for question in self.questions if question.code in wanted)

    def _codes_asked(self, theme: str | None, item_codes: tuple[str, ...]) -> set[str]:
        if theme is not None:
            if theme not in self.themes:
                raise _unknown("theme", "There is no such theme.")
            return set(self.themes[theme].questions)
        for code in item_codes:
            if code not in self.items:
                raise _unknown("items", "There is no such item.")
        if not item_codes:
            return {question.code for question in self.questions}
        return self.read_for(item_codes)

    def read_for(self, item_codes: Iterable[str]) -> set[str]:
        """Codes of all questions the items' rules read, with those on which asking depends."""
        read = {
            name
            for code in item_codes
            for version in self.items[code].versions
            for when in _expressions(version)
            for name in variables(when)
        }
        for question in reversed(self.questions):
            if question.code in read and question.asked_when:
                read.update(variables(question.asked_when))
        return read

    def _item(self, scheme: Scheme, code: str, on: date, answers: Mapping[str, Answer]) -> Item:
        if code not in self.items:
            raise _unknown("items", "There is no such item.")
        item = self.describe(scheme.code, code, on, answers)
        if item is None or not scheme.offers(code, on):
            raise Refused(
                "item_not_offered",
                f"The scheme does not offer {code} on {on.isoformat()}.",
                rule=scheme.source,
                field="items",
                kind=ErrorKind.INVALID,
            )
        return item


def _expressions(version: ItemVersion) -> tuple[str, ...]:
    """Everything about a version that the answers decide."""
    rules = tuple(rule.when for rule in version.rules)
    return rules + tuple(variant.when for variant in version.variants)


def _beginning(version: ItemVersion) -> date:
    return version.effective_from


def _ended(version: ItemVersion, on: date) -> bool:
    return version.effective_until is not None and on > version.effective_until


def _check_named_once(item_codes: tuple[str, ...]) -> None:
    if not item_codes or len(set(item_codes)) != len(item_codes):
        raise Refused(
            "items_invalid",
            "Name at least one item, and each of them once.",
            rule="R36",
            field="items",
            kind=ErrorKind.INVALID,
        )


def _without_own_code(item: Item) -> Item:
    fields = tuple(
        replace(field, required=False) if field.kind == "uscc" else field for field in item.fields
    )
    return replace(item, fields=fields)


def _unknown(field: str, message: str) -> Refused:
    return Refused(
        f"{field.removesuffix('s')}_unknown",
        message,
        rule="design §11",
        field=field,
        kind=ErrorKind.NOT_FOUND,
    )
