"""The inbox on the real servers: filters, counts, pages, claims, and who wins."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from repositories import claims
from tests.system.city import City
from tests.system.journeys import (
    Order,
    accepted,
)
from tests.system.officials import DISTRICTS, FOOD, TOBACCO, coded, ids, refuse, tobacco


class TestInbox:
    async def test_is_narrowed_sorted_counted_and_read_page_by_page(self, city: City) -> None:
        district = str(next(DISTRICTS))
        tasks = [(await tobacco(city, district=district))[1] for _ in range(3)]
        official = city.reviewer("tobacco")
        reviews = {"district": district, "kind": "review"}
        assert await ids(official, **reviews) == tasks
        assert await ids(official, **reviews, item=TOBACCO, light="green", role="reviewer")
        assert await ids(official, **reviews, item=FOOD) == []
        assert await ids(official, **reviews, older_than_days=1) == []
        assert len(await ids(official, **reviews, younger_than_days=1)) == 3
        assert await ids(city.reviewer("health"), **reviews) == []
        for sort in ("opened", "due"):
            found: list[str] = []
            cursor: str | None = None
            while True:
                more = {"cursor": cursor} if cursor else {}
                page = (await official.get("/tasks", **reviews, sort=sort, limit=1, **more)).json()
                found += [task["task_id"] for task in page["entries"]]
                cursor = page["next_cursor"]
                if cursor is None:
                    break
            assert sorted(found) == sorted(tasks)
        counts = (await official.get("/tasks/counts", **reviews)).json()
        assert (counts["total"], counts["by_light"]) == (3, {"green": 3})
        assert counts["by_item"] == {TOBACCO: 3}
        assert counts["by_kind"] == {"review": 3}

    async def test_knows_what_is_claimed_and_who_holds_it(self, city: City) -> None:
        journey, task_id = await tobacco(city)
        first, second = city.reviewer("tobacco"), city.reviewer("tobacco")
        assert (await first.post(f"/tasks/{task_id}/claim")).status_code == 200
        taken = await second.post(f"/tasks/{task_id}/claim")
        assert coded(taken) == (409, "task_claimed")
        assert first.actor.subject in taken.json()["detail"]
        mine = {"case": journey.case_id, "kind": "review"}
        assert await ids(second, **mine, claimed="true") == [task_id]
        assert await ids(second, **mine, claimed="false") == []
        assert (await second.get("/tasks/counts", **mine)).json()["claimed"] == 1

    async def test_returns_a_lease_that_has_run_out(self, city: City) -> None:
        _, task_id = await tobacco(city)
        slow, second = city.reviewer("tobacco"), city.reviewer("tobacco")
        earlier = datetime.now(UTC) - timedelta(hours=1)
        async with city.database.transaction() as session:
            until = earlier + timedelta(minutes=30)
            await claims.claim(session, task_id, slow.actor.subject, now=earlier, until=until)
        assert (await second.get(f"/tasks/{task_id}")).json()["claimed_by"] is None
        assert (await second.post(f"/tasks/{task_id}/claim")).status_code == 200
        async with city.database.reading() as session:
            query = select(claims.AUDIT).where(claims.AUDIT.c.task_id == task_id)
            audit = (await session.execute(query.order_by(claims.AUDIT.c.id))).mappings().all()
        assert [(row["holder"], row["action"]) for row in audit] == [
            (slow.actor.subject, "claimed"),
            (slow.actor.subject, "returned"),
            (second.actor.subject, "claimed"),
        ]

    async def test_shows_an_official_no_other_departments_tasks(self, city: City) -> None:
        await tobacco(city)
        assert await ids(city.reviewer("health"), department="tobacco") == []
        assert await ids(city.supervisor(), department="tobacco", limit=1)

    async def test_tells_of_one_task_how_it_can_end_and_why_not(self, city: City) -> None:
        _, task_id = await tobacco(city)
        shown = (await city.reviewer("tobacco").get(f"/tasks/{task_id}")).json()
        assert shown["may_complete"]
        assert set(shown["outcomes"]) == {"grant", "refuse", "request_supplement"}
        assert "tobacco_layout" in shown["grounds"]
        for_supervisor = (await city.supervisor().get(f"/tasks/{task_id}")).json()
        assert for_supervisor["why_not"] == "not_your_department"


class TestWhatWentBefore:
    async def test_each_department_sees_the_progress_of_those_before_it(self, city: City) -> None:
        journey = await accepted(city, Order(("BL-00", TOBACCO)))
        task = await journey.open_task("review", TOBACCO)
        official = city.reviewer("tobacco")
        shown = (await official.get(f"/tasks/{task['task_id']}")).json()
        (licence,) = shown["preceding"]
        assert licence["item_code"] == "BL-00"
        assert licence["accepted_at"] is not None
        lanes = {lane["item_code"]: lane for lane in (await journey.view(official))["lanes"]}
        assert lanes[TOBACCO]["preceding"][0]["department"] == licence["department"]
        assert lanes["BL-00"]["papers"] is None


async def test_of_officials_deciding_at_once_the_loser_is_told_by_whom_and_when(
    city: City,
) -> None:
    _, task_id = await tobacco(city)
    officials = [city.reviewer("tobacco") for _ in range(3)]
    answers = await asyncio.gather(*(refuse(each, task_id) for each in officials))
    (winner,) = [
        official
        for official, answer in zip(officials, answers, strict=True)
        if answer.status_code == 200
    ]
    losers = [answer for answer in answers if answer.status_code != 200]
    assert {coded(loser) for loser in losers} <= {
        (409, "task_already_decided"),
        (409, "case_closed"),
    }
    late = await refuse(city.reviewer("tobacco"), task_id)
    assert late.status_code == 409
    shown = (await winner.get(f"/tasks/{task_id}")).json()
    assert winner.actor.subject in shown["why_not_message"]
    assert shown["decided_at"][:16] in shown["why_not_message"]
