"""Reads the catalogue's files as a whole and refuses them with every problem named."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from catalog import building, checks, schema
from catalog.catalogue import Catalogue
from catalog.problems import CatalogueError, Problem
from catalog.questions import QuestionsFile, ThemesFile
from catalog.reading import checked, expanded, read_yaml

__all__ = ["CATALOGUE_DIRECTORY", "Catalogue", "CatalogueError", "load_catalogue"]

CATALOGUE_DIRECTORY = Path(__file__).parent
_NOT_PART_OF_IT = "calendar.yaml"
"""The working calendar has a version of its own and does not change a case's law."""

_LICENCE_FIRST = "items/BL-"

Model = TypeVar("Model", bound=BaseModel)
Content = TypeVar("Content")


def load_catalogue(directory: Path = CATALOGUE_DIRECTORY) -> Catalogue:
    """Read and check the whole catalogue.

    Raises:
        CatalogueError: with one line for each problem: file, key and what is wrong.
    """
    reader = _Reader(directory)
    catalogue = _assembled(reader)
    problems = (*reader.problems, *(checks.check(catalogue) if catalogue else ()))
    if catalogue is None or problems:
        raise CatalogueError(problems)
    return catalogue


@dataclass(slots=True)
class _Reader:
    """Reads file after file and gathers what is wrong, so that nobody mends one by one."""

    directory: Path
    problems: list[Problem] = field(default_factory=list)

    def file(self, model: type[Model], name: str) -> Model | None:
        path = self.directory / name
        return self._gathered(lambda: checked(model, read_yaml(path, name=name), name=name))

    def folder(self, model: type[Model], name: str) -> list[tuple[str, Model]]:
        names = sorted(f"{name}/{path.name}" for path in (self.directory / name).glob("*.yaml"))
        found = [(each, self.file(model, each)) for each in names]
        return [(each, entry) for each, entry in found if entry is not None]

    def items(self, shared: schema.SharedFile) -> list[tuple[str, schema.ItemFile]]:
        library: dict[str, dict[str, object]] = {
            "fields": {entry.code: entry for entry in shared.fields},
            "papers": {entry.code: entry for entry in shared.papers},
            "checklist": {entry.code: entry for entry in shared.checklist},
        }
        names = sorted(
            (f"items/{path.name}" for path in (self.directory / "items").glob("*.yaml")),
            key=lambda name: (not name.startswith(_LICENCE_FIRST), name),
        )
        found = [(name, self._item(name, library)) for name in names]
        return [(name, entry) for name, entry in found if entry is not None]

    def _item(
        self, name: str, library: Mapping[str, Mapping[str, object]]
    ) -> schema.ItemFile | None:
        def read() -> schema.ItemFile:
            content = expanded(read_yaml(self.directory / name, name=name), library)
            return checked(schema.ItemFile, content, name=name)

        return self._gathered(read)

    def keyed(self, entries: Iterable[tuple[str, Model]], name_of: str) -> dict[str, Model]:
        """Give the entries by code; a file is named after its code and no code comes twice."""
        keyed: dict[str, Model] = {}
        for name, entry in entries:
            code = str(getattr(entry, "code"))  # noqa: B009  # every entry of a folder has one
            if name != f"{name_of}/{code}.yaml":
                self.problems.append(Problem(name, "code", f"is {code}, not the file's name"))
            keyed[code] = entry
        return keyed

    def _gathered(self, read: Callable[[], Content]) -> Content | None:
        try:
            return read()
        except CatalogueError as error:
            self.problems.extend(error.problems)
            return None


def _assembled(reader: _Reader) -> Catalogue | None:
    """Build the catalogue; None when a file it cannot do without is unusable."""
    shared = reader.file(schema.SharedFile, "shared.yaml")
    questions = reader.file(QuestionsFile, "questions.yaml")
    themes = reader.file(ThemesFile, "themes.yaml")
    schemes = reader.keyed(reader.folder(schema.SchemeFile, "schemes"), "schemes")
    items = reader.keyed(reader.items(shared), "items") if shared else {}
    if reader.problems or questions is None or themes is None:
        return None
    return Catalogue(
        version=_content_hash(reader.directory),
        schemes=_frozen({code: building.scheme(entry) for code, entry in schemes.items()}),
        themes=_frozen({theme.code: theme for theme in themes.themes}),
        questions=questions.questions,
        items=_frozen(items),
        areas=_frozen({code: entry.areas for code, entry in schemes.items()}),
        departments=_frozen(
            {
                code: _frozen({department.code: department for department in entry.departments})
                for code, entry in schemes.items()
            }
        ),
    )


def _frozen(entries: dict[str, Content]) -> MappingProxyType[str, Content]:
    return MappingProxyType(entries)


def _content_hash(directory: Path) -> str:
    """Twelve hexadecimal digits that change with any file of the catalogue."""
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*.yaml")):
        if path.name != _NOT_PART_OF_IT:
            digest.update(path.relative_to(directory).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
