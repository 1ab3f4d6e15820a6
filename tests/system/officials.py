"""What the tests of officials at work share: tobacco cases in districts of their own."""

import itertools
from typing import Any

import httpx

from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc

FOOD, TOBACCO = "B1-02", "B1-06"
DISTRICTS = itertools.count(443_501)
"""Districts that no other test uses."""


def order_of(*items: str, district: str | None = None, uscc: str | None = None) -> Order:
    return Order(items, uscc=uscc or fresh_uscc(), district=district or str(next(DISTRICTS)))


async def tobacco(city: City, **where: str) -> tuple[Journey, str]:
    journey = await accepted(city, order_of(TOBACCO, **where))
    return journey, (await journey.open_task("review", TOBACCO))["task_id"]


async def refuse(person: Person, task_id: str) -> httpx.Response:
    reasons = [{"code": "tobacco_layout", "text": "不符合布局"}]
    body = {"outcome": "refuse", "reasons": reasons}
    return await person.post(f"/tasks/{task_id}/completion", body)


def coded(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


async def ids(person: Person, **query: Any) -> list[str]:
    answer = await person.get("/tasks", **query)
    assert answer.status_code == 200, answer.text
    return [task["task_id"] for task in answer.json()["entries"]]
