"""Stands where the story would: looks at every server, then ends as FAKE_STORY says."""

import asyncio
import os
import sys
from pathlib import Path

import httpx
from temporalio.client import Client


async def tell(
    base_url: str, simulator_url: str, temporal_address: str, namespace: str, out_dir: Path
) -> int:
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(f"{base_url}/v1/ready")).is_success
        assert (await http.get(f"{simulator_url}/health")).is_success
    client = await Client.connect(temporal_address, namespace=namespace)
    assert await client.service_client.check_health()
    (out_dir / "licence.txt").write_text("granted")
    sys.stdout.write("the story begins\n")
    sys.stdout.flush()
    if os.environ.get("FAKE_STORY") == "endless":
        await asyncio.sleep(60)
    return int(os.environ.get("FAKE_STORY", "0"))
