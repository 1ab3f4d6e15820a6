"""The catalogue's files as checked models; whatever is wrong is told with file and key."""

from collections import Counter
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from catalog.problems import CatalogueError, Problem

Model = TypeVar("Model", bound=BaseModel)


class UniqueKeyLoader(yaml.SafeLoader):
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


def read_yaml(path: Path, *, name: str) -> object:
    """Read one file.

    Raises:
        CatalogueError: it cannot be read, is not YAML, or has a key twice.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=UniqueKeyLoader)  # noqa: S506  # a SafeLoader
    except OSError as error:
        raise CatalogueError((Problem(name, "", f"cannot be read: {error.strerror}"),)) from error
    except (yaml.YAMLError, ValueError) as error:
        text = f"is not YAML: {' '.join(str(error).split())}"
        raise CatalogueError((Problem(name, "", text),)) from error


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
    """Lay the item's ``common`` part under each version, and put shared entries in place.

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
    return version
