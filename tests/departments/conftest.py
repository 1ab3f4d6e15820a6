"""The simulated city for every test of the departments' systems."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.simulated_city import SimulatedCity, simulated_city


@pytest.fixture
async def city() -> AsyncIterator[SimulatedCity]:
    async with simulated_city() as running:
        yield running
