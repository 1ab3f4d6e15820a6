"""Whether an expression makes sense over typed answers: like is compared with like."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.language import (
    Comparison,
    Conditional,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Several,
    Size,
)
from catalog.parts import FormField
from catalog.questions import Question


@dataclass(frozen=True, slots=True)
class Type:
    """``kind`` is truth, number, text, several or unknown; ``codes`` are the values it may have."""

    kind: str
    codes: frozenset[str] | None = None


TRUTH, NUMBER, TEXT, UNKNOWN = Type("truth"), Type("number"), Type("text"), Type("unknown")
_KINDS = {"boolean": TRUTH, "number": NUMBER, "text": TEXT}


def types_of_answers(questions: Iterable[Question]) -> dict[str, Type]:
    return {question.code: _type_of_answer(question) for question in questions}


def types_of_form(fields: Iterable[FormField], questions: Iterable[Question]) -> dict[str, Type]:
    """Give what rules of instant approval read: the form's texts, and the answers."""
    form = {
        f"form.{field.code}": Type("text", frozenset(field.choices) or None) for field in fields
    }
    answers = {f"answers.{code}": kind for code, kind in types_of_answers(questions).items()}
    return form | answers


def faults(node: Node, known: Mapping[str, Type]) -> tuple[str, ...]:
    """Give every way in which the expression makes no sense; none when it gives true or false."""
    found = [*_inside(node, known)]
    kind = _type(node, known)
    if kind.kind not in {"truth", "unknown"}:
        found.append(f"gives {kind.kind}, not true or false")
    return tuple(found)


def _inside(node: Node, known: Mapping[str, Type]) -> Iterator[str]:
    match node:
        case Name(name=name):
            if name not in known:
                yield f"reads {name}, which is not asked before it"
        case Negation(operand=operand):
            yield from _must_be(operand, TRUTH, known)
        case Logic(left=left, right=right):
            yield from _must_be(left, TRUTH, known)
            yield from _must_be(right, TRUTH, known)
        case Size(operand=operand):
            yield from _must_be(operand, Type("several"), known)
        case Conditional():
            yield from _of_conditional(node, known)
        case Comparison():
            yield from _of_comparison(node, known)
        case Several(members=members):
            for member in members:
                yield from _inside(member, known)
        case _:
            return


def _of_conditional(node: Conditional, known: Mapping[str, Type]) -> Iterator[str]:
    yield from _must_be(node.condition, TRUTH, known)
    yield from _inside(node.then, known)
    yield from _inside(node.otherwise, known)
    yield from _alike(node.then, node.otherwise, known)


def _of_comparison(node: Comparison, known: Mapping[str, Type]) -> Iterator[str]:
    if node.sign in {"==", "!="}:
        yield from _inside(node.left, known)
        yield from _inside(node.right, known)
        yield from _alike(node.left, node.right, known)
        yield from _possible(node.left, node.right, known)
        yield from _possible(node.right, node.left, known)
    elif node.sign == "in":
        yield from _inside(node.left, known)
        yield from _of_membership(node, known)
    else:
        yield from _must_be(node.left, NUMBER, known)
        yield from _must_be(node.right, NUMBER, known)


def _of_membership(node: Comparison, known: Mapping[str, Type]) -> Iterator[str]:
    if isinstance(node.right, Several):
        for member in node.right.members:
            yield from _inside(member, known)
            yield from _alike(node.left, member, known)
            yield from _possible(node.left, member, known)
        return
    yield from _must_be(node.right, Type("several"), known)
    yield from _must_be(node.left, TEXT, known)
    yield from _possible(node.right, node.left, known)


def _must_be(node: Node, wanted: Type, known: Mapping[str, Type]) -> Iterator[str]:
    yield from _inside(node, known)
    found = _type(node, known)
    if found.kind not in {wanted.kind, "unknown"}:
        yield f"uses {node.text}, which is {found.kind}, as {wanted.kind}"


def _alike(left: Node, right: Node, known: Mapping[str, Type]) -> Iterator[str]:
    kinds = {_type(left, known).kind, _type(right, known).kind} - {"unknown"}
    if len(kinds) > 1:
        yield f"compares {left.text} with {right.text}, which is of another kind"


def _possible(asked: Node, value: Node, known: Mapping[str, Type]) -> Iterator[str]:
    """A question with choices is compared with one of its choices."""
    codes = _type(asked, known).codes if isinstance(asked, Name) else None
    if codes is None or not isinstance(value, Literal) or not isinstance(value.value, str):
        return
    if value.value not in codes:
        yield f"compares {asked.text} with {value.text}, which is none of its choices"


def _type(node: Node, known: Mapping[str, Type]) -> Type:
    match node:
        case Literal(value=bool()) | Negation() | Logic() | Comparison():
            return TRUTH
        case Literal(value=str()):
            return TEXT
        case Literal() | Size():
            return NUMBER
        case Several():
            return Type("several")
        case Conditional(then=then):
            return _type(then, known)
        case Name(name=name):
            return known.get(name, UNKNOWN)
        case _:
            return UNKNOWN


def _type_of_answer(question: Question) -> Type:
    if question.kind in _KINDS:
        return _KINDS[question.kind]
    codes = frozenset(choice.code for choice in question.choices)
    return Type("several" if question.kind == "multiple" else "text", codes)
