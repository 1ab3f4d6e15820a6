"""Words that no file may hold: addresses of package registries, and promises for later."""

import re
from collections.abc import Iterator

from scripts.lint.source import Finding, SourceFile

REGISTRY_HOSTS = (
    "archive.ubuntu.com",
    "conda.anaconda.org",
    "crates.io",
    "deb.debian.org",
    "files.pythonhosted.org",
    "goproxy.io",
    "index.crates.io",
    "proxy.golang.org",
    "pypi.org",
    "pypi.python.org",
    "registry.npmjs.org",
    "registry.yarnpkg.com",
    "repo.maven.apache.org",
    "repo1.maven.org",
    "rubygems.org",
    "security.debian.org",
    "static.crates.io",
    "sum.golang.org",
    "test.pypi.org",
)
"""Everybody installs from the registry or mirror they are given, so no file names one."""

_HOST = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, REGISTRY_HOSTS))})(?![\w-])")
_PROMISE = re.compile(r"\b(TODO|FIXME|XXX)\b")

_HOLD_THEM_ON_PURPOSE = frozenset({"scripts/lint/words.py", "tests/scripts/test_lint.py"})
_ENDINGS_OF_HASHES = (".lock", ".sum")


def registry_hosts(file: SourceFile) -> Iterator[Finding]:
    """No file names the host of a package registry; the lock file least of all."""
    for line, match in _matches(file, _HOST):
        yield file.at(line, f"{match} is the host of a package registry.")


def promises(file: SourceFile) -> Iterator[Finding]:
    """Nothing is left for later in the code; files of hashes hold every word by chance."""
    if not file.path.endswith(_ENDINGS_OF_HASHES):
        for line, match in _matches(file, _PROMISE):
            yield file.at(line, f"{match} promises work for later: do it, or leave it out.")


def _matches(file: SourceFile, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    if file.path in _HOLD_THEM_ON_PURPOSE:
        return
    for number, line in enumerate(file.text.splitlines(), start=1):
        for match in pattern.finditer(line):
            yield number, match.group(1)
