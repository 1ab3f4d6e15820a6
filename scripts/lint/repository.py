"""Which files the rules look at: those that are under version control or about to be."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from scripts.lint.source import SourceFile

ROOT = Path(__file__).resolve().parents[2]


class NoRepositoryError(Exception):
    """The files cannot be listed: git is missing, or this is no working copy."""


def files_of(root: Path) -> Iterator[SourceFile]:
    """Give every text file that git tracks or does not ignore; binary ones are passed over.

    Raises:
        NoRepositoryError: git cannot list them.
    """
    for name in _listed(root):
        path = root / name
        if path.is_file():
            content = path.read_bytes()
            if b"\x00" not in content:
                yield SourceFile(name, content.decode("utf-8", errors="replace"))


def _listed(root: Path) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoRepositoryError(f"git cannot list the files of {root}: {error}") from error
    return sorted({name for name in listed.stdout.decode().split("\0") if name})
