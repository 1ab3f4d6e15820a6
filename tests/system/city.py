"""API, worker and departments' systems in the test's process; Postgres and Temporal are real."""

import asyncio
import base64
import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper
from temporalio.worker import Worker

from activities.stored_documents import StoredDocuments
from api.app import create_app
from api.authentication import DevelopmentIssuer, RememberingVerifier
from api.calls import Entrance
from api.listener import EventListener
from api.resources import Resources
from catalog.keeping import Catalogues
from catalog.loader import load_catalogue
from core.codec import data_converter
from core.config import Settings
from core.db import Database
from core.keys import FileSigner
from core.links import DocumentLinks
from core.objects import DocumentStore
from core.temporal import application_workflow_id, permit_workflow_id
from departments.configuration import SYSTEMS_FILE, load_configuration
from departments.registry import connect_departments
from departments.simulator.app import create_app as create_simulator
from departments.simulator.settings import SimulatorSettings
from domain.actors import Actor, Role
from worker import Resources as WorkerResources
from worker import build_workers

PUBLIC_URL = "http://tongxing.test"
DEPARTMENTS_URL = "http://departments.test"
PATIENCE = 20.0


def test_settings(database_url: str, folder: Path) -> Settings:
    """Settings of a stack whose every process is this one."""
    key = base64.b64encode(b"0" * 32).decode()
    return Settings.model_validate(
        {
            "environment": "test",
            "DATABASE_URL": database_url,
            "public_url": PUBLIC_URL,
            "simulator_url": DEPARTMENTS_URL,
            "callback_secret": "secret of the tests",
            "codec_keys": f'{{"test-only": "{key}"}}',
            "codec_key_id": "test-only",
            "signing_key_file": folder / "signing-key.pem",
            "object_store_url": f"file://{folder}/objects",
            "development_issuer": True,
            "update_wait_seconds": 10.0,
        }
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a token; ``subject`` is unique in a test run unless it is given."""

    actor: Actor
    api: httpx.AsyncClient
    token: str

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self.api.get(f"/v1{path}", headers=self._headers(), params=query or None)

    async def post(
        self, path: str, body: object | None = None, *, key: str | None = None
    ) -> httpx.Response:
        headers = self._headers() | {"Idempotency-Key": key or uuid4().hex}
        return await self.api.post(f"/v1{path}", headers=headers, json=body)

    async def put(self, path: str, body: object) -> httpx.Response:
        return await self.api.put(f"/v1{path}", headers=self._headers(), json=body)

    async def delete(self, path: str) -> httpx.Response:
        return await self.api.delete(f"/v1{path}", headers=self._headers())

    async def upload(
        self,
        paper_code: str,
        body: bytes = b"%PDF-1.7 synthetic",
        facts: dict[str, str] | None = None,
    ) -> str:
        """Hand in a file; give its document id."""
        answer = await self.send_file(paper_code, body, json.dumps(facts or {}))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["document_id"])

    async def send_file(
        self, paper_code: str, body: bytes = b"%PDF-1.7 synthetic", facts: str = "{}"
    ) -> httpx.Response:
        return await self.api.post(
            "/v1/documents",
            headers=self._headers(),
            files={"file": ("paper.pdf", body, "application/pdf")},
            data={"paper_code": paper_code, "facts": facts},
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(slots=True)
class City:
    """Everything that runs, and what a tester does with it."""

    settings: Settings
    client: Client
    database: Database
    api: httpx.AsyncClient
    control: httpx.AsyncClient
    resources: Resources
    worker_resources: WorkerResources
    issuer: DevelopmentIssuer

    def person(
        self, role: Role, department: str | None = None, subject: str | None = None
    ) -> Person:
        """Give somebody with a fresh subject and a token of the role."""
        actor = Actor(subject or f"{role.value}-{uuid4().hex[:12]}", role, department)
        return Person(actor, self.api, self.issuer.issue(actor))

    def applicant(self) -> Person:
        return self.person(Role.APPLICANT)

    def reviewer(self, department: str) -> Person:
        return self.person(Role.REVIEWER, department)

    def inspector(self, department: str, subject: str | None = None) -> Person:
        return self.person(Role.INSPECTOR, department, subject)

    def supervisor(self) -> Person:
        return self.person(Role.SUPERVISOR)

    def handle(self, case_id: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(application_workflow_id(case_id))

    def permit_handle(self, permit_id: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(permit_workflow_id(permit_id))

    async def skip(self, case_id: str, duration: timedelta) -> None:
        """Let the time of one application pass."""
        await TimeSkipper(self.client).fast_forward(self.handle(case_id), duration)

    async def skip_permit(self, permit_id: str, duration: timedelta) -> None:
        """Let the time of one permit pass."""
        await TimeSkipper(self.client).fast_forward(self.permit_handle(permit_id), duration)

    async def switch(self, system: str, mode: str, **more: object) -> None:
        """Switch a fault of a department's system or of a source of shared data."""
        await self._control(f"/control/systems/{system}/fault", {"mode": mode, **more})

    async def share(self, kind: str, **content: object) -> None:
        """Put something into the shared data: certificates, credit, registrations, slots."""
        await self._control(f"/control/shared-data/{kind}", content)

    async def let_answer(self, system: str, item: str, outcome: str, **more: object) -> None:
        """Say what a system makes of new cases of an item."""
        path = f"/control/systems/{system}/answers/{item}"
        await self._control(path, {"outcome": outcome, **more})

    async def report(self, system: str, key: str, outcome: str, **more: object) -> None:
        """Have a system report on a case by callback."""
        path = f"/control/systems/{system}/cases/{key}/report"
        answer = await self.control.post(path, json={"outcome": outcome, **more})
        assert answer.is_success, answer.text

    async def reset_departments(self) -> None:
        """Forget every fault and every case of the simulated systems."""
        await self.control.post("/control/reset")

    async def _control(self, path: str, content: object) -> None:
        answer = await self.control.put(path, json=content)
        assert answer.is_success, answer.text


@asynccontextmanager
async def running_city(
    database_url: str, temporal_address: str, folder: Path
) -> AsyncIterator[City]:
    """Run the whole application; it ends with the block."""
    settings = test_settings(database_url, folder)
    async with (
        assembled_city(settings, temporal_address, namespace_of_process()) as city,
        working(build_workers(city.worker_resources, city.settings)),
    ):
        yield city


@asynccontextmanager
async def assembled_city(
    settings: Settings, temporal_address: str, namespace: str
) -> AsyncIterator[City]:
    """Make the whole application without running its workers; for tests that harm them."""
    async with AsyncExitStack() as stack:
        client = await _client(temporal_address, settings, namespace)
        yield await _assemble(settings, client, stack)


def namespace_of_process() -> str:
    """Name the namespace that the tests of this process share."""
    return f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@asynccontextmanager
async def working(workers: Iterable[Worker]) -> AsyncIterator[None]:
    """Run workers for the block; tasks under way are finished at its end."""
    async with AsyncExitStack() as stack:
        for worker in workers:
            await stack.enter_async_context(worker)
        yield


async def _assemble(settings: Settings, client: Client, stack: AsyncExitStack) -> City:
    database = Database.of(settings)
    stack.push_async_callback(database.dispose)
    signer = FileSigner.from_settings(settings)
    incoming = _Later()
    simulator = create_simulator(
        SimulatorSettings(
            load_configuration(SYSTEMS_FILE),
            callback_secret=settings.callback_secret.get_secret_value(),
            callback_delay=timedelta(milliseconds=1),
            first_retry=timedelta(milliseconds=20),
        ),
        httpx.AsyncClient(transport=incoming),
    )
    await stack.enter_async_context(simulator.router.lifespan_context(simulator))
    control = await stack.enter_async_context(
        httpx.AsyncClient(transport=httpx.ASGITransport(simulator), base_url=DEPARTMENTS_URL)
    )
    departments = connect_departments(
        load_configuration(SYSTEMS_FILE),
        defaultdict(lambda: control),
        base_address=DEPARTMENTS_URL,
    )
    links = DocumentLinks(settings)
    issuer = DevelopmentIssuer.from_settings(settings)
    listener = await stack.enter_async_context(EventListener.listening(settings.database_url))
    resources = Resources(
        settings=settings,
        client=client,
        database=database,
        catalogues=Catalogues(load_catalogue()),
        signer=signer,
        store=DocumentStore.at(settings.object_store_url),
        links=links,
        departments=departments,
        verifier=RememberingVerifier(issuer),
        issuer=issuer,
        entrance=Entrance.of(settings),
        listener=listener,
    )
    app = create_app(settings, resources)
    incoming.inner = httpx.ASGITransport(app)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    api = await stack.enter_async_context(
        httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL, timeout=60)
    )
    worker_resources = WorkerResources(
        client, database, signer, departments, StoredDocuments(database, links)
    )
    return City(
        settings=settings,
        client=client,
        database=database,
        api=api,
        control=control,
        resources=resources,
        worker_resources=worker_resources,
        issuer=issuer,
    )


class _Later(httpx.AsyncBaseTransport):
    """Where callbacks go: the API, which is made after the systems that call it."""

    inner: httpx.AsyncBaseTransport | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.inner is None:
            raise httpx.ConnectError("the API is not there yet", request=request)
        return await self.inner.handle_async_request(request)


async def _client(temporal_address: str, settings: Settings, namespace: str) -> Client:
    """Connect to a namespace, made when it is missing."""
    client = await Client.connect(
        temporal_address, namespace=namespace, data_converter=data_converter(settings)
    )
    request = RegisterNamespaceRequest(
        namespace=namespace,
        workflow_execution_retention_period=Duration(seconds=86_400),
    )
    with suppress(RPCError):
        await client.workflow_service.register_namespace(request)
    await _until_known(client)
    return client


async def _until_known(client: Client) -> None:
    """A new namespace takes some seconds to be known to every part of the server."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await client.get_workflow_handle("nobody").describe()
            except RPCError as error:
                if error.status is RPCStatusCode.NOT_FOUND and "amespace" not in error.message:
                    return
            await asyncio.sleep(0.1)
