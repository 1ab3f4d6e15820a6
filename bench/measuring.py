"""Runs each load between two readings of every counter."""

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

import aiohttp
from temporalio.client import Client

from bench import profiling
from bench.bare import bare_lifecycle
from bench.catalogue import REPORTING
from bench.cpu import CpuReading
from bench.database import Written
from bench.figures import Samples, per_lifecycle, ratios, summary
from bench.histories import histories
from bench.lifecycle import Tokens, lifecycle, tokens
from bench.load import closed_loop, open_loop
from bench.people import measured as people_measured
from bench.people import questions, remove, seed
from stack.application import Addresses
from stack.layout import Layout
from stack.progress import say

BARE = "bare, {} in flight"
OURS = "{} in flight"
REPORTED = "{} reporting"
_SETTLED_SECONDS = 1.0
"""A lone lifecycle that is quicker than this shows that nothing is left of the load before."""
_LONGEST_TO_SETTLE = 120.0

Loaded = tuple[Samples, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured; ``seconds`` is the length of each load."""

    seconds: float
    in_flight: tuple[int, ...]
    per_second: float


@dataclass(frozen=True, slots=True)
class Bench:
    """A running stack under measurement."""

    layout: Layout
    addresses: Addresses
    session: aiohttp.ClientSession
    client: Client
    who: Tokens

    async def lifecycle(self, samples: Samples) -> None:
        await lifecycle(self.session, self.who, samples)

    async def reporting(self, samples: Samples) -> None:
        """Drive a case whose departments report how far they are."""
        await lifecycle(self.session, self.who, samples, REPORTING)

    async def bare(self, samples: Samples) -> None:
        await bare_lifecycle(self.client, samples)

    async def measured(self, name: str, load: Awaitable[Loaded], kind: str) -> dict[str, Any]:
        """Run one load and give its figures; it counts as settled when a lone case is quick."""
        say(f"{name} …")
        cpu, written = CpuReading.of(self.layout), Written.read(self.addresses.database_url)
        samples, seconds = await load
        # Visibility and statistics are written a moment later.
        await asyncio.sleep(1)
        used = CpuReading.of(self.layout).since(cpu)
        after = Written.read(self.addresses.database_url)
        count = len(samples.lifecycles)
        return {
            **summary(samples, seconds),
            "cpu_ms_per_lifecycle": per_lifecycle(sum(used.values()), count),
            "cpu_ms_by_process": {
                who: per_lifecycle(each, count) for who, each in used.items() if each >= 1
            },
            **after.since(written, count),
            "seconds_to_settle": await self._settle(),
            **await histories(self.client, kind),
        }

    async def _settle(self) -> float:
        """Give how long the load before is felt; the next one begins on a quiet stack."""
        begun = time.perf_counter()
        while (elapsed := time.perf_counter() - begun) < _LONGEST_TO_SETTLE:
            samples, _ = await closed_loop(self.lifecycle, in_flight=1, seconds=0.01)
            if samples.lifecycles and samples.lifecycles[0] < _SETTLED_SECONDS:
                break
        return round(elapsed, 1)


async def only_load(
    layout: Layout, addresses: Addresses, session: aiohttp.ClientSession, client: Client, plan: Plan
) -> dict[str, Any]:
    """Run the first closed loop and nothing else, for a profile."""
    bench = Bench(layout, addresses, session, client, await tokens(session))
    await _warm_up(bench)
    profiling.leave_out_so_far(layout)
    number = plan.in_flight[0]
    load = closed_loop(bench.lifecycle, in_flight=number, seconds=plan.seconds)
    name = OURS.format(number)
    return {"loads": {name: await bench.measured(name, load, "ApplicationWorkflow")}}


async def measure(
    layout: Layout, addresses: Addresses, session: aiohttp.ClientSession, client: Client, plan: Plan
) -> dict[str, Any]:
    """Run every load, the bare workflow's next to ours, and put the figures together."""
    bench = Bench(layout, addresses, session, client, await tokens(session))
    await _warm_up(bench)
    figures: dict[str, dict[str, Any]] = {}

    async def note(name: str, load: Awaitable[Loaded], kind: str = "ApplicationWorkflow") -> None:
        figures[name] = await bench.measured(name, load, kind)

    steady = open_loop(bench.lifecycle, per_second=plan.per_second, seconds=plan.seconds)
    await note(f"{plan.per_second:g} per second", steady)
    for number in plan.in_flight:
        bare = closed_loop(bench.bare, in_flight=number, seconds=plan.seconds)
        await note(BARE.format(number), bare, "BareWorkflow")
        ours = closed_loop(bench.lifecycle, in_flight=number, seconds=plan.seconds)
        await note(OURS.format(number), ours)
    first = plan.in_flight[0]
    reporting = closed_loop(bench.reporting, in_flight=first, seconds=plan.seconds)
    await note(REPORTED.format(first), reporting)
    compared = ratios(figures[OURS.format(first)], figures[BARE.format(first)])
    return {
        "compared": OURS.format(first),
        "against_bare": compared,
        "loads": figures,
        "people": await people(bench),
    }


async def people(bench: Bench) -> dict[str, Any]:
    """Ask inbox and board with ten thousand open cases behind them."""
    say("inbox and board …")
    url, reviewers = bench.addresses.database_url, bench.who.reviewers
    seed(url, tuple(reviewers))
    try:
        asked = questions(next(iter(reviewers.values())), bench.who.supervisor)
        return await people_measured(bench.session, asked)
    finally:
        remove(url)


async def _warm_up(bench: Bench) -> None:
    say("warming up …")
    for drive in (bench.bare, bench.lifecycle):
        samples, _ = await closed_loop(drive, in_flight=5, seconds=3)
        if samples.errors or not samples.lifecycles:
            raise SystemExit(f"The lifecycle does not work: {samples.errors}")
