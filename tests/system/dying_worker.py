"""A worker process that is killed right after a commit: ``python -m tests.system.dying_worker``.

It is the production worker in every other respect. The workflow task under way never ends, as
when the machine loses its power between the database's answer and Temporal's.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace

import worker
from core.config import Settings, settings
from tests.system.faults import Faults, faulty


async def run(configured: Settings) -> None:
    """Work until the first turn is committed."""
    async with AsyncExitStack() as stack:
        resources = await worker._resources(configured, stack)
        client = await faulty(resources.client, Faults(kill_after=0))
        dying = replace(resources, client=client)
        for each in worker.build_workers(dying, configured):
            await stack.enter_async_context(each)
        if configured.ready_file:
            configured.ready_file.touch()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(settings()))
