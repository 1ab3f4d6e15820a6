"""Records the histories that the replay tests read, on servers of its own (``make histories``).

Run it when workflow code has changed on purpose in a way that old histories cannot follow, and
review which of them changed. Names may be given to record some paths only.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core.logging import configure_logging
from stack import migrations
from stack.postgres import running_postgres
from stack.temporal import running_temporal
from tests.replay import histories
from tests.replay.paths import PATHS
from tests.system.city import assembled_city, working
from tests.system.faults import Faults, faulty
from worker import build_workers


def main(arguments: Sequence[str]) -> int:
    """Record the named paths, or all; what no path records any more is removed."""
    configure_logging(level="WARNING", as_json=False)
    wanted = list(arguments) or list(PATHS)
    if not arguments:
        histories.forget()
    with tempfile.TemporaryDirectory(prefix="tongxing-histories-") as name:
        folder = Path(name)
        with (
            running_postgres(folder / "postgres", durable=False) as database_url,
            running_temporal(folder / "temporal") as address,
        ):
            if migrations.migrate(database_url) != 0:
                return 1
            asyncio.run(_record(wanted, database_url, address, folder))
    return 0


async def _record(wanted: Sequence[str], database_url: str, address: str, folder: Path) -> None:
    faults = Faults()
    async with assembled_city(database_url, address, folder) as city:
        resources = replace(city.worker_resources, client=faulty(city.client, faults))
        async with working(build_workers(resources, city.settings)):
            for name in wanted:
                events = await histories.save(name, await PATHS[name](city, faults))
                sys.stdout.write(f"{name}: {events} events\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
