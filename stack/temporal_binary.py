"""Finding the Temporal command line, or getting it once, so that nobody has to install it.

Order: `TEMPORAL_CLI`, `temporal` on the PATH, the project's cache folder, the download that the
Temporal SDK knows, a build from source with Go.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from stack.errors import StackError, TemporalMissingError, TemporalUnusableError
from stack.locks import locked
from stack.temporal_build.build import build
from stack.temporal_download import download

SERVER_VERSION = "1.32.0"
"""The first server whose workflows can skip time by client request (local trials: 1.32.0)."""

_OLDEST_USABLE = (1, 32)


def temporal_binary() -> Path:
    """The Temporal command line to use; downloaded or built on first use and then cached."""
    return chosen() or on_path() or cached() or obtained()


def chosen() -> Path | None:
    """What `TEMPORAL_CLI` names; a wrong choice is told, never passed over in silence."""
    named = os.environ.get("TEMPORAL_CLI")
    if not named:
        return None
    version = server_version(Path(named))
    if version is None:
        raise TemporalUnusableError(
            f"TEMPORAL_CLI names {named}, which is no Temporal command line with a server",
            remedy="let it name one of version 1.9.1 or newer, or unset it",
        )
    if version < _OLDEST_USABLE:
        raise TemporalUnusableError(
            f"TEMPORAL_CLI names {named} with server {_dotted(version)}, but 1.32 is the oldest "
            "that can skip time",
            remedy="install Temporal command line 1.9.1 or newer, or unset TEMPORAL_CLI",
        )
    return Path(named)


def on_path() -> Path | None:
    """An installed `temporal`, unless its server is too old to skip time."""
    found = shutil.which("temporal")
    version = server_version(Path(found)) if found else None
    return Path(found) if found and version and version >= _OLDEST_USABLE else None


def cached() -> Path | None:
    """What an earlier run downloaded or built for this version."""
    binary = cache_file()
    return binary if os.access(binary, os.X_OK) else None


def obtained(ways: Sequence[Callable[[Path], None]] = (download, build)) -> Path:
    """Download or build into the cache, one process at a time; tells every way that failed."""
    lock = cache_file().with_name("lock")
    with locked(lock, waiting="another process is getting the Temporal server; waiting for it"):
        if already := cached():
            return already
        reasons: list[str] = []
        for way in ways:
            if binary := _attempt(way, reasons):
                return binary
        raise TemporalMissingError(reasons)


def _attempt(way: Callable[[Path], None], reasons: list[str]) -> Path | None:
    target = cache_file()
    unfinished = target.with_suffix(f".part-{os.getpid()}")
    try:
        way(unfinished)
        unfinished.chmod(0o755)
        return unfinished.replace(target)
    except StackError as error:
        reasons.append(error.what)
        return None
    finally:
        unfinished.unlink(missing_ok=True)


def cache_file() -> Path:
    """Where the binary of this version is kept, outside the project and shared by its copies."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "tongxing" / "temporal" / SERVER_VERSION / "temporal"


def server_version(binary: Path) -> tuple[int, ...] | None:
    """The version of the server inside a command line; None when it has none or does not run."""
    try:
        done = subprocess.run(
            [binary, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"Server (\d+)\.(\d+)\.(\d+)", done.stdout)
    return tuple(int(number) for number in found.groups()) if found else None


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in version)
