"""Closed loops (so many in flight) and open loops (so many begun per second)."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import aiohttp

from bench.figures import Samples
from bench.lifecycle import LifecycleError

_JOIN_PER_SECOND = 20

Drive = Callable[[Samples], Awaitable[None]]


async def closed_loop(drive: Drive, *, in_flight: int, seconds: float) -> tuple[Samples, float]:
    """Keep so many lifecycles going for a while; gives the samples and the time it really took.

    They join one after another: nobody's city hands in everything in the same instant.
    """
    samples, begun = Samples(), time.perf_counter()
    end = begun + in_flight / _JOIN_PER_SECOND + seconds

    async def one_after_another(number: int) -> None:
        await asyncio.sleep(number / _JOIN_PER_SECOND)
        while time.perf_counter() < end:
            await _driven(drive, samples)

    await asyncio.gather(*(one_after_another(number) for number in range(in_flight)))
    return samples, time.perf_counter() - begun


async def open_loop(drive: Drive, *, per_second: float, seconds: float) -> tuple[Samples, float]:
    """Begin so many lifecycles a second, whatever becomes of the earlier ones."""
    samples, begun = Samples(), time.perf_counter()
    running = []
    for number in range(int(per_second * seconds)):
        await asyncio.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
        running.append(asyncio.create_task(_driven(drive, samples)))
    await asyncio.gather(*running)
    return samples, time.perf_counter() - begun


async def _driven(drive: Drive, samples: Samples) -> None:
    try:
        await drive(samples)
    except LifecycleError as error:
        samples.failed(error.code)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        samples.failed(type(error).__name__)
