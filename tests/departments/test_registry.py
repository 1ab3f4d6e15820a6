"""The registry connects every configured system, and says so when one is missing."""

import pytest

from departments.callback import CallbackSystem
from departments.errors import DepartmentActionRequiredError
from departments.polled import PolledSystem
from departments.synchronous import SynchronousSystem
from tests.fakes.simulated_city import SimulatedCity


@pytest.mark.parametrize(
    ("code", "adapter"),
    [
        ("market_regulation", SynchronousSystem),
        ("market_regulation_permits", SynchronousSystem),
        ("health", CallbackSystem),
        ("fire_rescue", CallbackSystem),
        ("tobacco", PolledSystem),
        ("urban_management", CallbackSystem),
    ],
)
async def test_each_system_is_spoken_to_in_its_style(
    city: SimulatedCity, code: str, adapter: type[object]
) -> None:
    assert isinstance(city.departments.system(code), adapter)


async def test_a_system_that_is_not_connected_needs_somebody_to_act(city: SimulatedCity) -> None:
    with pytest.raises(DepartmentActionRequiredError) as caught:
        city.departments.system("customs")
    assert (caught.value.system, caught.value.reason) == ("customs", "not_connected")


async def test_each_system_has_a_task_queue_of_its_own(city: SimulatedCity) -> None:
    queues = city.departments.task_queues
    assert len(set(queues)) == len(city.departments.systems)
    assert "department-health" in queues
