"""Makes `.venv` from requirements.lock with nothing but Python's own venv and pip.

Run by the system's Python before anything is installed, perhaps by an old one: it therefore
imports nothing of the project and says in one sentence what is missing.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
PROJECT_ROOT = Path(__file__).resolve().parent.parent


def main(project: Path = PROJECT_ROOT) -> int:
    """Make the environment unless it was made from this very lock file; returns the exit code."""
    problem = _unfit_python()
    if problem:
        return _tell(problem)
    environment, lock = project / ".venv", project / "requirements.lock"
    stamp = environment / "made-from"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    return _make(environment, lock) or _seal(stamp, wanted)


def _make(environment: Path, lock: Path) -> int:
    print("Making .venv from requirements.lock (once, a minute or two) …", flush=True)
    created = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(environment)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if created.returncode:
        return _tell(
            "Python's venv could not make .venv: install it (on Debian and Ubuntu the package "
            "python3-venv) and try again."
        )
    python = environment / "bin" / "python"
    install = [*(str(python), "-m", "pip", "install", "--quiet"), "--disable-pip-version-check"]
    requirements = ["--require-hashes", "--requirement", str(lock)]
    if subprocess.run([*install, *requirements], check=False).returncode:
        return _tell("The packages of requirements.lock could not be installed: see pip's message.")
    return 0


def _seal(stamp: Path, digest: str) -> int:
    """Written last, so that an interrupted installation is made anew."""
    stamp.write_text(digest)
    return 0


def _unfit_python() -> str | None:
    if sys.version_info >= OLDEST_PYTHON:
        return None
    return (
        "Tongxing needs Python 3.11 or newer, and {} is {}.{}: install a newer one, or name one, "
        "as in `make demo PYTHON=python3.13`."
    ).format(sys.executable, *sys.version_info[:2])


def _tell(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
