"""Which systems a city's departments have, read from YAML and told clearly when it is wrong."""

from collections import Counter
from collections.abc import Hashable, Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

SYSTEMS_FILE = Path(__file__).with_name("systems.yaml")
"""The demo city; another city's file is named in the settings."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
UrlPath = Annotated[str, StringConstraints(pattern=r"^(/[a-z0-9-]+)+$")]


def _with_possible_port(address: str) -> str:
    # Raises ValueError, which pydantic tells with the place in the file.
    _ = urlsplit(address).port
    return address


Address = Annotated[
    str,
    StringConstraints(pattern=r"^https?://[^\s/?#]+(/[^\s?#]+)*$"),
    AfterValidator(_with_possible_port),
]
Seconds = Annotated[float, Field(gt=0, le=600)]


class SystemStyle(StrEnum):
    """How a system answers; each style has one adapter."""

    SYNCHRONOUS = "synchronous"
    CALLBACK = "callback"
    POLLED = "polled"


class DepartmentConfigurationError(Exception):
    """The configuration cannot be used; the message names file, key and what is wrong."""

    def __init__(self, where: str, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(f"{where}: {problem}" for problem in problems))
        self.where = where
        self.problems = problems


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reachable(_Entry):
    """Where a system is: under the base address, or at an address of its own."""

    path: UrlPath
    address: Address | None = None
    timeout_seconds: Seconds = 10

    @property
    def timeout(self) -> timedelta:
        return timedelta(seconds=self.timeout_seconds)

    def address_under(self, base_address: str) -> str:
        return self.address or f"{base_address.rstrip('/')}{self.path}"


class SystemConfiguration(Reachable):
    """One system of one department."""

    department: Code
    style: SystemStyle
    items: Annotated[tuple[str, ...], Field(min_length=1)]


class DepartmentsConfiguration(_Entry):
    """All systems of a city, by code; every item belongs to one system."""

    systems: Annotated[dict[Code, SystemConfiguration], Field(min_length=1)]
    shared_data: Reachable

    @model_validator(mode="after")
    def _is_unambiguous(self) -> Self:
        items = Counter(item for system in self.systems.values() for item in system.items)
        paths = Counter([*(s.path for s in self.systems.values()), self.shared_data.path])
        twice = [key for key, count in (items + paths).items() if count > 1]
        if twice:
            raise ValueError(f"named more than once: {', '.join(twice)}")
        return self

    def system_of(self, item_code: str) -> str | None:
        """Code of the system that decides an item."""
        found = (code for code, system in self.systems.items() if item_code in system.items)
        return next(found, None)


def load_configuration(source: Path | Mapping[str, object]) -> DepartmentsConfiguration:
    """Read a city's systems from its file, or check a mapping given in its place."""
    if isinstance(source, Path):
        return _checked(_read(source), where=str(source))
    return _checked(source, where="departments configuration")


def _checked(content: object, *, where: str) -> DepartmentsConfiguration:
    try:
        return DepartmentsConfiguration.model_validate(content)
    except ValidationError as error:
        problems = tuple(
            f"{'.'.join(str(key) for key in problem['loc']) or 'whole file'}: {problem['msg']}"
            for problem in error.errors()
        )
        raise DepartmentConfigurationError(where, problems) from error


def _read(path: Path) -> object:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_UniqueKeyLoader)  # noqa: S506  # a SafeLoader
    except OSError as error:
        raise DepartmentConfigurationError(str(path), (f"cannot be read: {error}",)) from error
    except (yaml.YAMLError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise DepartmentConfigurationError(str(path), (f"is not YAML: {problem}",)) from error


class _UniqueKeyLoader(yaml.SafeLoader):
    """YAML silently keeps the last of two equal keys, which would lose a system."""

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002  # signature of the base class
    ) -> dict[Hashable, object]:
        keys = Counter(str(key.value) for key, _ in node.value)
        for key, count in keys.items():
            if count > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} is there twice", node.start_mark
                )
        return super().construct_mapping(node, deep)
