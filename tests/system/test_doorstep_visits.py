"""The doorstep visit on the real servers: owed after the case has closed, overdue, made late."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from temporalio.testing import TimeSkipper

from domain.calendar import end_of_day
from tests.fakes import catalogue as c
from tests.system.city import PATIENCE, City
from tests.system.journeys import Journey
from tests.system.made_up import handed_in

ITEM, OWNER, TOWN = "B1-06", "tobacco", "subdistrict_office"


async def issued(city: City) -> tuple[Journey, str]:
    """Give an application that has ended, and the permit that it has issued."""
    times = replace(c.scheme().times, doorstep_visit=c.working_days(2))
    scheme = replace(c.scheme(), times=times, doorstep_department=TOWN)
    item = replace(c.plain(ITEM, OWNER), permit_prefix="DST")
    journey = await handed_in(city, item, scheme=scheme)
    assert (await journey.grant(ITEM)).status_code == 200
    view = await journey.until_closed()
    return journey, str(view["licence"]["permits"][0]["permit_id"])


async def until_status(city: City, permit_id: str, status: str) -> dict[str, Any]:
    officer = city.inspector(TOWN)
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await officer.get(f"/permits/{permit_id}")
            if answer.status_code == 200 and answer.json()["doorstep_visit"] == status:
                return dict(answer.json())
            await asyncio.sleep(0.02)


async def test_the_town_visits_the_new_holder_after_the_case_has_closed(city: City) -> None:
    _, permit_id = await issued(city)
    view = await until_status(city, permit_id, "due")
    (task_id,) = view["tasks"]
    officer = city.inspector(TOWN)
    inbox = (await officer.get("/tasks", kind="doorstep_visit", limit=100)).json()["entries"]
    assert task_id in [task["task_id"] for task in inbox]
    path = f"/tasks/{task_id}/completion"
    stranger = await city.inspector(OWNER).post(path, {"outcome": "visited"})
    assert stranger.status_code == 404
    made = await officer.post(path, {"outcome": "visited"})
    assert made.status_code == 200, made.text
    assert (await until_status(city, permit_id, "made"))["status"] == "valid"


async def test_a_visit_not_made_in_time_is_visible_and_still_owed(city: City) -> None:
    _, permit_id = await issued(city)
    view = await until_status(city, permit_id, "due")
    end = end_of_day(date.fromisoformat(view["doorstep_visit_due_on"]))
    handle = city.permit_handle(permit_id)
    now = await TimeSkipper(city.client).get_current_time(handle)
    await city.skip_permit(permit_id, max(end - now, timedelta()) + timedelta(minutes=5))
    await until_status(city, permit_id, "overdue")
    officer = city.inspector(TOWN)
    inbox = (await officer.get("/tasks", kind="doorstep_visit", limit=100)).json()["entries"]
    (task,) = [task for task in inbox if task["stream"] == permit_id]
    assert task["light"] == "yellow"
    assert datetime.fromisoformat(task["due_at"]).astimezone(UTC) == end.astimezone(UTC)
    notices = (await city.supervisor().get("/notices", limit=100)).json()["entries"]
    told = [n["template"] for n in notices if n["stream"] == permit_id]
    assert "doorstep_visit_overdue" in told
    made = await officer.post(f"/tasks/{task['task_id']}/completion", {"outcome": "visited"})
    assert made.status_code == 200, made.text
    await until_status(city, permit_id, "made")
