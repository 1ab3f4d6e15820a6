"""Legal figures stand in the catalogue, each with where it comes from."""

from collections.abc import Iterator

import yaml

from scripts.lint.source import Finding, SourceFile

FIGURE, SOURCE = "count", "source"


def figures_have_sources(file: SourceFile) -> Iterator[Finding]:
    """In the catalogue, whatever has a ``count`` names its ``source`` beside it."""
    if file.package != "catalog" or not file.path.endswith((".yaml", ".yml")):
        return
    try:
        documents = list(yaml.compose_all(file.text, Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        problem = " ".join(str(error).split())
        yield file.at(1, f"This is not YAML: {problem}")
        return
    for document in documents:
        yield from _without_source(file, document)


def _without_source(file: SourceFile, node: yaml.Node | None) -> Iterator[Finding]:
    match node:
        case yaml.MappingNode():
            values = {key.value: value for key, value in node.value}
            if FIGURE in values and not _says_something(values.get(SOURCE)):
                line = node.start_mark.line + 1
                yield file.at(line, f"This {FIGURE} has no {SOURCE}.")
            for value in values.values():
                yield from _without_source(file, value)
        case yaml.SequenceNode():
            for value in node.value:
                yield from _without_source(file, value)
        case _:
            return


def _says_something(source: yaml.Node | None) -> bool:
    return isinstance(source, yaml.ScalarNode) and source.value.strip() not in {"", "null", "~"}
