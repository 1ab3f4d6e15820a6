"""The application: resources at start-up, routers, problems, request ids."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute

from api.documentation import DESCRIPTION, PROBLEMS, TAGS, complete_documentation
from api.limits import BodyLimit
from api.problem_handlers import add_problem_handlers
from api.request_log import RequestLog
from api.resources import Resources, open_resources
from api.routers import (
    acts,
    applications,
    board,
    callbacks,
    catalogue,
    catalogue_versions,
    clocks,
    commitments,
    delegations,
    documents,
    drafts,
    forms,
    guidance,
    hearings,
    inbox,
    licences,
    notices,
    operation,
    permits,
    public,
    questions,
    records,
    reviews,
    scope,
    supervision,
    tasks,
    visits,
    waiting_lists,
)
from core.config import Settings
from core.memory import collect_rarely

log = structlog.get_logger("api")
ROUTERS = (
    # Routes are tried in this order, so those of everyday work come first.
    inbox,
    tasks,
    applications,
    clocks,
    guidance,
    hearings,
    questions,
    drafts,
    forms,
    documents,
    acts,
    visits,
    supervision,
    reviews,
    delegations,
    board,
    records,
    permits,
    licences,
    public,
    waiting_lists,
    callbacks,
    catalogue,
    catalogue_versions,
    scope,
    commitments,
    notices,
    operation,
)


def create_app(settings: Settings, resources: Resources | None = None) -> FastAPI:
    """Make the application; tests hand in resources that they have opened themselves."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if resources is not None:
            app.state.resources = resources
            yield
            return
        async with open_resources(settings) as opened:
            app.state.resources = opened
            collect_rarely()
            yield

    app = FastAPI(
        title="Tongxing 通行",
        version="1",
        description=DESCRIPTION,
        openapi_tags=TAGS,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
        docs_url="/docs",
        openapi_url="/v1/openapi.json",
    )
    if resources is not None:
        app.state.resources = resources
    api = APIRouter(prefix="/v1", responses=PROBLEMS)
    for module in ROUTERS:
        api.include_router(module.router)
    app.include_router(api)
    add_problem_handlers(app)
    complete_documentation(app)
    _let_temporal_ui_decode(app, settings)
    app.add_middleware(BodyLimit, upload_bytes=settings.upload_limit_bytes)
    app.add_middleware(RequestLog)
    return app


def _let_temporal_ui_decode(app: FastAPI, settings: Settings) -> None:
    """Allow the origins of the Temporal UI, and nobody else's pages, to call from a browser."""
    origins = [origin.strip() for origin in settings.codec_origins.split(",") if origin.strip()]
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["POST"],
            allow_headers=["Authorization", "Content-Type", "X-Namespace"],
        )


def _operation_id(route: APIRoute) -> str:
    return f"{route.tags[0]}-{route.name}" if route.tags else route.name
