"""`make bench`: starts a stack of its own, loads it, stops it, writes ``var/bench/latest.json``."""

import argparse
import asyncio
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from temporalio.client import Client, GrpcCompression

from bench import report
from bench.bare import bare_lifecycle
from bench.catalogue import write_catalogue
from bench.cpu import CpuReading
from bench.database import Written
from bench.figures import Samples, per_lifecycle, summary
from bench.lifecycle import lifecycle, tokens
from bench.load import Drive, closed_loop, open_loop
from stack import interrupts, processes
from stack.application import Addresses
from stack.launcher import Launcher
from stack.layout import PROJECT_ROOT, Layout
from stack.ownership import owned
from stack.ports import Ports
from stack.processes import Program
from stack.progress import say
from stack.settings import StackSettings

_SAMPLED_HISTORIES = 5


@dataclass(frozen=True, slots=True)
class Bench:
    """The running stack and how long each load lasts (seconds)."""

    layout: Layout
    addresses: Addresses
    session: aiohttp.ClientSession
    client: Client
    seconds: float

    async def measured(self, name: str, load: Any) -> dict[str, Any]:  # noqa: ANN401  # coroutine
        """Run one load between two readings of every counter."""
        say(f"{name} …")
        cpu, written = CpuReading.of(self.layout), Written.read(self.addresses.database_url)
        samples, seconds = await load
        await asyncio.sleep(1)
        used = CpuReading.of(self.layout).since(cpu)
        after = Written.read(self.addresses.database_url)
        count = len(samples.lifecycles)
        by_process = {who: per_lifecycle(ms, count) for who, ms in used.items() if ms >= 1}
        return {
            **summary(samples, seconds),
            "cpu_ms_per_lifecycle": per_lifecycle(sum(used.values()), count),
            "cpu_ms_by_process": by_process,
            "database_rows_per_lifecycle": per_lifecycle(after.rows - written.rows, count),
            "database_commits_per_lifecycle": per_lifecycle(after.commits - written.commits, count),
            "database_bytes_per_lifecycle": per_lifecycle(after.size - written.size, count),
            **await self._histories(),
        }

    async def _histories(self) -> dict[str, Any]:
        """Look at the last closed workflows' histories."""
        query = "ExecutionStatus = 'Completed'"
        events, size, count = 0, 0, 0
        async for execution in self.client.list_workflows(query, limit=_SAMPLED_HISTORIES):
            handle = self.client.get_workflow_handle(execution.id, run_id=execution.run_id)
            info = (await handle.describe()).raw_description.workflow_execution_info
            events, size, count = (
                events + info.history_length,
                size + info.history_size_bytes,
                count + 1,
            )
        return {
            "events_per_lifecycle": per_lifecycle(events, count),
            "history_bytes_per_lifecycle": per_lifecycle(size, count),
        }


async def run(bench: Bench, *, per_second: float) -> dict[str, Any]:
    """Run every load and put the figures together."""
    who = await tokens(bench.session)

    async def drive(samples: Samples) -> None:
        await lifecycle(bench.session, who, samples)

    async def drive_bare(samples: Samples) -> None:
        await bare_lifecycle(bench.client, samples)

    await _warm_up(drive, drive_bare)
    loads = {
        "bare, 50 in flight": closed_loop(drive_bare, in_flight=50, seconds=bench.seconds),
        "50 in flight": closed_loop(drive, in_flight=50, seconds=bench.seconds),
        "200 in flight": closed_loop(drive, in_flight=200, seconds=bench.seconds),
        f"{per_second:g} per second": open_loop(
            drive, per_second=per_second, seconds=bench.seconds
        ),
    }
    figures = {name: await bench.measured(name, load) for name, load in loads.items()}
    ours = figures["50 in flight"]["cpu_ms_per_lifecycle"]
    bare = figures["bare, 50 in flight"]["cpu_ms_per_lifecycle"]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "sandbox": os.environ["TONGXING_SANDBOX"],
        "seconds_per_load": bench.seconds,
        "trial": report.TRIAL,
        "ratio_of_cpu_to_bare": round(ours / bare, 2) if ours and bare else None,
        "loads": figures,
    }


async def _warm_up(drive: Drive, drive_bare: Drive) -> None:
    say("warming up …")
    for each in (drive_bare, drive):
        samples, _ = await closed_loop(each, in_flight=5, seconds=3)
        if samples.errors or not samples.lifecycles:
            raise SystemExit(f"The lifecycle does not work: {samples.errors}")


async def _measure(
    layout: Layout, addresses: Addresses, arguments: argparse.Namespace
) -> dict[str, Any]:
    client = await Client.connect(
        addresses.temporal,
        namespace=addresses.namespace,
        grpc_compression=GrpcCompression.NONE,
    )
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(
        addresses.api, connector=connector, timeout=timeout
    ) as session:
        bench = Bench(layout, addresses, session, client, arguments.seconds)
        return await run(bench, per_second=arguments.rate)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print one table; everything started here is ended, also on Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="length of each load")
    parser.add_argument("--rate", type=float, default=5, help="lifecycles begun per second")
    parser.add_argument("--sandbox", action="store_true", help="run workflows in the sandbox")
    parser.add_argument("--durable", action="store_true", help="Temporal in a file, fsync on")
    arguments = parser.parse_args(argv)
    settings = StackSettings.read()
    layout = Layout(settings.data_directory / "bench" / "stack")
    shutil.rmtree(layout.root, ignore_errors=True)
    write_catalogue(layout.root / "catalogue", PROJECT_ROOT / "catalog")
    os.environ |= {
        "TONGXING_CATALOGUE_DIRECTORY": str(layout.root / "catalogue"),
        "TONGXING_SANDBOX": str(arguments.sandbox).lower(),
        "TONGXING_LOG_LEVEL": "WARNING",
    }
    with interrupts.ending_as_interrupt(), owned(layout):
        ports = Ports.any_free(settings)
        addresses = Launcher(
            settings, layout, ports, has_ui=False, is_durable=arguments.durable
        ).start()
        _start_bare_worker(layout, addresses)
        figures = asyncio.run(_measure(layout, addresses, arguments))
    file: Path = settings.data_directory / "bench" / "latest.json"
    report.write(figures, file)
    print(report.table(figures))
    print(f"Written to {file}")
    return 0


def _start_bare_worker(layout: Layout, addresses: Addresses) -> None:
    where = (addresses.temporal, addresses.namespace)
    program = Program("bare", (sys.executable, "-m", "bench.bare", *where))
    processes.start(program, layout)


if __name__ == "__main__":
    sys.exit(main())
