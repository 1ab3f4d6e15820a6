"""What a rule is given and what it gives back."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One breach of a rule, told in a sentence."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


@dataclass(frozen=True)
class SourceFile:
    """A file of the repository; ``path`` is relative to its root, with forward slashes."""

    path: str
    text: str

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py")

    @property
    def package(self) -> str:
        """The first folder of the path; empty for a file at the root."""
        parts = PurePosixPath(self.path).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def is_test(self) -> bool:
        """Whether pytest collects it."""
        return self.package == "tests" and PurePosixPath(self.path).name.startswith("test_")

    @property
    def is_product(self) -> bool:
        """Whether it is code that runs in the product or builds it: no test, no migration."""
        return self.is_python and self.package not in {"tests", "migrations"}

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the syntax tree, in no particular order.

        Raises:
            SyntaxError: the file is not Python.
        """
        return tuple(ast.walk(self.tree))

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    def at(self, line: int, sentence: str) -> Finding:
        return Finding(self.path, line, sentence)


Rule = Callable[[SourceFile], Iterator[Finding]]
