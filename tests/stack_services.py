"""Pytest plugin: one real Postgres and one real Temporal server for a whole test run.

Each is started by the first test that asks for it, in whatever test process that is, and ended by
the process that started the run. DATABASE_URL and TEMPORAL_ADDRESS are not heeded: tests never
touch a server somebody else uses.
"""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from stack import guardian, migrations, processes
from stack.layout import Layout
from stack.locks import locked
from stack.ports import free_port
from stack.postgres import create_database, start_postgres
from stack.temporal import TemporalServer, start_temporal

_DIRECTORY = "TONGXING_TEST_SERVICES"
_OWNER = "TONGXING_TEST_OWNER"
_TEMPLATE = "migrated"


def pytest_configure(config: pytest.Config) -> None:
    """Choose the run's folder where the run begins; its workers inherit the environment."""
    if not _is_worker(config):
        os.environ[_DIRECTORY] = tempfile.mkdtemp(prefix="tongxing-tests-")
        os.environ[_OWNER] = str(os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config) and os.environ.get(_OWNER) == str(os.getpid()):
        layout = _layout()
        processes.stop_all(layout)
        shutil.rmtree(layout.root, ignore_errors=True)
        del os.environ[_DIRECTORY], os.environ[_OWNER]


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _layout() -> Layout:
    return Layout(Path(os.environ[_DIRECTORY]))


def _shared(name: str, start: Callable[[Layout], str]) -> str:
    """Start a service unless another test process has; returns its address."""
    layout = _layout()
    noted = layout.root / f"{name}.address"
    with locked(layout.root / "lock"):
        if not noted.exists():
            if not processes.recorded(layout):
                guardian.start_guardian(layout, owner_pid=int(os.environ[_OWNER]))
            noted.write_text(start(layout))
        return noted.read_text()


def _start_postgres(layout: Layout) -> str:
    return start_postgres(layout, durable=False)


def _start_temporal(layout: Layout) -> str:
    server = TemporalServer(port=free_port())
    start_temporal(server, layout)
    return server.address


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The URL of an empty database on the run's Postgres."""
    return _shared("postgres", _start_postgres)


@pytest.fixture(scope="session")
def temporal_address() -> str:
    """The address of the run's Temporal server, namespace `default`, time skipping allowed."""
    return _shared("temporal", _start_temporal)


@pytest.fixture(scope="session")
def new_database(postgres_url: str) -> Callable[[], str]:
    """Makes a migrated database of its own for whoever calls it, in some 50 ms."""
    numbers = itertools.count(1)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    template = _shared("template", lambda _: _migrated(postgres_url))

    def make() -> str:
        # One copy at a time: Postgres refuses to copy a database that another copy reads.
        with locked(_layout().root / "lock"):
            name = f"test_{worker}_{next(numbers)}"
            return create_database(name, server_url=postgres_url, template=template)

    return make


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[], str]) -> str:
    """The migrated database of this test process, shared by its tests."""
    return new_database()


def _migrated(postgres_url: str) -> str:
    url = create_database(_TEMPLATE, server_url=postgres_url)
    assert migrations.migrate(url) == 0, "the migrations failed; their output is above"
    return _TEMPLATE
