"""`make bench`: starts a stack of its own, loads it, stops it, writes ``var/bench/latest.json``."""

import argparse
import asyncio
import json
import os
import platform
import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import aiohttp
from temporalio.client import Client, GrpcCompression

from bench import intake, profiling, report, timekeeping
from bench.catalogue import write_catalogue
from bench.measuring import Plan, measure, only_load
from stack import interrupts, processes
from stack.application import Addresses
from stack.errors import AlreadyRunningError, StackError
from stack.launcher import Launcher
from stack.layout import PROJECT_ROOT, Layout
from stack.ownership import owned
from stack.ports import Ports
from stack.processes import Program
from stack.progress import say
from stack.settings import StackSettings

Run = Callable[[Layout, Addresses, aiohttp.ClientSession, Client, Plan], Awaitable[dict[str, Any]]]
_INTERRUPTED = 130  # what shells report for a program ended by Ctrl-C
_IN_FLIGHT = (50, 200)
_QUICK_SECONDS = 8.0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print one table; everything started here is ended, also on Ctrl-C."""
    arguments = _arguments(argv)
    settings = StackSettings.read()
    layout = Layout(settings.data_directory / "bench" / "stack")
    try:
        with interrupts.ending_as_interrupt():
            figures = _measured(settings, layout, arguments)
    except StackError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped on request.")
        return _INTERRUPTED
    if arguments.profile:
        print(json.dumps(figures, indent=2))
        profiling.show(profiling.profile_file(layout, arguments.profile))
        return 0
    file = settings.data_directory / "bench" / "latest.json"
    report.write(figures, file)
    print(report.table(figures))
    print(intake.table(figures["intake"]))
    print(timekeeping.table(figures["time"]))
    print(f"Written to {file}")
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="length of each load")
    parser.add_argument("--rate", type=float, default=5, help="lifecycles begun per second")
    parser.add_argument(
        "--in-flight", type=int, action="append", help="lifecycles at once; may be given twice"
    )
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK_SECONDS:g} s a load")
    parser.add_argument("--sandbox", action="store_true", help="run workflows in the sandbox")
    parser.add_argument("--durable", action="store_true", help="Temporal in a file, fsync on")
    parser.add_argument(
        "--profile", choices=profiling.PROGRAMS, help="show where this program's CPU time goes"
    )
    arguments = parser.parse_args(argv)
    arguments.in_flight = tuple(arguments.in_flight or _IN_FLIGHT)
    if arguments.quick:
        arguments.seconds = _QUICK_SECONDS
    return arguments


def _measured(
    settings: StackSettings, layout: Layout, arguments: argparse.Namespace
) -> dict[str, Any]:
    """Start the stack on fresh data, load it, end it."""
    if running := processes.alive(layout):
        raise AlreadyRunningError([one.name for one in running])
    shutil.rmtree(layout.root, ignore_errors=True)
    catalogue = layout.root / "catalogue"
    write_catalogue(catalogue, PROJECT_ROOT / "catalog")
    with owned(layout):
        os.environ |= {
            "TONGXING_CATALOGUE_DIRECTORY": str(catalogue),
            "TONGXING_SANDBOX": str(arguments.sandbox).lower(),
            "TONGXING_LOG_LEVEL": "WARNING",
        }
        ports = Ports.any_free(settings)
        launcher = Launcher(settings, layout, ports, has_ui=False, is_durable=arguments.durable)
        addresses = launcher.start()
        _start_bare_worker(layout, addresses)
        if arguments.profile:
            profiling.restart_profiled(layout, ports, addresses, arguments.profile)
        plan = Plan(arguments.seconds, arguments.in_flight, arguments.rate)
        run = only_load if arguments.profile else measure
        figures = asyncio.run(_load(layout, addresses, plan, run))
        if not arguments.profile:
            figures["intake"] = asyncio.run(intake.measured(layout, ports, addresses))
            figures["time"] = timekeeping.measured()
    return _circumstances(arguments) | figures


def _start_bare_worker(layout: Layout, addresses: Addresses) -> None:
    where = (addresses.temporal, addresses.namespace)
    processes.start(Program("bare", (sys.executable, "-m", "bench.bare", *where)), layout)


async def _load(layout: Layout, addresses: Addresses, plan: Plan, run: Run) -> dict[str, Any]:
    client = await Client.connect(
        addresses.temporal,
        namespace=addresses.namespace,
        grpc_compression=GrpcCompression.NONE,
    )
    async with aiohttp.ClientSession(
        addresses.api,
        # Shorter than the server's five seconds, so that no request meets a closing connection.
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=3),
        timeout=aiohttp.ClientTimeout(total=60),
    ) as session:
        return await run(layout, addresses, session, client, plan)


def _circumstances(arguments: argparse.Namespace) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": report.machine(),
        "python": platform.python_version(),
        "sandbox": arguments.sandbox,
        "durable": arguments.durable,
        "seconds_per_load": arguments.seconds,
    }


if __name__ == "__main__":
    sys.exit(main())
