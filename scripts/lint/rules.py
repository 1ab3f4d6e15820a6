"""All rules, and how they are put to a file."""

from collections.abc import Iterable, Iterator

from scripts.lint.figures import figures_have_sources
from scripts.lint.privacy import log_lines
from scripts.lint.purity import domain_is_pure, workflows_are_repeatable
from scripts.lint.shape import file_length, function_length, module_docstring, names
from scripts.lint.source import Finding, Rule, SourceFile
from scripts.lint.words import promises, registry_hosts

RULES: tuple[Rule, ...] = (
    module_docstring,
    file_length,
    function_length,
    names,
    domain_is_pure,
    workflows_are_repeatable,
    log_lines,
    figures_have_sources,
    registry_hosts,
    promises,
)


def check(files: Iterable[SourceFile]) -> list[Finding]:
    """Put every rule to every file and give what was found, in the order of the files."""
    return sorted({finding for file in files for finding in _check_file(file)})


def _check_file(file: SourceFile) -> Iterator[Finding]:
    try:
        for rule in RULES:
            yield from rule(file)
    except SyntaxError as error:
        yield file.at(error.lineno or 1, f"This is not Python: {error.msg}.")
