"""Guidance and the one form under measurement: the city's own catalogue, not that of the loads."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

import aiohttp

from bench.figures import milliseconds, percentile
from stack import processes
from stack.answering import answers
from stack.application import Addresses, Application
from stack.layout import PROJECT_ROOT, Layout
from stack.ports import LOOPBACK, Ports, free_port
from stack.processes import Program
from stack.progress import say

SCHEME = "zhongshan"
EIGHT_ITEMS, RESTAURANT = "open_entertainment_venue", "open_restaurant"
_REQUESTS = 500
_IN_FLIGHT = 4
_READY_WITHIN_SECONDS = 60
_CHOSEN: Mapping[str, Mapping[str, object]] = {
    EIGHT_ITEMS: {
        "has_licence": False,
        "business_format": "entertainment",
        "premises_place": "ordinary",
        "floor_area": 900,
        "specialities": ["entertainment_venue"],
    },
    RESTAURANT: {
        "has_licence": False,
        "business_format": "restaurant",
        "premises_place": "ordinary",
        "floor_area": 420,
        "specialities": [],
        "sells_farm_products_only": False,
    },
}
"""What kind of business it is; whatever else is asked is answered by its kind (``_by_kind``)."""


async def measured(layout: Layout, ports: Ports, addresses: Addresses) -> dict[str, Any]:
    """Give the figures of guidance and of the one form, measured on an API of its own."""
    say("guidance …")
    url = _start_api(layout, ports, addresses)
    async with aiohttp.ClientSession(url) as session:
        eight = await _answers(session, EIGHT_ITEMS)
        return {
            **await _guidance(session, eight),
            **_building(EIGHT_ITEMS, eight),
            "restaurant_form": await _form(session, await _answers(session, RESTAURANT)),
        }


def table(figures: Mapping[str, Any]) -> str:
    """Give the figures as lines for people."""
    form = figures["restaurant_form"]
    together, separately = form["together"], form["separately"]
    guidance = (
        f"guidance of a theme of {figures['items']} items: p50 {figures['guidance_p50_ms']} ms, "
        f"p99 {figures['guidance_p99_ms']} ms over HTTP, {_IN_FLIGHT} in flight"
    )
    building = (
        f"building its notice: median {figures['notice_median_ms']} ms, "
        f"p99 {figures['notice_p99_ms']} ms"
    )
    asked = (
        f"form of the restaurant theme: {together['fields']} fields and {together['papers']} "
        f"papers instead of {separately['fields']} and {separately['papers']} one by one"
    )
    return f"{guidance}\n{building}\n{asked}"


def _start_api(layout: Layout, ports: Ports, addresses: Addresses) -> str:
    port = str(free_port())
    environment = Application(layout, ports, addresses).environment("intake-api") | {
        "TONGXING_CATALOGUE_DIRECTORY": str(PROJECT_ROOT / "catalog"),
        "TONGXING_API_PORT": port,
    }
    program = Program(
        "intake-api", (sys.executable, "-m", "api", "--port", port), environment=environment
    )
    processes.wait_until_ready(
        processes.start(program, layout),
        layout,
        is_ready=lambda: answers(f"http://{LOOPBACK}:{port}/v1/ready"),
        within_seconds=_READY_WITHIN_SECONDS,
    )
    return f"http://{LOOPBACK}:{port}"


async def _answers(session: aiohttp.ClientSession, theme: str) -> dict[str, object]:
    """Answer what guidance asks for a theme until it has all it needs."""
    given = dict(_CHOSEN[theme])
    while True:
        body = {"scheme": SCHEME, "theme": theme, "answers": given}
        told = await _posted(session, "/v1/guidance/questions", body)
        if told["complete"]:
            return given
        given |= {each["code"]: _by_kind(each) for each in told["questions"]}


def _by_kind(question: Mapping[str, Any]) -> object:
    match question["kind"]:
        case "boolean":
            return True
        case "choice":
            return question["choices"][0]["code"]
        case "multiple":
            return []
        case "number":
            return max(question["minimum"] or 0, 1)
        case _:
            return "bench"


async def _guidance(session: aiohttp.ClientSession, given: Mapping[str, object]) -> dict[str, Any]:
    body = {"scheme": SCHEME, "theme": EIGHT_ITEMS, "answers": given}
    notice = await _posted(session, "/v1/guidance", body)
    needed = [each for each in notice["items"] if each["requirement"] != "not_required"]
    taken: list[float] = []

    async def one_after_another() -> None:
        for _ in range(_REQUESTS // _IN_FLIGHT):
            begun = time.perf_counter()
            await _posted(session, "/v1/guidance", body)
            taken.append(time.perf_counter() - begun)

    await asyncio.gather(*(one_after_another() for _ in range(_IN_FLIGHT)))
    return {
        "items": len(needed),
        "guidance_p50_ms": milliseconds(percentile(taken, 0.5)),
        "guidance_p99_ms": milliseconds(percentile(taken, 0.99)),
    }


async def _form(session: aiohttp.ClientSession, given: Mapping[str, object]) -> dict[str, Any]:
    """Give fields and papers of the items a restaurant needs, together and one by one."""
    body = {"scheme": SCHEME, "theme": RESTAURANT, "answers": given}
    notice = await _posted(session, "/v1/guidance", body)
    routed = {"required", "filing_only"}
    items = [each["code"] for each in notice["items"] if each["requirement"] in routed]
    form = await _posted(session, "/v1/forms", {"scheme": SCHEME, "items": items, "answers": given})
    burden = form["burden"]
    return {
        "items": items,
        "together": burden["together"],
        "separately": burden["separately"],
        "papers_shared": burden["papers_shared"],
    }


async def _posted(
    session: aiohttp.ClientSession, path: str, body: Mapping[str, object]
) -> dict[str, Any]:
    async with session.post(path, json=body) as answer:
        answer.raise_for_status()
        return dict(await answer.json())


def _building(theme: str, given: Mapping[str, object]) -> dict[str, Any]:
    """Have a process of its own build the notice again and again, without any server."""
    asked = json.dumps({"scheme": SCHEME, "theme": theme, "answers": given})
    command = (sys.executable, "-m", "bench.notice_building", asked)
    told = subprocess.run(command, cwd=PROJECT_ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(told.stdout))
