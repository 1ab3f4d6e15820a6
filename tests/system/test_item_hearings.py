"""Hearings in the review on the real servers; the entertainment venue goes its whole way."""

from datetime import datetime, timedelta

from tests.system.city import City
from tests.system.hearings import CULTURE, VENUE, announcement, file_record, path_of
from tests.system.journeys import ANSWERS, Journey, Order, accepted, fresh_uscc

FIRE, HYGIENE, FOOD = "B1-05", "B1-04", "B1-02"
KARAOKE = {
    **ANSWERS,
    "business_format": "entertainment",
    "specialities": ["entertainment_venue"],
    "entertainment_kind": "song_and_dance",
    "foreign_invested": False,
}


async def reviewed(city: City) -> Journey:
    """Give an entertainment venue whose sibling permits are committed to, under review."""
    order = Order((FIRE, HYGIENE, VENUE), answers=dict(KARAOKE), uscc=fresh_uscc())
    journey = await accepted(city, order)
    await journey.open_task("hearing", VENUE)
    return journey


async def test_an_entertainment_venue_goes_its_whole_way_through_its_hearing(city: City) -> None:
    journey = await reviewed(city)
    official = city.reviewer(CULTURE)
    assert (await official.get(path_of(journey, ""))).json()["is_mandatory"]
    early = await journey.complete("review", VENUE, "recommend_grant")
    assert (early.status_code, early.json()["code"]) == (409, "hearing_outstanding")
    reasons = [{"code": "entertainment_area_measured", "text": "面积不足"}]
    refusal = await journey.complete("review", VENUE, "recommend_refuse", reasons=reasons)
    assert refusal.json()["code"] == "hearing_outstanding"
    notice = await official.upload("hearing_notice")
    soon = await announcement(journey, 6, notice_document_id=notice)
    refused = await official.post(path_of(journey, "/announcement"), soon)
    assert (refused.status_code, refused.json()["code"]) == (422, "hearing_notice_too_short")
    assert refused.json()["rule"] == "行政许可法 48"
    body = await announcement(journey, notice_document_id=notice)
    unknown = body | {"notice_document_id": "0" * 32}
    missing = await official.post(path_of(journey, "/announcement"), unknown)
    assert missing.status_code == 422
    own_chair = await official.post(
        path_of(journey, "/announcement"), body | {"chair": official.actor.subject}
    )
    assert own_chair.json()["code"] == "chair_not_independent"
    announced = await official.post(path_of(journey, "/announcement"), body)
    assert announced.status_code == 200, announced.text
    (told,) = await journey.notices("hearing_announced")
    assert told["seal"]
    assert told["facts"]["place"] == "三楼听证室"
    assert (await journey.inspect()).status_code == 200
    await journey.skip_to(datetime.fromisoformat(body["starts_at"]) + timedelta(hours=2))
    await file_record(city, journey)
    clock = await journey.applicant.get(f"/applications/{journey.case_id}/clock/lane/{VENUE}")
    assert "hearing" in clock.text
    for named in (None, "0" * 32):
        answer = await journey.complete("review", VENUE, "recommend_grant", hearing_record=named)
        assert answer.json()["code"] == "hearing_record_not_named"
    record = (await official.get(path_of(journey, ""))).json()["record_document_id"]
    for kind, outcome in (("review", "recommend_grant"), ("signing", "grant")):
        said = await journey.complete(kind, VENUE, outcome, hearing_record=record)
        assert said.status_code == 200, said.text
    view = await journey.until_closed()
    assert view["ending"] == "completed"
    assert {lane["status"] for lane in view["lanes"]} == {"issued"}


async def test_neighbours_are_told_and_kept_out_of_the_record(city: City) -> None:
    journey = await accepted(city, Order((FOOD,), uscc=fresh_uscc()))
    official = city.reviewer("market_regulation")
    await journey.open_task("review", FOOD)
    neighbour = {"name": "相邻业主李某", "contact": "13900001111"}
    right = {
        "notice_document_id": await official.upload("hearing_right"),
        "third_parties": [neighbour],
    }
    told = await official.post(path_of(journey, "/right", FOOD), right)
    assert told.status_code == 200, told.text
    (party,) = (await official.get(path_of(journey, "/third-parties", FOOD))).json()
    assert (party["name"], party["contact"]) == (neighbour["name"], neighbour["contact"])
    elsewhere = await city.reviewer("health").get(path_of(journey, "/third-parties", FOOD))
    assert elsewhere.status_code == 404
    seen = str(await journey.timeline()) + str(await journey.view(official))
    assert neighbour["contact"] not in seen
    assert neighbour["name"] not in seen
    waiting = await journey.complete("review", FOOD, "refuse", reasons=[_reason()])
    assert waiting.json()["code"] == "hearing_outstanding"
    path = path_of(journey, "/request", FOOD)
    assert (await official.post(path, {})).json()["code"] == "third_party_unknown"
    asked = await official.post(path, {"third_party": party["party_id"]})
    assert asked.status_code == 200, asked.text
    again = await journey.act(f"/lanes/{FOOD}/hearing/request", {})
    assert again.json()["code"] == "hearing_requested_before"
    assert (await journey.open_task("hearing", FOOD))["departments"] == ["market_regulation"]


async def test_a_right_nobody_uses_lapses_and_the_item_is_decided(city: City) -> None:
    journey = await accepted(city, Order((FOOD,), uscc=fresh_uscc()))
    official = city.reviewer("market_regulation")
    await journey.open_task("review", FOOD)
    right = {"notice_document_id": await official.upload("hearing_right")}
    assert (await official.post(path_of(journey, "/right", FOOD), right)).status_code == 200
    until = (await official.get(path_of(journey, "", FOOD))).json()["request_until"]
    await journey.skip_past(until)
    await journey.until_kind("item_hearing_lapsed")
    late = await journey.act(f"/lanes/{FOOD}/hearing/request", {})
    assert (late.status_code, late.json()["code"]) == (409, "hearing_period_over")
    refused = await journey.complete("review", FOOD, "refuse", reasons=[_reason()])
    assert refused.status_code == 200, refused.text


def _reason() -> dict[str, str]:
    return {"code": "raw_and_cooked_apart", "text": "生熟未分开"}
