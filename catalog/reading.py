"""The catalogue's files as checked models; whatever is wrong is told with file and key."""

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalog.problems import CatalogueError, Problem

NEVER_REPLACED = frozenset({"effective_from", "effective_until", "areas", "rules", "variants"})
"""A variant says how an item is handled, not when, where or for whom it is needed."""

_MOST_NODES = 100_000
"""Many times what the longest file has."""
_OWN_RULES = {
    "catch_all": "catch_all",
    "id_twice": "id_twice",
    "target_forbidden": "target_forbidden",
}
Model = TypeVar("Model", bound=BaseModel)


try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml: the same, many times slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class UniqueKeyLoader(_Loader):
    """YAML silently keeps the last of two equal keys, which would lose an entry."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002  # signature of the base class
    ) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise UnusableError("id_twice", f"key {key.value!r} is there twice", key)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)

    def construct_day(self, node: yaml.ScalarNode) -> object:
        """Give the day; one that no calendar has is told with its line."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError as error:
            raise UnusableError("date_bad", f"{node.value} is no date: {error}", node) from error


UniqueKeyLoader.add_constructor("tag:yaml.org,2002:timestamp", UniqueKeyLoader.construct_day)


class UnusableError(Exception):
    """A place in a file that cannot be read, and by which rule."""

    def __init__(self, rule: str, text: str, node: yaml.Node) -> None:
        super().__init__(text)
        self.rule, self.text, self.line = rule, text, node.start_mark.line + 1


def parsed(text: str, *, name: str) -> object:
    """Read the text of one file.

    Raises:
        CatalogueError: it is not YAML, has a key twice, or a date that does not exist.
    """
    try:
        return _constructed(text)
    except UnusableError as error:
        problem = Problem(name, "", error.rule, error.text, error.line)
        raise CatalogueError((problem,)) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        told = f"is not YAML: {error.problem or error.context}"
        raise CatalogueError((Problem(name, "", "not_yaml", told, line),)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        told = f"is not YAML: {' '.join(str(error).split())}"
        raise CatalogueError((Problem(name, "", "not_yaml", told),)) from error


def _constructed(text: str) -> object:
    """Build the values, after a look at how many there would be: aliases multiply."""
    loader = UniqueKeyLoader(text)
    node = loader.get_single_node()
    if node is None:
        return None
    if _count(node, {}) > _MOST_NODES:
        raise UnusableError("too_large", f"has more than {_MOST_NODES} values", node)
    return loader.construct_document(node)


def _count(node: yaml.Node, counted: dict[int, int]) -> int:
    """Count values as often as aliases repeat them; what holds itself counts as too many."""
    if id(node) not in counted:
        counted[id(node)] = _MOST_NODES + 1
        counted[id(node)] = 1 + sum(_count(each, counted) for each in _children(node))
    return counted[id(node)]


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        yield from node.value
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from (key, value)


def read_text(path: Path, *, name: str) -> str:
    """Read one file as text.

    Raises:
        CatalogueError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CatalogueError((Problem(name, "", "unreadable", str(error.strerror)),)) from error
    except UnicodeDecodeError as error:
        raise CatalogueError((Problem(name, "", "unreadable", "is not UTF-8"),)) from error


def read_yaml(path: Path, *, name: str) -> object:
    """Read one file.

    Raises:
        CatalogueError: it cannot be read, is not YAML, or has a key twice.
    """
    return parsed(read_text(path, name=name), name=name)


def checked(model: type[Model], content: object, *, name: str) -> Model:
    """Check content against a model.

    Raises:
        CatalogueError: with every problem and its dotted key.
    """
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = (
            Problem(name, ".".join(str(key) for key in found["loc"]), _rule(found), found["msg"])
            for found in _deepest(error.errors(include_url=False))
        )
        raise CatalogueError(tuple(problems)) from error


def _deepest(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Leave out what only follows: a list that is empty because its one member is wrong."""
    places = [found["loc"] for found in errors]
    for found in errors:
        own = found["loc"]
        if not any(place[: len(own)] == own and len(place) > len(own) for place in places):
            yield found


def _rule(found: ErrorDetails) -> str:
    """Name the rule of the catalogue behind a fault that the model found."""
    last = str(found["loc"][-1]) if found["loc"] else ""
    if last.endswith("source"):
        return "source_missing"
    if found["type"].startswith(("date", "day")):
        return "date_bad"
    names = {"missing": "key_missing", "extra_forbidden": "key_unknown"}
    return names.get(found["type"], _OWN_RULES.get(found["type"], "schema"))


def expanded(content: object, library: Mapping[str, Mapping[str, object]]) -> object:
    """Lay the item's ``common`` part under each version, and the version under its variants.

    Shared entries are put in place.

    A code without a shared entry stays as it is, so that the schema refuses it with its key.
    """
    if not isinstance(content, dict) or not isinstance(content.get("versions"), list):
        return content
    common = content.get("common") or {}
    versions = [
        _with_shared({**common, **version}, library)
        if isinstance(version, dict) and isinstance(common, dict)
        else version
        for version in content["versions"]
    ]
    rest = {key: value for key, value in content.items() if key != "common"}
    return {**rest, "versions": versions}


def _with_shared(
    version: dict[str, object], library: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    for part, entries in library.items():
        named = version.get(part)
        if isinstance(named, list):
            version[part] = [
                entries.get(entry, entry) if isinstance(entry, str) else entry for entry in named
            ]
    return _with_variants(version, library)


def _with_variants(
    version: dict[str, object], library: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """Make each variant's ``replaces`` a whole version; what may not differ is refused later."""
    variants = version.get("variants")
    if not isinstance(variants, list):
        return version
    rest = {key: value for key, value in version.items() if key != "variants"}
    whole = [
        {**variant, "replaces": _with_shared(rest | variant["replaces"], library)}
        if isinstance(variant, dict) and _may_replace(variant.get("replaces"))
        else variant
        for variant in variants
    ]
    return {**version, "variants": whole}


def _may_replace(given: object) -> bool:
    return isinstance(given, dict) and bool(given) and not NEVER_REPLACED & given.keys()
