"""Runs the departments' systems of the demo city as a process of their own."""

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path

import uvicorn

from departments.configuration import (
    SYSTEMS_FILE,
    DepartmentConfigurationError,
    load_configuration,
)
from departments.simulator.app import create_app
from departments.simulator.instructions import Pace
from departments.simulator.settings import SimulatorSettings

SECRET_VARIABLE = "TONGXING_CALLBACK_SECRET"  # noqa: S105  # the name, not the secret


def main() -> int:
    """Serve until interrupted; 2 when the command line or the configuration is wrong."""
    arguments = _parser().parse_args()
    secret = os.environ.get(SECRET_VARIABLE, "")
    if not secret:
        return _refuse(f"{SECRET_VARIABLE} is not set: callbacks could not be signed.")
    try:
        configuration = load_configuration(arguments.systems)
    except DepartmentConfigurationError as error:
        return _refuse(str(error))
    settings = SimulatorSettings(
        configuration,
        callback_secret=secret,
        seed=arguments.seed,
        callback_delay=arguments.callback_delay_ms,
    )
    uvicorn.run(
        create_app(settings),
        host=arguments.host,
        port=arguments.port,
        log_level="warning",
        access_log=False,
    )
    return 0


def _refuse(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m departments.simulator",
        description="Play the departments' systems and the shared data of the demo city. "
        f"Callbacks are signed with the secret in {SECRET_VARIABLE}.",
    )
    parser.add_argument("--port", type=int, required=True, help="port to listen on")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="fixes every chance (%(default)s)")
    parser.add_argument(
        "--systems", type=Path, default=SYSTEMS_FILE, help="which systems to play (%(default)s)"
    )
    parser.add_argument(
        "--callback-delay-ms",
        type=_delay,
        default=timedelta(milliseconds=300),
        metavar="MILLISECONDS",
        help="usual time from a case to its first callback (300)",
    )
    return parser


def _delay(given: str) -> timedelta:
    """Read milliseconds within what a system's pace may be."""
    try:
        pace = Pace(callback_delay_ms=int(given))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{given!r} is not a number of milliseconds up to ten minutes"
        ) from None
    return timedelta(milliseconds=pace.callback_delay_ms)


if __name__ == "__main__":
    sys.exit(main())
