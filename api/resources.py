"""What every request may use: one client, one pool, one catalogue in a process."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from temporalio.client import Client

from api.authentication import (
    DevelopmentIssuer,
    RememberingVerifier,
    TokenVerifier,
    verifier_of,
)
from api.calls import Entrance
from api.catalogue_watch import kept_catalogues
from api.listener import EventListener
from catalog.keeping import Catalogues
from catalog.loader import Catalogue
from core.config import Settings
from core.db import Database
from core.keys import FileSigner
from core.links import DocumentLinks
from core.objects import DocumentStore
from core.temporal import connect
from departments.configuration import load_configuration
from departments.registry import Departments, opened_departments


@dataclass(frozen=True, slots=True)
class Resources:
    """Made at start-up, closed at the end."""

    settings: Settings
    client: Client
    database: Database
    catalogues: Catalogues
    signer: FileSigner
    store: DocumentStore
    links: DocumentLinks
    departments: Departments
    verifier: TokenVerifier
    issuer: DevelopmentIssuer | None
    """None wherever tokens come from the city's own issuer."""
    listener: EventListener
    entrance: Entrance

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in force; a request that needs it twice asks for it once."""
        return self.catalogues.current


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open everything; whatever fails is told at once, before the first request."""
    async with AsyncExitStack() as stack:
        database = Database.of(settings)
        stack.push_async_callback(database.dispose)
        listener = await stack.enter_async_context(EventListener.listening(settings.database_url))
        configuration = load_configuration(settings.department_systems_file)
        departments = opened_departments(configuration, base_address=settings.simulator_url)
        verifier = verifier_of(settings)
        catalogues = await stack.enter_async_context(kept_catalogues(settings, database, listener))
        yield Resources(
            settings=settings,
            client=await connect(settings),
            database=database,
            catalogues=catalogues,
            signer=FileSigner.from_settings(settings),
            store=DocumentStore.at(settings.object_store_url),
            links=DocumentLinks(settings),
            departments=await stack.enter_async_context(departments),
            verifier=RememberingVerifier(verifier),
            issuer=verifier if isinstance(verifier, DevelopmentIssuer) else None,
            listener=listener,
            entrance=Entrance.of(settings),
        )
