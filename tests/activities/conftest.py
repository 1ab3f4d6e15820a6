"""The simulated city and the document store for the activities that need them."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.documents import FakeDocuments
from tests.fakes.simulated_city import SimulatedCity, simulated_city


@pytest.fixture
async def city() -> AsyncIterator[SimulatedCity]:
    async with simulated_city() as running:
        yield running


@pytest.fixture
def documents() -> FakeDocuments:
    return FakeDocuments()
