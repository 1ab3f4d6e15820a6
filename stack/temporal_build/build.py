"""Building the Temporal command line from source with Go, for machines without the download."""

import shutil
import subprocess
import time
from pathlib import Path

from stack.errors import StackError
from stack.processes import in_group
from stack.progress import say, step

_RECIPE = Path(__file__).parent
_PACKAGE = "github.com/temporalio/cli/cmd/temporal"
_SECONDS_BETWEEN_REPORTS = 20


class BuildFailedError(StackError):
    """Go is missing, or could not fetch or compile the sources."""


def build(target: Path) -> None:
    """Compile the pinned command line to `target`; about ten minutes on two cores, once."""
    go = shutil.which("go")
    if go is None:
        raise BuildFailedError("Go, which could build it, is not installed", remedy="install Go")
    say("  The Temporal server is built from source now. This happens once and takes about ten")
    say("  minutes on two cores; the result is kept in the cache folder for every later run.")
    with step("building the Temporal server"):
        _compile(go, target)


def _compile(go: str, target: Path) -> None:
    # -v names each package when it is compiled: the only sign of life Go gives.
    command = [go, "build", "-v", "-ldflags", "-s -w", "-o", str(target), _PACKAGE]
    with in_group(command, _RECIPE) as process:
        last = _watch(process)
    if process.returncode:
        raise BuildFailedError(f"the build with Go failed, {last}", remedy="see Go's message")


def _watch(process: "subprocess.Popen[str]") -> str:
    """Report every now and then until Go is done; returns the last line it wrote."""
    began = reported = time.monotonic()
    packages, last = 0, "without a word"
    for line in process.stderr or ():
        last = line.strip() or last
        packages += not line.startswith("go: ")
        if time.monotonic() - reported > _SECONDS_BETWEEN_REPORTS:
            reported = time.monotonic()
            say(f"    {(reported - began) / 60:.1f} min, {packages} packages compiled: {last}")
    process.wait()
    return last
