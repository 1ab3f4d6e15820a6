"""Records the histories that the replay tests read: ``make histories``.

Run it after a change of a workflow that starts a new way of going on (behind
``workflow.patched``). It records the ways that are not kept yet; older histories stay as they
are, since running cases still follow them, unless their way is named.
"""

import argparse
import asyncio
import gzip
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.logging import configure_logging
from stack import migrations
from stack.postgres import running_postgres
from stack.temporal import running_temporal
from tests.replay.permit_ways import PERMIT_WAYS
from tests.replay.ways import APPLICATION_WAYS
from tests.system.city import City, assembled_city, test_settings, working
from tests.system.faults import Faults, faulty
from worker import build_workers

HISTORIES = Path(__file__).with_name("histories")
WAYS = {**APPLICATION_WAYS, **PERMIT_WAYS}


def _is_kept(way: str) -> bool:
    return any(HISTORIES.glob(f"*.{way}.json.gz"))


async def record(city: City, faults: Faults, names: Sequence[str]) -> None:
    """Drive the ways and keep every workflow's history, compressed and still encrypted."""
    for name in names:
        for workflow_id in await WAYS[name](city, faults):
            history = await city.client.get_workflow_handle(workflow_id).fetch_history()
            kind = workflow_id.partition("/")[0]
            content = gzip.compress(history.to_json().encode(), mtime=0)
            (HISTORIES / f"{kind}.{name}.json.gz").write_bytes(content)
            told = f"{kind}.{name}: {len(history.events)} events, {len(content)} bytes\n"
            sys.stdout.write(told)


async def _record_on_new_servers(names: Sequence[str], folder: Path) -> None:
    with (
        running_postgres(folder / "postgres", durable=False) as database_url,
        running_temporal(folder / "temporal") as temporal_address,
    ):
        if migrations.migrate(database_url):
            raise SystemExit("the migrations failed")
        faults = Faults()
        settings = test_settings(database_url, folder)
        async with assembled_city(settings, temporal_address, "histories") as city:
            resources = replace(city.worker_resources, client=await faulty(city.client, faults))
            async with working(build_workers(resources, city.settings)):
                await record(city, faults, names)


def main(argv: Sequence[str] | None = None) -> None:
    """Record the ways named, or all that are not kept yet."""
    parser = argparse.ArgumentParser(prog="python -m tests.replay.record", description=__doc__)
    parser.add_argument("way", nargs="*", choices=[[], *WAYS], default=[], help="default: new ones")
    names = parser.parse_args(argv).way or [way for way in WAYS if not _is_kept(way)]
    configure_logging(level="ERROR", as_json=False)
    HISTORIES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tongxing-histories-") as folder:
        asyncio.run(_record_on_new_servers(names, Path(folder)))


if __name__ == "__main__":
    main()
