"""Rules of shape: docstrings, lengths and words in names."""

import ast
import re
from collections.abc import Iterator

from scripts.lint.source import Finding, SourceFile

LONGEST_FILE = 400
LONGEST_FUNCTION = 60

# The closed list of everything that can happen is read as one page; each entry is a few lines.
_LONGER_FOR_A_REASON = {"domain/events.py": 600}
# Written by alembic, not by hand.
_GENERATED = "migrations/versions/"

_VAGUE_WORDS = frozenset(
    {"cfg", "helper", "helpers", "impl", "mgr", "misc", "tmp", "util", "utils"}
)
_NAMES_OF_PYTEST = frozenset({"tmp_path", "tmp_path_factory"})
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def module_docstring(file: SourceFile) -> Iterator[Finding]:
    """Every module with code says in a sentence why it exists; tests say it by their names."""
    if not file.is_python or file.is_test:
        return
    if file.tree.body and ast.get_docstring(file.tree) is None:
        yield file.at(1, "The module has no docstring saying why it exists.")


def file_length(file: SourceFile) -> Iterator[Finding]:
    """A module that needs more than ``LONGEST_FILE`` lines wants to be two."""
    if not file.is_python or file.path.startswith(_GENERATED):
        return
    most = _LONGER_FOR_A_REASON.get(file.path, LONGEST_FILE)
    lines = len(file.text.splitlines())
    if lines > most:
        yield file.at(most + 1, f"The file has {lines} lines; {most} is the limit.")


def function_length(file: SourceFile) -> Iterator[Finding]:
    """A function of the product has at most ``LONGEST_FUNCTION`` lines, decorators apart.

    The alternatives of one ``case`` count as one line: they are a table, not a train of thought.
    """
    if not file.is_product:
        return
    for node in file.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _span(node) - _lines_of_alternatives(node)
            if lines > LONGEST_FUNCTION:
                sentence = f"{node.name} has {lines} lines; {LONGEST_FUNCTION} is the limit."
                yield file.at(node.lineno, sentence)


def _span(node: ast.stmt | ast.pattern) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _lines_of_alternatives(function: ast.AST) -> int:
    """Lines by which patterns are longer than one line."""
    cases = (node for node in ast.walk(function) if isinstance(node, ast.match_case))
    return sum(_span(case.pattern) - 1 for case in cases)


def names(file: SourceFile) -> Iterator[Finding]:
    """No name is made of a word that says nothing, or that nobody at the counter would say."""
    if not file.is_python:
        return
    for name in file.path.removesuffix(".py").split("/"):
        yield from _vague(file, 1, name)
    for node in file.nodes:
        for name in _given_names(node):
            yield from _vague(file, getattr(node, "lineno", 1), name)


def _vague(file: SourceFile, line: int, name: str) -> Iterator[Finding]:
    if name in _NAMES_OF_PYTEST:
        return
    vague = _VAGUE_WORDS & {word.lower() for word in _WORD.findall(name)}
    for word in sorted(vague):
        yield file.at(line, f"The name {name!r} holds {word!r}, which says nothing.")


def _given_names(node: ast.AST) -> tuple[str, ...]:
    """Names that this file gives; those of other people's libraries are theirs."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return (node.name,)
        case ast.arg():
            return (node.arg,)
        case ast.Name(ctx=ast.Store()):
            return (node.id,)
        case ast.Attribute(ctx=ast.Store()):
            return (node.attr,)
        case ast.alias(asname=str(alias)):
            return (alias,)
        case _:
            return ()
