"""Services and the running city for every test that needs them."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from core.logging import configure_logging
from tests.system.city import City, running_city

pytest_plugins = ["tests.stack_services"]


@pytest.fixture(scope="session", autouse=True)
def quiet_logs() -> None:
    """Say warnings and errors only, so that a failed test's output can be read."""
    configure_logging(level="WARNING", as_json=False)


@pytest.fixture(scope="session")
async def city(
    new_database: Callable[[], str],
    temporal_address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[City]:
    """The whole application in this test process: API, worker, departments, real servers."""
    folder: Path = tmp_path_factory.mktemp("city")
    async with running_city(new_database(), temporal_address, folder) as running:
        yield running
