"""The departments' systems of the demo city in the test's own process: no port, no waiting."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from departments.configuration import (
    SYSTEMS_FILE,
    DepartmentsConfiguration,
    load_configuration,
)
from departments.protocol import CaseDispatch, DocumentReference
from departments.registry import Departments, connect_departments
from departments.simulator.app import create_app
from departments.simulator.settings import SimulatorSettings

SECRET = "secret of the tests"
ADDRESS = "http://departments.test"
CALLBACK_URL = "http://tongxing.test/v1/departments/health/callbacks"
_PATIENCE = 5.0


@dataclass(slots=True)
class CallbackReceiver:
    """Takes callbacks as our API does; ``answers`` are its next statuses, then 204."""

    answers: list[int | type[httpx.RequestError]] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self._arrived.set()
        answer = self.answers.pop(0) if self.answers else 204
        if not isinstance(answer, int):
            raise answer("no answer", request=request)
        return httpx.Response(answer)

    async def bodies(self, count: int) -> list[dict[str, Any]]:
        """Wait for so many callbacks and give what they said."""
        await self.wait_for(count)
        return [json.loads(request.content) for request in self.requests]

    async def wait_for(self, count: int) -> list[httpx.Request]:
        async with asyncio.timeout(_PATIENCE):
            while len(self.requests) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return self.requests


@dataclass(slots=True)
class SimulatedCity:
    """The simulator, our adapters connected to it, and whoever it calls back."""

    departments: Departments
    control: httpx.AsyncClient
    callbacks: CallbackReceiver

    async def switch(self, system: str, mode: str, **more: object) -> None:
        """Switch a fault of a system, or of a source of shared data."""
        await self._put(f"/control/systems/{system}/fault", {"mode": mode, **more})

    async def let_answer(self, system: str, item: str, outcome: str, **more: object) -> None:
        """Say what a system makes of new cases of an item."""
        await self._put(f"/control/systems/{system}/answers/{item}", {"outcome": outcome, **more})

    async def report(self, system: str, key: str, outcome: str, **more: object) -> httpx.Response:
        """Have a system report on a case."""
        path = f"/control/systems/{system}/cases/{key}/report"
        return await self.control.post(path, json={"outcome": outcome, **more})

    async def share(self, kind: str, **content: object) -> None:
        """Put something into the shared data."""
        await self._put(f"/control/shared-data/{kind}", content)

    async def log(self, system: str) -> list[dict[str, Any]]:
        answer = await self.control.get(f"/control/systems/{system}/log")
        return list(answer.raise_for_status().json())

    async def logged(self, system: str, call: str) -> dict[str, Any]:
        """Wait until the log tells of a call, and give the first entry of it."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                found = [entry for entry in await self.log(system) if entry["call"] == call]
                if found:
                    return found[0]
                await asyncio.sleep(0.001)

    async def _put(self, path: str, content: object) -> None:
        answer = await self.control.put(path, json=content)
        assert answer.is_success, answer.text


@asynccontextmanager
async def simulated_city(
    change: Callable[[DepartmentsConfiguration], DepartmentsConfiguration] = lambda usual: usual,
    *,
    callback_delay: timedelta = timedelta(),
) -> AsyncIterator[SimulatedCity]:
    """Run the demo city's systems; all of them are well until a test says otherwise."""
    receiver = CallbackReceiver()
    configuration = change(load_configuration(SYSTEMS_FILE))
    settings = SimulatorSettings(
        configuration,
        callback_secret=SECRET,
        callback_delay=callback_delay,
        first_retry=timedelta(milliseconds=1),
    )
    outgoing = httpx.AsyncClient(transport=httpx.MockTransport(receiver.receive))
    app = create_app(settings, outgoing)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client,
    ):
        clients: Mapping[str, httpx.AsyncClient] = defaultdict(lambda: client)
        departments = connect_departments(configuration, clients, base_address=ADDRESS)
        city = SimulatedCity(departments, client, receiver)
        await city.switch("urban_management", "ok")
        yield city


def a_dispatch(key: str = "case-1.B1-04", **more: Any) -> CaseDispatch:
    values: dict[str, Any] = {
        "dispatch_key": key,
        "case_number": "2026-000001",
        "item_code": key.rpartition(".")[2],
        "department": "health",
        "level": "municipal",
        "fields": (("area", "120"),),
        "documents": (a_document(),),
        "callback_url": CALLBACK_URL,
    }
    return CaseDispatch(**{**values, **more})


def a_document(document_id: str = "document-1", address: str = "one") -> DocumentReference:
    url = f"http://tongxing.test/documents/{address}"
    return DocumentReference(document_id, "0" * 64, "application/pdf", url)
