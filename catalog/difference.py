"""What two versions of the catalogue say differently, entry by entry and in words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from pydantic import BaseModel

from catalog.catalogue import Catalogue
from catalog.schema import ItemFile, ItemVersion

_NAMING = ("code", "item_code", "name", "kind", "when")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: of which file and item, at which dotted key, what it was and what it is.

    ``before`` is None for what is new, ``after`` for what is gone.
    """

    file: str
    item: str | None
    key: str
    before: str | None
    after: str | None

    @property
    def words(self) -> str:
        """The change as a sentence."""
        what = f"{self.item or self.file}: {self.key or 'the whole'}"
        if self.before is None:
            return f"{what} is new: {self.after}"
        if self.after is None:
            return f"{what} is gone, it was: {self.before}"
        return f"{what} was {self.before} and becomes {self.after}"


def difference(before: Catalogue, after: Catalogue) -> tuple[Difference, ...]:
    """Give every change from one version to another, in the order of files."""
    return tuple(
        Difference(file, item, key, old, new)
        for file, item, ours, theirs in _parts(before, after)
        for key, old, new in _changes(ours, theirs)
    )


def changed_items(differences: Sequence[Difference]) -> tuple[str, ...]:
    """Give the items that any change is about."""
    return tuple(dict.fromkeys(each.item for each in differences if each.item))


def _parts(before: Catalogue, after: Catalogue) -> Iterator[tuple[str, str | None, object, object]]:
    for code in sorted({*before.items, *after.items}):
        ours, theirs = (_item(each.items.get(code)) for each in (before, after))
        yield f"items/{code}.yaml", code, ours, theirs
    for code in sorted({*before.schemes, *after.schemes}):
        yield f"schemes/{code}.yaml", None, _scheme(before, code), _scheme(after, code)
    for code in sorted({*before.themes, *after.themes}):
        ours, theirs = (_plain(each.themes.get(code, _MISSING)) for each in (before, after))
        yield "themes", None, _under(code, ours), _under(code, theirs)
    yield "questions", None, _plain(before.questions), _plain(after.questions)
    ours, theirs = (_plain(each.contradictions) for each in (before, after))
    yield "questions", None, _under("contradictions", ours), _under("contradictions", theirs)


def _item(entry: ItemFile | None) -> object:
    """Give an item with its versions by first day and area, which is how people know them."""
    if entry is None:
        return _MISSING
    plain = entry.model_dump(mode="json")
    versions = [_version(each) for each in entry.versions]
    return plain | {"versions": dict(versions)}


def _version(version: ItemVersion) -> tuple[str, object]:
    name = f"{version.effective_from} {'+'.join(version.areas)}"
    plain = version.model_dump(mode="json", exclude={"variants"})
    variants = {
        each.code: each.model_dump(mode="json", exclude={"replaces"})
        | {"replaces": _replaced(each.replaces.model_dump(mode="json"), plain)}
        for each in version.variants
    }
    return name, plain | {"variants": variants}


def _replaced(whole: Mapping[str, object], base: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in whole.items() if base.get(key) != value}


def _scheme(catalogue: Catalogue, code: str) -> object:
    if code not in catalogue.schemes:
        return _MISSING
    departments = catalogue.departments[code].values()
    return json.loads(json.dumps(asdict(catalogue.schemes[code]), default=str)) | {
        "areas": list(catalogue.areas[code]),
        "departments": [each.model_dump(mode="json") for each in departments],
    }


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _under(key: str, value: object) -> object:
    return value if value is _MISSING else {key: value}


def _changes(
    before: object, after: object, key: str = ""
) -> Iterator[tuple[str, str | None, str | None]]:
    ours, theirs = _by_name(before), _by_name(after)
    if ours is not None and theirs is not None:
        for name in dict.fromkeys((*ours, *theirs)):
            inside = f"{key}.{name}".lstrip(".")
            yield from _changes(ours.get(name, _MISSING), theirs.get(name, _MISSING), inside)
    elif before != after:
        yield key, _text(before), _text(after)


def _by_name(value: object) -> dict[str, object] | None:
    """Give a mapping as it is, and a list of named entries by their names; None for the rest."""
    if isinstance(value, dict):
        return {str(name): entry for name, entry in value.items()}
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return None
    named = {_name(each): each for each in value}
    return named if len(named) == len(value) else None


def _name(entry: Mapping[str, object]) -> str:
    return next((str(entry[key]) for key in _NAMING if entry.get(key)), json.dumps(str(entry)))


def _text(value: object) -> str | None:
    """Give a value in words: an entry by its labels, a list by its members."""
    if value is _MISSING or value is None:
        return None
    if isinstance(value, dict):
        labels = [str(value[key]) for key in ("label_zh", "label_en") if value.get(key)]
        return " / ".join(labels) or json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "、".join(_text(each) or "nothing" for each in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
