"""One standard lifecycle as clients drive it: submit, four decisions one after another, issued."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import aiohttp

from bench.catalogue import DEPARTMENTS, SCHEME, STANDARD
from bench.figures import Samples
from departments.simulator.uscc import new_uscc

_LOOKS = (0.03, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
"""Pauses between looks at a case, in seconds: looking often would be load of its own."""

_REPETITIONS = (0.5, 1, 2, 4, 8, 8, 8)
"""Pauses before a request is sent again, in seconds."""


class LifecycleError(Exception):
    """A step was answered otherwise than it should be; ``code`` is the problem's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Tokens:
    """Bearer tokens of everybody who takes part."""

    applicant: str
    supervisor: str
    reviewers: dict[str, str]


async def tokens(session: aiohttp.ClientSession) -> Tokens:
    """Ask the development issuer for the tokens."""
    return Tokens(
        applicant=await _token(session, "bench-applicant", "applicant"),
        supervisor=await _token(session, "bench-supervisor", "supervisor"),
        reviewers={
            code: await _token(session, f"bench-{code}", "reviewer", code) for code in DEPARTMENTS
        },
    )


async def lifecycle(
    session: aiohttp.ClientSession,
    who: Tokens,
    samples: Samples,
    items: tuple[str, ...] = STANDARD,
) -> None:
    """Drive one case to its end and note how long each answer took."""
    begun = time.perf_counter()
    receipt = await _acted(session, "/v1/applications", who.applicant, _application(items), samples)
    samples.starts.append(time.perf_counter() - begun)
    case_id = receipt["case_id"]
    case = await _look(session, who, case_id, lambda case: len(_open(case)) == len(items))
    for number, task in enumerate(_open(case)):
        decided = time.perf_counter()
        token = who.reviewers[task["departments"][0]]
        path = f"/v1/tasks/{task['task_id']}/completion"
        await _acted(session, path, token, {"outcome": "grant"}, samples)
        samples.decisions.append(time.perf_counter() - decided)
        if number == 0:
            await _look(session, who, case_id, partial(_granted, task["item_codes"][0]))
            samples.effects.append(time.perf_counter() - decided)
    await _look(session, who, case_id, lambda case: case["status"] == "closed", first=0.08)
    samples.lifecycles.append(time.perf_counter() - begun)


def _application(items: tuple[str, ...]) -> dict[str, Any]:
    return {
        "scheme": SCHEME,
        "items": list(items),
        "answers": {"anything": True},
        "business": {
            "name": "中山市测试商店",
            "district": "442000",
            "uscc": new_uscc(0, uuid4().hex),
        },
        "form": {"contact_phone": "076088880000"},
    }


async def _look(
    session: aiohttp.ClientSession,
    who: Tokens,
    case_id: str,
    is_so: Callable[[dict[str, Any]], bool],
    first: float = 0.0,
) -> dict[str, Any]:
    """Look at the case until it is so, less and less often."""
    await asyncio.sleep(first)
    for pause in _LOOKS:
        case = await _get(session, f"/v1/applications/{case_id}", who.supervisor)
        if is_so(case):
            return case
        await asyncio.sleep(pause)
    raise LifecycleError("never_so")


def _open(case: dict[str, Any]) -> list[dict[str, Any]]:
    return [task for task in case["tasks"] if task["status"] == "open"]


def _granted(item: str, case: dict[str, Any]) -> bool:
    lanes = {lane["item_code"]: lane["status"] for lane in case["lanes"]}
    return lanes[item] in {"granted", "issued"}


async def _token(
    session: aiohttp.ClientSession, subject: str, role: str, department: str | None = None
) -> str:
    body = {"subject": subject, "role": role, "department": department}
    async with session.post("/v1/development/tokens", json=body) as response:
        return str((await response.json())["access_token"])


async def _get(session: aiohttp.ClientSession, path: str, token: str) -> dict[str, Any]:
    async with session.get(path, headers={"Authorization": f"Bearer {token}"}) as response:
        return await _body(response)


async def _acted(
    session: aiohttp.ClientSession,
    path: str,
    token: str,
    body: dict[str, Any],
    samples: Samples,
) -> dict[str, Any]:
    """Act, and repeat with the same key as long as the answer is "later" (503)."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex}
    for pause in _REPETITIONS:
        async with session.post(path, headers=headers, json=body) as response:
            if response.status != HTTPStatus.SERVICE_UNAVAILABLE:
                return await _body(response)
        samples.repeated += 1
        await asyncio.sleep(pause)
    raise LifecycleError("case_not_answering")


async def _body(response: aiohttp.ClientResponse) -> dict[str, Any]:
    body = dict(await response.json(content_type=None))
    if response.status >= HTTPStatus.BAD_REQUEST:
        raise LifecycleError(str(body.get("code", response.status)))
    return body
