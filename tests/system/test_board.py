"""The board and the public waiting list on the real servers."""

from domain.actors import Role
from tests.api.streams import following_path
from tests.system.city import City
from tests.system.journeys import (
    Journey,
    until_true,
)
from tests.system.officials import DISTRICTS, TOBACCO, coded, refuse, tobacco


class TestBoard:
    async def test_counts_what_is_undecided_and_lists_what_is_behind_each_number(
        self, city: City
    ) -> None:
        journey, task_id = await tobacco(city)
        view = await journey.view()
        supervisor = city.supervisor()
        board = (await supervisor.get("/board")).json()
        assert board["by_district"][view["district"]] == {"green": 1}
        assert board["total"] == sum(board["by_light"].values())
        assert board["by_department"]["tobacco"]["green"] >= 1
        behind = (await supervisor.get("/board/lanes", district=view["district"])).json()
        assert [(one["case_id"], one["stage"]) for one in behind["entries"]] == [
            (journey.case_id, "in_review")
        ]
        assert (await refuse(city.reviewer("tobacco"), task_id)).status_code == 200
        board = (await supervisor.get("/board")).json()
        assert view["district"] not in board["by_district"]

    async def test_is_read_page_by_page(self, city: City) -> None:
        district = str(next(DISTRICTS))
        cases = {(await tobacco(city, district=district))[0].case_id for _ in range(3)}
        supervisor = city.supervisor()
        found: set[str] = set()
        cursor: str | None = None
        for _ in range(3):
            more = {"cursor": cursor} if cursor else {}
            page = await supervisor.get("/board/lanes", district=district, limit=1, **more)
            found |= {one["case_id"] for one in page.json()["entries"]}
            cursor = page.json()["next_cursor"]
        assert (found, cursor) == (cases, None)

    async def test_is_told_anew_when_something_has_happened(self, city: City) -> None:
        async with following_path(city, city.supervisor(), "/v1/board/events") as stream:
            before = await stream.next_event()
            assert before["event"] == "board"
            journey, _ = await tobacco(city)
            district = (await journey.view())["district"]
            while district not in (told := await stream.next_event())["data"]["by_district"]:
                assert told["data"]["as_of"] > before["data"]["as_of"]

    async def test_is_for_supervisors(self, city: City) -> None:
        for person in (city.applicant(), city.reviewer("tobacco")):
            assert (await person.get("/board")).status_code == 403


class TestWaitingList:
    async def test_is_public_by_order_of_acceptance_and_names_nobody(self, city: City) -> None:
        district = str(next(DISTRICTS))
        path = f"/catalogue/items/{TOBACCO}/places/{district}"
        await city.person(Role.ADMINISTRATOR).put(path, {"capacity": 1})
        journeys = []
        for _ in range(2):
            journey, _ = await tobacco(city, district=district)
            await until_true(lambda told=journey: _has_rank(told))  # type: ignore[misc]
            journeys.append(journey)
        answer = await city.api.get(f"/v1/public/waiting-lists/{TOBACCO}/{district}")
        shown = answer.json()
        assert shown["capacity"] == 1
        own = [(await each.lane(TOBACCO))["place_reference"] for each in journeys]
        assert [one["reference"] for one in shown["entries"]] == own
        assert [one["state"] for one in shown["entries"]] == ["holds_place", "waiting"]
        for journey in journeys:
            assert journey.case_id not in answer.text
            assert journey.applicant.actor.subject not in answer.text
        unknown = await city.api.get(f"/v1/public/waiting-lists/B9-99/{district}")
        assert coded(unknown) == (404, "item_unknown")


async def _has_rank(journey: Journey) -> bool:
    return (await journey.lane(TOBACCO))["place"] is not None
