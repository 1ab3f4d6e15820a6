"""Runs the API as a process: ``python -m api``."""

import argparse
from collections.abc import Sequence

import uvicorn

from api.app import create_app
from core.config import settings
from core.logging import configure_logging


def main(argv: Sequence[str] | None = None) -> None:
    """Serve until interrupted; settings come from the environment (docs/running.md)."""
    configured = settings()
    parser = argparse.ArgumentParser(prog="python -m api", description=main.__doc__)
    parser.add_argument("--host", default=configured.api_host)
    parser.add_argument("--port", type=int, default=configured.api_port)
    arguments = parser.parse_args(argv)
    configure_logging(level=configured.log_level, as_json=configured.log_json)
    uvicorn.run(
        create_app(configured),
        host=arguments.host,
        port=arguments.port,
        log_config=None,
        access_log=False,
    )


if __name__ == "__main__":
    main()
