"""The one place that knows which adapter speaks to which department's system."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from types import MappingProxyType

import httpx

from departments.callback import CallbackSystem
from departments.configuration import DepartmentsConfiguration, Reachable, SystemStyle
from departments.errors import DepartmentActionRequiredError
from departments.http import Connection
from departments.polled import PolledSystem
from departments.protocol import DepartmentSystem, SharedDataSource
from departments.shared_data import HttpSharedData
from departments.synchronous import SynchronousSystem

SHARED_DATA = "shared_data"
"""Stands for department and system in the errors of the data-sharing platform."""

_QUEUE_PREFIX = "department-"
_OF_ONE_SYSTEM = httpx.Limits(max_connections=20, max_keepalive_connections=10)
"""Calls that one system is asked to bear at once; more of them wait for a connection."""


def task_queue_for(system: str) -> str:
    """Task queue of one system, so that each can be limited and deployed apart.

    It follows from the code and is not configured: workflows, which read no configuration,
    derive it by the same rule.
    """
    return f"{_QUEUE_PREFIX}{system}"


@dataclass(frozen=True, slots=True)
class Departments:
    """Every department's system and the shared data, ready to be called."""

    configuration: DepartmentsConfiguration
    systems: Mapping[str, DepartmentSystem]
    shared_data: SharedDataSource

    @property
    def task_queues(self) -> tuple[str, ...]:
        return tuple(task_queue_for(code) for code in self.systems)

    def system(self, code: str) -> DepartmentSystem:
        """Give a system; a case that names one we do not have needs somebody to act."""
        system = self.systems.get(code)
        if system is None:
            raise DepartmentActionRequiredError(
                department=code, system=code, reason="not_connected"
            )
        return system


@asynccontextmanager
async def opened_departments(
    configuration: DepartmentsConfiguration, *, base_address: str
) -> AsyncIterator[Departments]:
    """Open connections of its own to every system: one that hangs takes none from the others."""
    async with AsyncExitStack() as stack:
        clients = {
            code: await stack.enter_async_context(httpx.AsyncClient(limits=_OF_ONE_SYSTEM))
            for code in (*configuration.systems, SHARED_DATA)
        }
        yield connect_departments(configuration, clients, base_address=base_address)


def connect_departments(
    configuration: DepartmentsConfiguration,
    clients: Mapping[str, httpx.AsyncClient],
    *,
    base_address: str,
) -> Departments:
    """Make the adapters; ``clients`` are by system and stay their owner's."""

    def connection(department: str, code: str, where: Reachable) -> Connection:
        address = where.address_under(base_address)
        return Connection(clients[code], department, code, address, where.timeout)

    systems = {
        code: _adapter(system.style, connection(system.department, code, system))
        for code, system in configuration.systems.items()
    }
    shared = HttpSharedData(connection(SHARED_DATA, SHARED_DATA, configuration.shared_data))
    return Departments(configuration, MappingProxyType(systems), shared)


_ADAPTERS: Mapping[SystemStyle, type[SynchronousSystem | CallbackSystem | PolledSystem]] = {
    SystemStyle.SYNCHRONOUS: SynchronousSystem,
    SystemStyle.CALLBACK: CallbackSystem,
    SystemStyle.POLLED: PolledSystem,
}


def _adapter(style: SystemStyle, connection: Connection) -> DepartmentSystem:
    return _ADAPTERS[style](connection)
