"""Services and the running city for every test that needs them."""

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from core.logging import configure_logging
from tests.system.city import City, running_city

# The same examples in every run, so that a red run is the change's doing; and no clock, since the
# servers under test share the machine. `HYPOTHESIS_PROFILE=search` looks for new examples.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

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
