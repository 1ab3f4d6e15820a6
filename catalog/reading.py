"""The catalogue's files as checked models; whatever is wrong is told with file and key."""

from collections import Counter
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from catalog.problems import CatalogueError, Problem

NEVER_REPLACED = frozenset({"effective_from", "effective_until", "areas", "rules", "variants"})
"""A variant says how an item is handled, not when, where or for whom it is needed."""

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
        keys = Counter(str(key.value) for key, _ in node.value)
        twice = next((key for key, number in keys.items() if number > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(
                None, None, f"key {twice!r} is there twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


def parsed(text: str, *, name: str) -> object:
    """Read the text of one file.

    Raises:
        CatalogueError: it is not YAML, or has a key twice.
    """
    try:
        return yaml.load(text, Loader=UniqueKeyLoader)  # noqa: S506  # a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        told = f"is not YAML: {' '.join(str(error).split())}"
        raise CatalogueError((Problem(name, "", told),)) from error


def read_text(path: Path, *, name: str) -> str:
    """Read one file as text.

    Raises:
        CatalogueError: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CatalogueError((Problem(name, "", f"cannot be read: {error.strerror}"),)) from error
    except UnicodeDecodeError as error:
        raise CatalogueError((Problem(name, "", "is not UTF-8"),)) from error


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
            Problem(name, ".".join(str(key) for key in found["loc"]), found["msg"])
            for found in error.errors()
        )
        raise CatalogueError(tuple(problems)) from error


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
