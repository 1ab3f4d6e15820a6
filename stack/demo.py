"""The demo: a fresh stack, one story driven through HTTP, everything stopped again."""

import asyncio
import shutil

from stack import processes
from stack.application import Addresses
from stack.errors import AlreadyRunningError
from stack.launcher import Launcher
from stack.layout import Layout
from stack.ownership import owned
from stack.ports import Ports
from stack.progress import say
from stack.settings import StackSettings


def demo_layout(settings: StackSettings) -> Layout:
    return Layout(settings.data_directory / "demo")


def run_demo(settings: StackSettings, *, keep: bool, quick: bool) -> int:
    """Tell the story on fresh data; returns its exit code, 0 when all of it came true."""
    layout = demo_layout(settings)
    if running := processes.alive(layout):
        raise AlreadyRunningError([one.name for one in running])
    shutil.rmtree(layout.root, ignore_errors=True)
    with owned(layout) as ownership:
        ports = Ports.any_free(settings)
        addresses = Launcher(settings, layout, ports, is_durable=keep or not quick).start()
        code = asyncio.run(_tell(addresses, layout))
        if keep:
            ownership.release()
            say_addresses(addresses)
    return code


async def _tell(addresses: Addresses, layout: Layout) -> int:
    # The story imports most of the client side; only the demo needs it.
    from stack.scenario.main import tell  # noqa: PLC0415

    files = layout.root / "files"
    files.mkdir()
    return await tell(
        addresses.api, addresses.simulator, addresses.temporal, addresses.namespace, files
    )


def say_addresses(addresses: Addresses) -> None:
    """Print where to look, on stdout, one address a line."""
    lines = [
        ("API", addresses.api),
        ("API documentation", f"{addresses.api}/docs"),
        ("Temporal UI", addresses.temporal_ui),
        ("Temporal", addresses.temporal),
        ("Department simulator", f"{addresses.simulator}/docs"),
        ("Postgres", addresses.database_url if "@/" in addresses.database_url else None),
    ]
    for what, where in lines:
        if where:
            print(f"{what + ':':<22}{where}", flush=True)
    say("End it with `make down`.")
