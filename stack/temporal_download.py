"""Getting the Temporal command line by the download that the Temporal SDK knows.

The SDK downloads only as part of starting a server, so a process of its own does that once; it
can be ended when a closed network swallows the request.
"""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stack.errors import StackError
from stack.layout import PROJECT_ROOT
from stack.processes import in_group
from stack.progress import step

COMMAND_LINE_VERSION = "v1.9.1"
"""The release that carries server 1.32.0."""

_SECONDS_UNTIL_FIRST_BYTES = 15
_SECONDS_IN_ALL = 600


class DownloadFailedError(StackError):
    """The network is closed, too slow, or does not have the release."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the download of Temporal {COMMAND_LINE_VERSION} failed, {reason}",
            remedy="allow the download or install Go",
        )


def download(target: Path) -> None:
    """Download the command line to `target`; fails within seconds on a closed network."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="download-") as folder:
        with step(f"downloading the Temporal server {COMMAND_LINE_VERSION} (once, about 60 MB)"):
            _download_into(Path(folder))
        _only_file(Path(folder)).replace(target)


def _download_into(folder: Path) -> None:
    command = [sys.executable, "-m", "stack.temporal_download", str(folder)]
    began = time.monotonic()
    with in_group(command, PROJECT_ROOT) as process:
        while process.poll() is None:
            _check_patience(folder, waited=time.monotonic() - began)
            time.sleep(0.1)
        if process.returncode:
            raise DownloadFailedError(_reason(process))


def _check_patience(folder: Path, *, waited: float) -> None:
    if waited > _SECONDS_UNTIL_FIRST_BYTES and not any(folder.iterdir()):
        raise DownloadFailedError(f"nothing came within {_SECONDS_UNTIL_FIRST_BYTES} s")
    if waited > _SECONDS_IN_ALL:
        raise DownloadFailedError(f"it was not complete after {_SECONDS_IN_ALL} s")


def _reason(process: "subprocess.Popen[str]") -> str:
    said = (process.stderr.read() if process.stderr else "").strip().splitlines()
    return said[-1].rpartition(" for url")[0].rpartition(": ")[2] if said else "without a word"


def _only_file(folder: Path) -> Path:
    files = [path for path in folder.iterdir() if path.is_file()]
    if len(files) != 1:
        raise DownloadFailedError("it left no program")
    return files[0]


async def _start_once(folder: str) -> None:
    from temporalio.testing import WorkflowEnvironment  # noqa: PLC0415  (heavy; only here)

    environment = await WorkflowEnvironment.start_local(
        dev_server_download_version=COMMAND_LINE_VERSION,
        download_dest_dir=folder,
        dev_server_log_level="error",
    )
    await environment.shutdown()


if __name__ == "__main__":
    asyncio.run(_start_once(sys.argv[1]))
