"""The record as people read it: timeline, live events, history, sealed notices, pages, clocks."""

from typing import Any

import jwt
import pytest

from core.keys import SignatureInvalidError, verify
from tests.api.refusals import problem_of
from tests.api.streams import following
from tests.system.city import City, Person
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, submitted


async def test_the_timeline_tells_in_order_what_happened_when_and_on_which_basis(
    closed_case: Journey,
) -> None:
    entries = await closed_case.timeline()
    assert [entry["sequence"] for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert entries[0]["kind"] == "received"
    assert entries[-1]["sequence"] == (await closed_case.view())["sequence"]
    for entry in entries:
        assert entry["legal_basis"]
        assert entry["label"]["zh"]
        assert entry["label"]["en"]
        assert entry["hash"]


async def test_the_timeline_is_read_page_by_page(closed_case: Journey) -> None:
    path = f"/applications/{closed_case.case_id}/timeline"
    whole = await closed_case.timeline()
    pieces: list[dict[str, Any]] = []
    after = "0"
    while after is not None:
        page = (await closed_case.applicant.get(path, after=after, limit=3)).json()
        assert len(page["entries"]) <= 3
        pieces += page["entries"]
        after = page["next_cursor"]
    assert pieces == whole


async def test_the_timeline_holds_no_forms_and_papers(open_case: Journey) -> None:
    for entry in await open_case.timeline():
        assert not {"form", "papers", "catalogue", "calendar"} & set(entry["facts"])
        assert "13800138000" not in str(entry)


async def test_of_a_sibling_lane_a_department_sees_that_something_happened_not_what_was_said(
    city: City, open_case: Journey
) -> None:
    path = f"/applications/{open_case.case_id}/timeline"
    entries = (await city.reviewer("tobacco").get(path)).json()["entries"]
    # The case may have gone on between the two looks.
    whole = (await open_case.timeline())[: len(entries)]
    assert [entry["sequence"] for entry in entries] == [entry["sequence"] for entry in whole]
    told = {entry["facts"].get("item_code") for entry in entries}
    assert told <= {None, "B1-06"}
    assert {entry["facts"].get("item_code") for entry in whole} > told


async def test_events_come_live_and_resume_where_the_reader_left_off(city: City) -> None:
    journey = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    known = len(await journey.timeline())
    async with following(city, journey.applicant, journey.case_id) as stream:
        assert stream.status == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        seen = [await stream.next_event() for _ in range(known)]
        assert [event["id"] for event in seen] == list(range(1, known + 1))
        withdrawn = await journey.act("/withdrawal", {"items": ["B1-06"]})
        assert withdrawn.status_code == 200
        live = await stream.next_event()
        while live["event"] != "lane_withdrawn":
            live = await stream.next_event()
    last_seen = str(live["id"] - 1)
    async with following(city, journey.applicant, journey.case_id, last_seen) as resumed:
        assert await resumed.next_event() == live
    assert live["data"] == (await journey.timeline())[live["id"] - 1]


async def test_the_stream_of_a_closed_case_ends_and_need_not_be_opened_again(
    closed_case: Journey,
) -> None:
    path = f"/applications/{closed_case.case_id}/events"
    whole = await closed_case.timeline()
    applicant = closed_case.applicant
    answer = await applicant.get(path)
    assert answer.text.count("event: ") == len(whole)
    headers = {"Authorization": f"Bearer {applicant.token}", "Last-Event-ID": str(len(whole))}
    again = await closed_case.city.api.get(f"/v1{path}", headers=headers)
    assert (again.status_code, again.content) == (204, b"")
    wrong = await closed_case.city.api.get(f"/v1{path}", headers=headers | {"Last-Event-ID": "-1"})
    assert problem_of(wrong, 422)["field"] == "last-event-id"


async def test_a_supervisor_reads_the_durable_history_of_a_case(
    city: City, closed_case: Journey
) -> None:
    path = f"/applications/{closed_case.case_id}/history"
    history = (await city.supervisor().get(path)).json()
    assert history["events"] == len(history["steps"]) > 0
    assert history["steps"][0]["name"] == "ApplicationWorkflow"
    assert "submit" in {step["name"] for step in history["steps"]}
    assert closed_case.applicant.actor.subject not in str(history)
    problem_of(await closed_case.applicant.get(path), 403, "not_allowed")


async def test_sealed_notices_are_checked_with_the_public_keys_alone(
    city: City, closed_case: Journey
) -> None:
    keys = (await city.api.get("/v1/public/keys")).json()
    (notice,) = await closed_case.notices("received")
    payload = verify(notice["seal"], keys, purpose=_purpose(notice["seal"]))
    assert payload
    head, body, signature = notice["seal"].split(".")
    forged = ".".join((head, body[:-2] + ("AA" if body[-2:] != "AA" else "BB"), signature))
    with pytest.raises(SignatureInvalidError):
        verify(forged, keys, purpose=_purpose(notice["seal"]))


def _purpose(seal: str) -> str:
    return str(jwt.get_unverified_header(seal)["typ"])


async def test_the_inbox_is_read_page_by_page_and_marked_as_read(closed_case: Journey) -> None:
    applicant = closed_case.applicant
    found = await _pages(applicant, "/notices", "id")
    of_case = (await applicant.get(f"/applications/{closed_case.case_id}/notices")).json()
    assert found == sorted((notice["id"] for notice in of_case), reverse=True)
    for _ in range(2):
        assert (await applicant.post(f"/notices/{found[0]}/read")).status_code == 204
    newest = (await applicant.get("/notices", limit=1)).json()["entries"][0]
    assert (newest["id"], bool(newest["read_at"])) == (found[0], True)


async def test_many_cases_come_newest_first_each_once(city: City) -> None:
    applicant = city.applicant()
    handed_in = [
        (await submitted(city, Order(("B1-08",), uscc=fresh_uscc()), applicant)).case_id
        for _ in range(7)
    ]
    for limit in (1, 3, 7):
        found = await _pages(applicant, "/applications", "case_id", limit=limit)
        assert found == handed_in[::-1]


async def test_drafts_come_page_by_page(city: City) -> None:
    applicant = city.applicant()
    made = set()
    for _ in range(5):
        draft = await applicant.post("/drafts", {"scheme": "zhongshan"})
        made.add(draft.json()["draft_id"])
    found = await _pages(applicant, "/drafts", "draft_id", limit=2)
    assert found == sorted(made)


async def test_a_clock_is_explained_day_by_day(city: City, open_case: Journey) -> None:
    path = f"/applications/{open_case.case_id}/clock"
    clocks = (await open_case.applicant.get(path)).json()
    one = (await open_case.applicant.get(f"{path}/lane/B1-02")).json()
    assert one in clocks
    for limit in one["limits"]:
        assert {"limit", "due"} <= set(limit)
    assert one["unit"] == "working_days"
    assert one["days"][0]["why"] == "start_day"
    assert {"date", "counted", "ordinal", "why", "label"} == set(one["days"][0])
    counted = [day["ordinal"] for day in one["days"] if day["counted"]]
    assert counted == list(range(1, len(counted) + 1))
    problem_of(await city.supervisor().get(f"{path}/lane/B9-99"), 404, "clock_unknown")


async def _pages(reader: Person, path: str, key: str, limit: int = 2) -> list[Any]:
    """Read a list to its end, in order."""
    found: list[Any] = []
    query: dict[str, Any] = {"limit": limit}
    while True:
        page = (await reader.get(path, **query)).json()
        found += [entry[key] for entry in page["entries"]]
        if page["next_cursor"] is None:
            return found
        query["cursor"] = page["next_cursor"]
