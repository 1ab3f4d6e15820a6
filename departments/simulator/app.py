"""Puts the simulated systems, the shared data and the tester's controls into one application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from departments.simulator.control_routes import control_router
from departments.simulator.problems import SimulatedProblem, answer_problem
from departments.simulator.settings import SimulatorSettings
from departments.simulator.shared_routes import SharedRoutes
from departments.simulator.system_routes import SystemRoutes
from departments.simulator.world import World


def create_app(settings: SimulatorSettings, client: httpx.AsyncClient | None = None) -> FastAPI:
    """Make the application; ``client`` delivers the callbacks and is closed with it."""
    client = client or httpx.AsyncClient()
    world = World(settings, client)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        await world.sender.cancel_all()
        await client.aclose()

    app = FastAPI(title="Departments' systems of the demo city", lifespan=lifespan)
    app.add_exception_handler(SimulatedProblem, answer_problem)
    for code, system in settings.configuration.systems.items():
        app.include_router(SystemRoutes(world, code).router(system.path))
    app.include_router(SharedRoutes(world).router(settings.configuration.shared_data.path))
    app.include_router(control_router(world))

    @app.get("/health")
    async def health() -> dict[str, str]:
        """Tell that the process is up; faults of its systems do not count."""
        return {"status": "ok"}

    return app
