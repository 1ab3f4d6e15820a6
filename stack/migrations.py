"""Whether the migrations, run from nothing, build exactly what the models describe."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from stack.layout import PROJECT_ROOT
from stack.postgres import running_postgres


def check() -> int:
    """Run `alembic upgrade head` and `alembic check` on a new database; returns the exit code."""
    with (
        tempfile.TemporaryDirectory(prefix="tongxing-migrations-") as folder,
        running_postgres(Path(folder), durable=False) as url,
    ):
        return migrate(url) or _alembic("check", url=url)


def migrate(url: str) -> int:
    """Bring a database to the newest version; returns the exit code."""
    return _alembic("upgrade", "head", url=url)


def _alembic(*arguments: str, url: str) -> int:
    command = [sys.executable, "-m", "alembic", *arguments]
    environment = os.environ | {"DATABASE_URL": url}
    return subprocess.run(command, cwd=PROJECT_ROOT, env=environment, check=False).returncode
