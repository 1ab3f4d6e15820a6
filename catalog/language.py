"""The part of CEL that rules may use, as a tree, so that rules can be checked and half evaluated.

The CEL library evaluates but shows no tree. What this parser does not know is refused by the
checks, so that every rule in force has one. Rules compare and do not compute: CEL adds no whole
number to a broken one, and an answer may be either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
  | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
  | (?P<sign>&&|\|\||==|!=|<=|>=|[-!<>?:()\[\],.])
    )""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\(.)")
_COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_END = ("end", "")
_DEEPEST = 40


class LanguageError(Exception):
    """The expression is not of this language."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression with its own text."""

    text: str


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A truth value, a number or a text."""

    value: bool | float | str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """An answer; dotted where it is a member, as in ``form.floor_area``."""

    name: str


@dataclass(frozen=True, slots=True)
class Several(Node):
    """A list."""

    members: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """Not so."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """Both (``&&``) or either (``||``)."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """Two values compared, or one sought in a list (``in``)."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """One of two values."""

    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Size(Node):
    """How many members a list has."""

    operand: Node


@lru_cache(maxsize=2048)
def tree(expression: str) -> Node:
    """Give the expression as a tree.

    Raises:
        LanguageError: it is not of this language.
    """
    parser = _Parser(expression)
    node = parser.conditional()
    parser.finish()
    return node


def names(node: Node) -> Iterator[str]:
    """Give every answer that a part reads, as often as it does."""
    if isinstance(node, Name):
        yield node.name
    for child in children(node):
        yield from names(child)


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Logic(left=left, right=right) | Comparison(left=left, right=right):
            return (left, right)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Negation(operand=operand) | Size(operand=operand):
            return (operand,)
        case Several(members=members):
            return members
        case _:
            return ()


class _Parser:
    """Recursive descent, one method for each strength of binding, weakest first."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = [*_tokens(expression)]
        self._next = 0
        self._depth = 0

    def conditional(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise LanguageError("is nested too deeply")
        begin, node = self._begin(), self._either()
        if self._skip("?"):
            then = self.conditional()
            self.take(":")
            otherwise = self.conditional()
            node = Conditional(self._since(begin), node, then, otherwise)
        self._depth -= 1
        return node

    def take(self, sign: str) -> None:
        """Step over a sign that must come now."""
        if not self._skip(sign):
            raise LanguageError(f"expected {sign}, found {self._token[1] or 'its end'}")

    def finish(self) -> None:
        """Make sure that nothing is left."""
        if self._token != _END:
            raise LanguageError(f"does not go on with {self._token[1]}")

    def _either(self) -> Node:
        begin, node = self._begin(), self._both()
        while self._skip("||"):
            right = self._both()
            node = Logic(self._since(begin), "||", node, right)
        return node

    def _both(self) -> Node:
        begin, node = self._begin(), self._comparison()
        while self._skip("&&"):
            right = self._comparison()
            node = Logic(self._since(begin), "&&", node, right)
        return node

    def _comparison(self) -> Node:
        begin, node = self._begin(), self._unary()
        while (sign := self._token[1]) in _COMPARISONS and self._token[0] != "text":
            self._next += 1
            right = self._unary()
            node = Comparison(self._since(begin), sign, node, right)
        return node

    def _unary(self) -> Node:
        begin = self._begin()
        if self._skip("!"):
            operand = self._unary()
            return Negation(self._since(begin), operand)
        if self._skip("-"):
            kind, text = self._token
            if kind != "number":
                raise LanguageError("has a minus sign that is not before a number")
            self._next += 1
            return Literal(self._since(begin), -float(text))
        return self._primary()

    def _primary(self) -> Node:
        begin, (kind, text) = self._begin(), self._token
        self._next += 1
        if kind == "number":
            return Literal(text, float(text))
        if kind == "text":
            return Literal(text, _ESCAPED.sub(r"\1", text[1:-1]))
        if kind == "name":
            return self._named(begin, text)
        if text == "(":
            node = self.conditional()
            self.take(")")
            return node
        if text == "[":
            members = self._members()
            return Several(self._since(begin), members)
        raise LanguageError(f"does not go on with {text or 'its end'}")

    def _named(self, begin: int, name: str) -> Node:
        if name in {"true", "false"}:
            return Literal(name, name == "true")
        if name == "size" and self._skip("("):
            operand = self.conditional()
            self.take(")")
            return Size(self._since(begin), operand)
        while self._skip("."):
            kind, member = self._token
            if kind != "name":
                raise LanguageError(f"does not go on with {member or 'its end'}")
            self._next += 1
            name = f"{name}.{member}"
        if self._token == ("sign", "("):
            raise LanguageError(f"calls {name}, which rules may not")
        return Name(self._since(begin), name)

    def _members(self) -> tuple[Node, ...]:
        members: list[Node] = []
        while not self._skip("]"):
            if members:
                self.take(",")
            members.append(self.conditional())
        return tuple(members)

    def _skip(self, sign: str) -> bool:
        found = self._token == ("sign", sign)
        self._next += found
        return found

    @property
    def _token(self) -> tuple[str, str]:
        if self._next >= len(self._tokens):
            return _END
        kind, text, _, _ = self._tokens[self._next]
        return kind, text

    def _begin(self) -> int:
        return self._tokens[self._next][2] if self._next < len(self._tokens) else 0

    def _since(self, begin: int) -> str:
        return self._expression[begin : self._tokens[self._next - 1][3]]


def _tokens(expression: str) -> Iterator[tuple[str, str, int, int]]:
    """Give kind, text, first and last place of each token."""
    place, end = 0, len(expression.rstrip())
    while place < end:
        found = _TOKEN.match(expression, place)
        if found is None or found.lastgroup is None:
            raise LanguageError(f"cannot be read from: {expression[place : place + 20].strip()}")
        kind = found.lastgroup
        yield kind, found[kind], found.start(kind), found.end(kind)
        place = found.end()
