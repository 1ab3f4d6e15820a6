"""structlog over the standard library: one JSON line per outcome, never personal data."""

import logging
import logging.config
from typing import Any

import structlog
from structlog.types import EventDict, Processor

_PERSONAL = frozenset(
    {"name", "phone", "citizen_id", "address", "form", "token", "authorization", "signature"}
)


def configure_logging(*, level: str = "INFO", as_json: bool = True) -> None:
    """Set up logging for this process; the SDK's and the libraries' records look the same."""
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer()
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *_shared()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        drop_personal_data,
        structlog.processors.format_exc_info,
    ]


def drop_personal_data(_logger: Any, _method: str, event: EventDict) -> EventDict:  # noqa: ANN401  # structlog's signature
    """Last defence: a key that usually holds personal data is cut from the line."""
    for key in _PERSONAL & event.keys():
        event[key] = "[cut]"
    return event
