"""What people do with an issued permit, step by step, through HTTP alone."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from temporalio.testing import TimeSkipper

from domain.calendar import end_of_day
from tests.system.city import PATIENCE, City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc

HYGIENE = "B1-04"
"""An item given on commitment: verified within two months, valid for four years."""


@dataclass(slots=True)
class PermitJourney:
    """One permit on its way through life, with its holder."""

    city: City
    case: Journey
    permit_id: str
    number: str
    department: str

    @property
    def holder(self) -> Person:
        return self.case.applicant

    @property
    def officer(self) -> Person:
        """Somebody of the department who reviews."""
        return self.city.reviewer(self.department)

    async def view(self, reader: Person | None = None) -> dict[str, Any]:
        answer = await (reader or self.holder).get(f"/permits/{self.permit_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def until(self, condition: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until the permit as recorded is so; give it."""
        view: dict[str, Any] = {}
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    view = await self.view()
                    if condition(view):
                        return view
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"never so: {view}") from None

    async def until_stage(self, stage: str) -> dict[str, Any]:
        return await self.until(lambda view: view["stage"] == stage)

    async def open_task(self) -> str:
        """Wait for the one open human step and give its id."""
        (task_id,) = (await self.until(lambda view: len(view["tasks"]) == 1))["tasks"]
        return str(task_id)

    async def check(
        self, *failed: str, cause: str = "", points: tuple[str, ...] | None = None
    ) -> httpx.Response:
        """Have two inspectors record the check: every point passed but the failed."""
        author = self.city.inspector(self.department)
        team = [author.actor.subject, f"{author.actor.subject}-2"]
        looked_at = points or self.points
        body = {
            "outcome": "failed" if failed else "passed",
            "inspectors": team,
            "findings": [
                {"point_code": code, "department": self.department, "passed": code not in failed}
                for code in looked_at
            ],
            "cause_of_revocation": cause,
        }
        return await author.post(f"/tasks/{await self.open_task()}/completion", body)

    @property
    def points(self) -> tuple[str, ...]:
        """What a verification of the item looks at."""
        item_code = self.permit_id.partition(".")[2]
        today = datetime.now(UTC).date()
        (item,) = self.city.resources.catalogue.slice("zhongshan", (item_code,), on=today).items
        return tuple(point.code for point in item.checklist)

    async def decide(self, outcome: str, **more: object) -> httpx.Response:
        """Have a reviewer of the department decide on the proposed revocation."""
        reasons = [{"code": "decision", "text": "经审查作出决定"}]
        body = {"outcome": outcome, "reasons": reasons, **more}
        return await self.officer.post(f"/tasks/{await self.open_task()}/completion", body)

    async def propose(
        self, cause: str, person: Person | None = None, **more: object
    ) -> httpx.Response:
        reasons = [{"code": "hygiene_ventilation", "text": "现场与承诺不符"}]
        body = {"cause": cause, "reasons": reasons, **more}
        path = f"/permits/{self.permit_id}/revocation"
        return await (person or self.officer).post(path, body)

    async def hold_hearing(self, chair: str, person: Person | None = None) -> httpx.Response:
        officer = person or self.officer
        body = {"chair": chair, "record_document_id": await officer.upload("hearing_record")}
        return await officer.post(f"/permits/{self.permit_id}/hearing-record", body)

    async def ask(self, path: str, body: object | None = None) -> httpx.Response:
        """Have the holder ask something of the permit."""
        return await self.holder.post(f"/permits/{self.permit_id}{path}", body)

    async def skip_past(self, day: str) -> None:
        """Let the permit's time pass until the day, as an ISO date, has ended."""
        handle = self.city.permit_handle(self.permit_id)
        now = await TimeSkipper(self.city.client).get_current_time(handle)
        wait = end_of_day(date.fromisoformat(day)) - now
        await self.city.skip_permit(self.permit_id, max(wait, timedelta()) + timedelta(minutes=1))

    async def allowed(self, person: Person) -> dict[str, tuple[bool, str]]:
        """Give each action with whether it is allowed, and the reason why not."""
        answer = await person.get(f"/permits/{self.permit_id}/allowed-actions")
        assert answer.status_code == 200, answer.text
        return {each["action"]: (each["allowed"], each["reason"]) for each in answer.json()}

    async def public_status(self) -> str:
        """What anyone sees of the permit on the page behind the licence's code."""
        licence_code = (await self.view())["licence_code"]
        answer = await self.city.api.get(f"/v1/public/licences/{licence_code}")
        permits = answer.json()["permits"]
        return str(next(each["status"] for each in permits if each["number"] == self.number))

    async def listed_status(self) -> str | None:
        """What the signed status list says; None when the permit is not on it."""
        answer = await self.city.api.get("/v1/public/status-list")
        status = answer.json()["statuses"].get(self.number)
        return None if status is None else str(status)


async def issued_permit(
    city: City, *, item: str = HYGIENE, uscc: str | None = None
) -> PermitJourney:
    """Give a permit issued on commitment whose own life has begun."""
    journey = await accepted(city, Order((item,), uscc=uscc or fresh_uscc()))
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    (lane,) = view["lanes"]
    (permit,) = view["licence"]["permits"]
    living = PermitJourney(city, journey, permit["permit_id"], permit["number"], lane["department"])
    await living.until_stage("verification_pending")
    return living
