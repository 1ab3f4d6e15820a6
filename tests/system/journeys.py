"""What people do with a case, step by step, through HTTP alone."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
from temporalio.testing import TimeSkipper

from catalog.expressions import Answer
from departments.simulator.uscc import new_uscc
from domain.calendar import end_of_day, local_date
from tests.system.city import PATIENCE, City, Person

ANSWERS: dict[str, Answer] = {
    "has_licence": False,
    "business_format": "supermarket",
    "premises_place": "ordinary",
    "floor_area": 420,
    "specialities": [],
    "sells_prepackaged_food": True,
    "prepares_food": True,
    "food_counter_separate": True,
    "sells_farm_products_only": False,
    "sells_tobacco": True,
    "sells_class_two_devices": True,
    "only_exempt_devices": False,
}
_SAMPLES = {
    "text": "测试",
    "citizen_id": "442000199001010011",
    "phone": "13800138000",
    "date": "2027-01-01",
    "number": "420",
    "address": "中山市石岐区测试路一号",
}
USCC = "91442000MA0000015B"


@dataclass(slots=True)
class Order:
    """What is applied for; ``leave_out`` are papers not handed in, ``pledged`` of them later."""

    items: tuple[str, ...]
    answers: dict[str, Answer] = field(default_factory=lambda: dict(ANSWERS))
    leave_out: tuple[str, ...] = ()
    pledged: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    uscc: str | None = None
    district: str = "442000"
    handling_person: str | None = None
    scope: tuple[str, ...] = ()
    more: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Journey:
    """One application on its way, with its applicant."""

    city: City
    applicant: Person
    case_id: str

    async def view(self, reader: Person | None = None) -> dict[str, Any]:
        answer = await (reader or self.applicant).get(f"/applications/{self.case_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def lane(self, item: str) -> dict[str, Any]:
        lanes = (await self.view())["lanes"]
        return dict(next(lane for lane in lanes if lane["item_code"] == item))

    async def until(
        self, condition: Callable[[dict[str, Any]], bool], patience: float = PATIENCE
    ) -> dict[str, Any]:
        """Wait until the case as recorded is so; give it."""
        view: dict[str, Any] = {}
        try:
            async with asyncio.timeout(patience):
                while True:
                    view = await self.view()
                    if condition(view):
                        return view
                    await asyncio.sleep(0.02)
        except TimeoutError:
            lanes = [(lane["item_code"], lane["status"]) for lane in view.get("lanes", ())]
            stuck = f"never so: {view.get('status')} {lanes} {view.get('correction')}"
            raise AssertionError(stuck) from None

    async def until_lanes(self, **statuses: str) -> dict[str, Any]:
        """Wait until lanes have a status, named like ``B1_02="granted"``."""
        wanted = {name.replace("_", "-"): status for name, status in statuses.items()}

        def so(view: dict[str, Any]) -> bool:
            have = {lane["item_code"]: lane["status"] for lane in view["lanes"]}
            return all(have[item] == status for item, status in wanted.items())

        return await self.until(so)

    async def until_closed(self) -> dict[str, Any]:
        return await self.until(lambda view: view["status"] == "closed")

    async def open_task(self, kind: str, item: str) -> dict[str, Any]:
        """Wait for a task of the case's item and give it."""
        supervisor = self.city.supervisor()
        async with asyncio.timeout(PATIENCE):
            while True:
                for task in (await self.view(supervisor))["tasks"]:
                    fits = task["kind"] == kind and item in task["item_codes"]
                    if fits and task["status"] == "open":
                        return dict(task)
                await asyncio.sleep(0.02)

    async def complete(self, kind: str, item: str, outcome: str, **more: object) -> httpx.Response:
        """Have a reviewer of the task's department complete it."""
        task = await self.open_task(kind, item)
        reviewer = self.city.reviewer(task["departments"][0])
        body = {"outcome": outcome, **more}
        return await reviewer.post(f"/tasks/{task['task_id']}/completion", body)

    async def grant(self, item: str) -> httpx.Response:
        return await self.complete("review", item, "grant")

    async def refuse(self, item: str, code: str) -> httpx.Response:
        reasons = [{"code": code, "text": "不符合条件"}]
        return await self.complete("review", item, "refuse", reasons=reasons)

    async def check_intake(self, *items: str) -> None:
        """Have the departments find the papers of these items sufficient."""
        for item in items:
            answer = await self.complete("intake_check", item, "sufficient")
            assert answer.status_code == 200, answer.text

    async def act(self, path: str, body: object | None = None) -> httpx.Response:
        """Have the applicant act on the case."""
        return await self.applicant.post(f"/applications/{self.case_id}{path}", body)

    async def skip(self, **duration: float) -> None:
        await self.city.skip(self.case_id, timedelta(**duration))

    async def skip_past(self, day: str) -> None:
        """Let time pass until the day, as an ISO date, has ended where the case is."""
        await self.skip_to(end_of_day(date.fromisoformat(day)))

    async def skip_to(self, instant: datetime) -> None:
        """Let time pass until a minute after the instant, by the case's own time."""
        handle = self.city.handle(self.case_id)
        now = await TimeSkipper(self.city.client).get_current_time(handle)
        remaining = max(instant - now, timedelta())
        await self.city.skip(self.case_id, remaining + timedelta(minutes=1))

    async def due_at(self, clock: str) -> datetime:
        """Give the strictest limit of a clock named like ``lane/B1-02``."""
        answer = await self.applicant.get(f"/applications/{self.case_id}/clock/{clock}")
        assert answer.status_code == 200, answer.text
        return min(
            datetime.fromisoformat(each["due"]["due_at"]) for each in answer.json()["limits"]
        )

    async def notices(self, template: str) -> list[dict[str, Any]]:
        """Give the applicant's notices of a kind, oldest first."""
        answer = await self.applicant.get(f"/applications/{self.case_id}/notices")
        assert answer.status_code == 200, answer.text
        return [notice for notice in answer.json() if notice["template"] == template]

    async def scheduled_visit(self) -> dict[str, Any]:
        view = await self.until(
            lambda view: (
                bool(view["visit"])
                and view["visit"]["status"] == "scheduled"
                and view["visit"]["task_id"] is not None
            )
        )
        return dict(view["visit"])

    async def begin_visit(self) -> dict[str, Any]:
        """Let time pass until the visit begins; give it."""
        visit = await self.scheduled_visit()
        latest = (await self.timeline())[-1]["at"]
        begins = datetime.fromisoformat(visit["slot"]["starts_at"])
        wait = begins - max(datetime.fromisoformat(latest), datetime.now(begins.tzinfo))
        if wait > timedelta():
            await self.city.skip(self.case_id, wait + timedelta(minutes=5))
        return visit

    async def inspect(self, *failed: str, outcome: str = "recorded") -> httpx.Response:
        """Have the inspectors of the slot record the visit: every point passed but the failed."""
        visit = await self.begin_visit()
        team = visit["slot"]["inspectors"]
        department = (await self.open_task("site_visit", visit["item_codes"][0]))["departments"][0]
        author = self.city.inspector(department, team[0])
        findings = [
            {
                "point_code": point["code"],
                "department": point["departments"][0],
                "passed": point["code"] not in failed,
            }
            for point in visit["checklist"]
        ]
        body = {"outcome": outcome, "inspectors": team, "findings": findings}
        if outcome != "recorded":
            body["findings"] = []
        return await author.post(f"/tasks/{visit['task_id']}/completion", body)

    async def timeline(self) -> list[dict[str, Any]]:
        answer = await self.applicant.get(f"/applications/{self.case_id}/timeline", limit=500)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["entries"])

    async def kinds(self) -> list[str]:
        return [entry["kind"] for entry in await self.timeline()]

    async def until_kind(self, kind: str) -> None:
        """Wait until an event of the kind is in the record."""

        async def recorded() -> bool:
            return kind in await self.kinds()

        await until_true(recorded)


async def draft_body(city: City, applicant: Person, order: Order) -> dict[str, Any]:
    """Fill in an application as the notice asks, with every paper but those left out."""
    catalogue = city.resources.catalogue
    items = catalogue.slice("zhongshan", order.items, on=today(), answers=order.answers).items
    papers = list(dict.fromkeys(paper.code for item in items for paper in item.papers))
    wanted = [code for code in papers if code not in order.leave_out]
    fields = {f.code: f for item in items for f in item.fields}
    form = {
        code: f.choices[0] if f.kind == "choice" else _SAMPLES[f.kind]
        for code, f in fields.items()
        if f.kind != "uscc" and code not in {"business_name", "district"}
    }
    committed = [
        item.code for item in items if item.mode == "commitment" and item.code not in order.declined
    ]
    return {
        "scheme": "zhongshan",
        "items": list(order.items),
        "answers": order.answers,
        "business": {
            "name": "中山市测试超市",
            "district": order.district,
            **({"uscc": order.uscc} if order.uscc else {}),
        },
        "form": form,
        "papers": [
            {"paper_code": code, "document_id": await applicant.upload(code)} for code in wanted
        ],
        "commitments": [
            {
                "item_code": code,
                "document_id": await applicant.upload("commitment"),
                "signature": "synthetic-signature",
            }
            for code in committed
        ],
        "pledges": [
            {"paper_code": code, "document_id": await applicant.upload("pledge")}
            for code in order.pledged
        ],
        "declined_commitment": list(order.declined),
        **({"handling_person": order.handling_person} if order.handling_person else {}),
        **({"scope": list(order.scope)} if order.scope else {}),
        **order.more,
    }


async def submitted(city: City, order: Order, applicant: Person | None = None) -> Journey:
    """Hand in an application and give it on its way."""
    applicant = applicant or city.applicant()
    body = await draft_body(city, applicant, order)
    answer = await applicant.post("/applications", body)
    assert answer.status_code == 201, answer.text
    return Journey(city, applicant, answer.json()["case_id"])


async def accepted(city: City, order: Order, applicant: Person | None = None) -> Journey:
    """Hand in an application whose papers every department finds sufficient."""
    journey = await submitted(city, order, applicant)
    await until_true(lambda: _past_look_up(journey))
    supervisor = city.supervisor()
    for task in (await journey.view(supervisor))["tasks"]:
        if task["kind"] == "intake_check" and task["status"] == "open":
            reviewer = city.reviewer(task["departments"][0])
            body = {"outcome": "sufficient"}
            answer = await reviewer.post(f"/tasks/{task['task_id']}/completion", body)
            assert answer.status_code == 200, answer.text
    await journey.until(lambda view: view["accepted_at"] is not None)
    return journey


async def _past_look_up(journey: Journey) -> bool:
    view = await journey.view(journey.city.supervisor())
    return bool(view["tasks"]) or view["accepted_at"] is not None or view["status"] != "received"


async def until_true(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110  # what is awaited lies in the database
            await asyncio.sleep(0.02)


async def patiently(request: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Repeat a request with its key, as clients are told to, until it is no longer 503."""
    async with asyncio.timeout(2 * PATIENCE):
        while True:
            answer = await request()
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                return answer
            assert int(answer.headers["Retry-After"]) > 0
            await asyncio.sleep(0.1)


def fresh_uscc() -> str:
    """Give the valid code of a business that no other test knows."""
    return new_uscc(0, uuid4().hex)


def today() -> date:
    return local_date(datetime.now(UTC))
