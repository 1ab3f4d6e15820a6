"""On which line of its file a problem is: the file is read again as nodes that know their place."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import yaml

from catalog.problems import Problem

_NAMING = ("code", "item_code", "kind")
"""Keys by which an entry of a list goes, in the keys of problems."""


def located(problems: Iterable[Problem], files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Give the problems with the line of the deepest part of their key that the file has."""
    roots: dict[str, yaml.Node | None] = {}
    found = []
    for problem in problems:
        if problem.line is None and problem.file in files:
            if problem.file not in roots:
                roots[problem.file] = _root(files[problem.file])
            problem = replace(problem, line=_line(roots[problem.file], problem.key))  # noqa: PLW2901
        found.append(problem)
    return tuple(found)


def _root(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None


def _line(root: yaml.Node | None, key: str) -> int:
    if root is None:
        return 1
    line, node = root.start_mark.line, root
    common = _in_mapping(root, "common")
    for part in key.split(".") if key else ():
        inside = _inside(node, part) or _in_common(root, common, node, part)
        if inside is None:
            break
        line, node = inside
    return line + 1


def _inside(node: yaml.Node, part: str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode):
        return _in_sequence(node, part)
    return _in_mapping(node, part)


def _in_common(
    root: yaml.Node, common: tuple[int, yaml.Node] | None, node: yaml.Node, part: str
) -> tuple[int, yaml.Node] | None:
    """What a version does not say itself stands in the common part."""
    versions = _in_mapping(root, "versions")
    is_version = (
        versions is not None
        and isinstance(versions[1], yaml.SequenceNode)
        and any(node is each for each in versions[1].value)
    )
    return _in_mapping(common[1], part) if is_version and common else None


def _in_mapping(node: yaml.Node, part: str) -> tuple[int, yaml.Node] | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    found = ((key.start_mark.line, value) for key, value in node.value if key.value == part)
    return next(found, None)


def _in_sequence(node: yaml.SequenceNode, part: str) -> tuple[int, yaml.Node] | None:
    if part.isdecimal():
        number = int(part)
        entry = node.value[number] if number < len(node.value) else None
        return (entry.start_mark.line, entry) if entry else None
    found = ((each.start_mark.line, each) for each in node.value if _goes_by(each, part))
    return next(found, None)


def _goes_by(node: yaml.Node, name: str) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return bool(node.value == name)
    inside = [found[1].value for key in _NAMING if (found := _in_mapping(node, key))]
    return name in inside
