"""Reads the catalogue's files as a whole and refuses them with every problem named."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from catalog import building, checks, schema, scheme_schema
from catalog.catalogue import Catalogue
from catalog.lines import located
from catalog.problems import CatalogueError, Problem
from catalog.questions import Question, QuestionsFile, Theme, ThemesFile
from catalog.reading import checked, expanded, parsed, read_text
from catalog.scope import ScopeFile, ScopeLine

__all__ = ["CATALOGUE_DIRECTORY", "Catalogue", "CatalogueError", "load_catalogue"]

CATALOGUE_DIRECTORY = Path(__file__).parent
FOLDERS = ("questions", "shared", "themes", "items", "schemes", "scope")

_LICENCE_FIRST = "items/BL-"

Files = Mapping[str, str]
"""The texts of a catalogue's files by their names, for example ``items/B1-02.yaml``."""
Model = TypeVar("Model", bound=BaseModel)
Content = TypeVar("Content")
Named = TypeVar("Named", Question, Theme, ScopeLine)


def load_catalogue(directory: Path = CATALOGUE_DIRECTORY) -> Catalogue:
    """Read and check the whole catalogue of a directory.

    Raises:
        CatalogueError: with one line for each problem: file, key and what is wrong.
    """
    return catalogue_of(read_files(directory))


def read_files(directory: Path) -> dict[str, str]:
    """Read the files of a catalogue; the working calendar is none of them.

    Raises:
        CatalogueError: one cannot be read.
    """
    return {
        f"{folder}/{path.name}": read_text(path, name=f"{folder}/{path.name}")
        for folder in FOLDERS
        for path in sorted((directory / folder).glob("*.yaml"))
    }


def catalogue_of(files: Files) -> Catalogue:
    """Check the texts of a catalogue's files and put them together.

    Raises:
        CatalogueError: with one line for each problem: file, key and what is wrong.
    """
    reader = _Reader(files)
    catalogue = _assembled(reader)
    problems = (*reader.problems, *(checks.check(catalogue) if catalogue else ()))
    if catalogue is None or problems:
        raise CatalogueError(located(problems, files))
    return catalogue


def content_hash(files: Files) -> str:
    """Twelve hexadecimal digits that change with any file of the catalogue."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].encode() + b"\0")
    return digest.hexdigest()[:12]


@dataclass(slots=True)
class _Reader:
    """Reads file after file and gathers what is wrong, so that nobody mends one by one."""

    files: Files
    problems: list[Problem] = field(default_factory=list)

    def folder(
        self, model: type[Model], name: str, *, may_be_empty: bool = False
    ) -> list[tuple[str, Model]]:
        """Read a folder's files in the order of their names; a folder without any is told."""
        names = sorted(each for each in self.files if each.startswith(f"{name}/"))
        if not names and not may_be_empty:
            self.problems.append(Problem(name, "", "file_missing", "has no file"))
        found = [(each, self._file(model, each)) for each in names]
        return [(each, entry) for each, entry in found if entry is not None]

    def items(
        self, shared: Mapping[str, Mapping[str, object]]
    ) -> list[tuple[str, schema.ItemFile]]:
        names = sorted(
            (name for name in self.files if name.startswith("items/")),
            key=lambda name: (not name.startswith(_LICENCE_FIRST), name),
        )
        found = [(name, self._item(name, shared)) for name in names]
        return [(name, entry) for name, entry in found if entry is not None]

    def shared(self) -> dict[str, dict[str, object]]:
        """Give the shared entries of all files; a code that comes twice is told."""
        library: dict[str, dict[str, object]] = {"fields": {}, "papers": {}, "checklist": {}}
        for name, content in self.folder(schema.SharedFile, "shared"):
            for part, entries in library.items():
                for entry in getattr(content, part):
                    if entry.code in entries:
                        self._tell_twice(name, f"{part}.{entry.code}", entry.code)
                    entries[entry.code] = entry
        return library

    def keyed(self, entries: Iterable[tuple[str, Model]], name_of: str) -> dict[str, Model]:
        """Give the entries by code; a file is named after its code and no code comes twice."""
        keyed: dict[str, Model] = {}
        for name, entry in entries:
            code = str(getattr(entry, "code"))  # noqa: B009  # every entry of a folder has one
            if name != f"{name_of}/{code}.yaml":
                self.problems.append(
                    Problem(name, "code", "file_name", f"is {code}, not the file's name")
                )
            if code in keyed:
                self._tell_twice(name, "code", code)
            keyed[code] = entry
        return keyed

    def named_once(self, part: str, entries: Iterable[tuple[str, Named]]) -> dict[str, Named]:
        """Give entries of several files by code; a code that comes twice is told."""
        keyed: dict[str, Named] = {}
        for name, entry in entries:
            if entry.code in keyed:
                self._tell_twice(name, f"{part}.{entry.code}", entry.code)
            keyed[entry.code] = entry
        return keyed

    def _tell_twice(self, name: str, key: str, code: str) -> None:
        self.problems.append(Problem(name, key, "id_twice", f"{code} is there twice"))

    def _file(self, model: type[Model], name: str) -> Model | None:
        return self._gathered(
            lambda: checked(model, parsed(self.files[name], name=name), name=name)
        )

    def _item(
        self, name: str, library: Mapping[str, Mapping[str, object]]
    ) -> schema.ItemFile | None:
        def read() -> schema.ItemFile:
            content = expanded(parsed(self.files[name], name=name), library)
            return checked(schema.ItemFile, content, name=name)

        return self._gathered(read)

    def _gathered(self, read: Callable[[], Content]) -> Content | None:
        try:
            return read()
        except CatalogueError as error:
            self.problems.extend(error.problems)
            return None


def _assembled(reader: _Reader) -> Catalogue | None:
    """Build the catalogue; None when a file is unusable."""
    asked = reader.folder(QuestionsFile, "questions")
    scenes = reader.folder(ThemesFile, "themes")
    schemes = reader.keyed(reader.folder(scheme_schema.SchemeFile, "schemes"), "schemes")
    items = reader.keyed(reader.items(reader.shared()), "items")
    questions = [(name, each) for name, content in asked for each in content.questions]
    themes = [(name, each) for name, content in scenes for each in content.themes]
    lines = [
        (name, each)
        for name, content in reader.folder(ScopeFile, "scope", may_be_empty=True)
        for each in content.scope
    ]
    scope_by_code = reader.named_once("scope", lines)
    themes_by_code = reader.named_once("themes", themes)
    reader.named_once("questions", questions)
    if reader.problems:
        return None
    return Catalogue(
        version=content_hash(reader.files),
        schemes=_frozen({code: building.scheme(entry) for code, entry in schemes.items()}),
        themes=_frozen(themes_by_code),
        questions=tuple(question for _, question in questions),
        contradictions=tuple(each for _, content in asked for each in content.contradictions),
        items=_frozen(items),
        areas=_frozen({code: entry.areas for code, entry in schemes.items()}),
        departments=_frozen(
            {
                code: _frozen({department.code: department for department in entry.departments})
                for code, entry in schemes.items()
            }
        ),
        scope=_frozen({code: line.value for code, line in scope_by_code.items()}),
        origins=_frozen(
            {f"questions.{each.code}": name for name, each in questions}
            | {f"themes.{each.code}": name for name, each in themes}
            | {f"scope.{each.code}": name for name, each in lines}
            | _places_of_contradictions(asked)
        ),
    )


def _places_of_contradictions(asked: Iterable[tuple[str, QuestionsFile]]) -> dict[str, str]:
    """Give file and number within it of each contradiction, counted over all files."""
    places = [
        (name, number) for name, content in asked for number in range(len(content.contradictions))
    ]
    return {f"contradictions.{n}": name for n, (name, _) in enumerate(places)} | {
        f"contradiction.{n}": str(number) for n, (_, number) in enumerate(places)
    }


def _frozen(entries: dict[str, Content]) -> MappingProxyType[str, Content]:
    return MappingProxyType(entries)
