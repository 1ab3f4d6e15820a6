"""Rules of purity: the law is a function of values, and a workflow replays alike."""

import ast
from collections.abc import Iterator

from scripts.lint.source import Finding, SourceFile

DOMAIN_MAY_IMPORT = frozenset(
    {
        "bisect",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "domain",
        "enum",
        "functools",
        "hashlib",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "types",
        "typing",
        "unicodedata",
    }
)
"""Parts of the standard library that have no clock, no chance and no outside; and itself."""

WORKFLOWS_MAY_IMPORT = DOMAIN_MAY_IMPORT | {
    "activities",
    "asyncio",
    "core.failures",
    "models",
    "temporalio",
    "workflows",
}
"""Activities stand for themselves there: they are named, never called."""

_NOT_REPEATABLE = frozenset(
    {
        "datetime.now",
        "datetime.today",
        "datetime.utcnow",
        "date.today",
        "time.monotonic",
        "time.sleep",
        "time.time",
        "uuid.uuid1",
        "uuid.uuid4",
        "uuid1",
        "uuid4",
    }
)
_OUTSIDE = frozenset({"input", "open", "print"})


def domain_is_pure(file: SourceFile) -> Iterator[Finding]:
    """``domain`` imports values only and asks neither clock, chance nor environment."""
    if file.package == "domain" and file.is_python:
        yield from _imports(file, DOMAIN_MAY_IMPORT)
        yield from _calls(file)


def workflows_are_repeatable(file: SourceFile) -> Iterator[Finding]:
    """``workflows`` take time, chance and ids from Temporal, and data from activities."""
    if file.package == "workflows" and file.is_python:
        yield from _imports(file, WORKFLOWS_MAY_IMPORT)
        yield from _calls(file)


def _imports(file: SourceFile, allowed: frozenset[str]) -> Iterator[Finding]:
    for node in file.nodes:
        for name in _imported(node):
            if not _is_allowed(name, allowed):
                sentence = f"{file.package} may not import {name}."
                yield file.at(getattr(node, "lineno", 1), sentence)


def _imported(node: ast.AST) -> tuple[str, ...]:
    match node:
        case ast.Import(names=names):
            return tuple(alias.name for alias in names)
        case ast.ImportFrom(module=str(module), level=0, names=names):
            # `from core import failures` names the module core.failures.
            return tuple(f"{module}.{alias.name}" for alias in names)
        case ast.ImportFrom():
            return ("a relative module",)
        case _:
            return ()


def _is_allowed(name: str, allowed: frozenset[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:length]) in allowed for length in range(1, len(parts) + 1))


def _calls(file: SourceFile) -> Iterator[Finding]:
    for node in file.nodes:
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            # `workflow.uuid4` repeats itself on replay; `datetime.datetime.now` does not.
            ending = ".".join(called.split(".")[-2:])
            if called in _OUTSIDE or ending in _NOT_REPEATABLE:
                yield file.at(node.lineno, f"{file.package} may not call {called}.")
