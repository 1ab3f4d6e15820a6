"""Worker processes of a city, which tests kill by their id."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import Process
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from stack.layout import PROJECT_ROOT
from tests.system.city import PATIENCE, City

PRODUCTION = ("worker.py",)
DYING_AFTER_COMMIT = ("-m", "tests.system.dying_worker")
_NOBODY = "http://127.0.0.1:9"
"""Where no department's system answers: these workers take turns, they call nobody."""


@asynccontextmanager
async def worker_process(
    city: City, folder: Path, program: tuple[str, ...] = PRODUCTION
) -> AsyncIterator[Process]:
    """Run a worker of the city in a process of its own; it is killed with the block at latest."""
    ready = folder / "worker-is-ready"
    ready.unlink(missing_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *program, cwd=PROJECT_ROOT, env=_environment(city, ready)
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while not ready.exists():  # another process makes it
                assert process.returncode is None, "the worker has ended at once"
                await asyncio.sleep(0.05)
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _environment(city: City, ready: Path) -> dict[str, str]:
    settings, client = city.settings, city.client
    ring = {name: b64encode(key).decode() for name, key in settings.codec_key_ring().items()}
    return {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}},
        "DATABASE_URL": settings.database_url,
        "TEMPORAL_ADDRESS": client.service_client.config.target_host,
        "TEMPORAL_NAMESPACE": client.namespace,
        "TONGXING_ENVIRONMENT": "test",
        "TONGXING_CODEC_KEYS": json.dumps(ring),
        "TONGXING_CODEC_KEY_ID": settings.codec_key_id,
        "TONGXING_SIGNING_KEY_FILE": str(settings.signing_key_file),
        "TONGXING_OBJECT_STORE_URL": settings.object_store_url,
        "TONGXING_CALLBACK_SECRET": settings.callback_secret.get_secret_value(),
        "TONGXING_PUBLIC_URL": settings.public_url,
        "TONGXING_SIMULATOR_URL": _NOBODY,
        "TONGXING_READY_FILE": str(ready),
        "TONGXING_LOG_LEVEL": "ERROR",
    }
