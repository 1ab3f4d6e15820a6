"""What several checks share: codes named twice, expressions, and versions with their variants."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from catalog.answer_types import Type, faults
from catalog.expressions import ExpressionError, variables
from catalog.language import LanguageError, tree
from catalog.problems import Problem
from catalog.schema import ItemFile, ItemVersion


def twice(name: str, key: str, codes: Iterable[str]) -> Iterator[Problem]:
    for code, number in Counter(codes).items():
        if number > 1:
            yield Problem(name, f"{key}.{code}", "id_twice", f"{code} is there {number} times")


def of_expression(
    name: str, key: str, expression: str, known: Mapping[str, Type]
) -> Iterator[Problem]:
    """What the expression language (CEL) or the types of the answers do not allow."""
    try:
        node = tree(expression)
        variables(expression)
    except (LanguageError, ExpressionError) as error:
        yield Problem(name, key, "expression_unreadable", f"cannot be parsed: {error}")
    else:
        for fault in faults(node, known):
            yield Problem(name, key, "expression_type", fault)


def file_of(item: ItemFile) -> str:
    return f"items/{item.code}.yaml"


def stands(item: ItemFile) -> Iterator[tuple[str, ItemVersion]]:
    """Give every way in which the item may stand, versions and their variants, with the key."""
    for number, version in enumerate(item.versions):
        yield f"versions.{number}", version
        for order, variant in enumerate(version.variants):
            yield f"versions.{number}.variants.{order}.replaces", variant.replaces
