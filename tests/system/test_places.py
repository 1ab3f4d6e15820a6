"""Places of the quantity-limited tobacco permit on the real servers, by order of acceptance."""

import asyncio
import itertools
from datetime import datetime, timedelta

from domain.actors import Role
from tests.system.city import City
from tests.system.journeys import (
    Journey,
    Order,
    accepted,
    fresh_uscc,
    submitted,
    today,
    until_true,
)
from tests.system.permits import PermitJourney

TOBACCO = "B1-06"
_DISTRICTS = itertools.count(442_101)


def _new_district() -> str:
    """Give a district that no other test uses."""
    return str(next(_DISTRICTS))


async def _publish(city: City, district: str, capacity: int) -> dict[str, object]:
    path = f"/catalogue/items/{TOBACCO}/places/{district}"
    answer = await city.person(Role.ADMINISTRATOR).put(path, {"capacity": capacity})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _order(district: str, *others: str) -> Order:
    return Order((TOBACCO, *others), uscc=fresh_uscc(), district=district)


async def _queued(city: City, district: str, *others: str) -> Journey:
    """Give an accepted case that knows its rank."""
    journey = await accepted(city, _order(district, *others))
    await until_true(lambda: _has_rank(journey))
    return journey


async def _has_rank(journey: Journey) -> bool:
    return (await journey.lane(TOBACCO))["place"] is not None


async def _blockers(journey: Journey) -> set[str]:
    return {each["code"] for each in (await journey.lane(TOBACCO))["decision_blockers"]}


async def _holds_place(journey: Journey) -> bool:
    return await _has_rank(journey) and "no_place" not in await _blockers(journey)


async def _ranks(*journeys: Journey) -> list[int]:
    return [(await journey.lane(TOBACCO))["place"] for journey in journeys]


async def _holders(*journeys: Journey) -> list[bool]:
    return [await _holds_place(journey) for journey in journeys]


async def test_places_go_by_order_of_acceptance_until_there_are_no_more(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 2)
    queue = [await _queued(city, district) for _ in range(3)]
    assert await _ranks(*queue) == [1, 2, 3]
    assert await _holders(*queue) == [True, True, False]


async def test_acceptance_and_not_submission_decides_the_order(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    earlier = await submitted(city, _order(district, "B1-02"))
    await earlier.open_task("intake_check", "B1-02")
    later = await _queued(city, district)
    await earlier.check_intake("B1-02")
    await until_true(lambda: _has_rank(earlier))
    assert await _ranks(later, earlier) == [1, 2]
    assert await _holders(later, earlier) == [True, False]


async def test_without_a_place_nothing_is_granted_but_it_can_be_refused_for_that_reason(
    city: City,
) -> None:
    district = _new_district()
    await _publish(city, district, 0)
    journey = await _queued(city, district)
    assert (await journey.inspect()).status_code == 200
    assert await _blockers(journey) == {"no_place"}
    blocked = await journey.grant(TOBACCO)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "decision_blocked")
    assert "no_place" in blocked.json()["detail"]
    assert (await journey.refuse(TOBACCO, "quantity_limit")).status_code == 200
    assert (await journey.until_closed())["ending"] == "nothing_granted"


async def test_a_withdrawal_gives_the_place_to_the_next_who_can_then_be_granted(
    city: City,
) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    first, second, third = [await _queued(city, district) for _ in range(3)]
    assert (await second.inspect()).status_code == 200
    assert (await second.grant(TOBACCO)).status_code == 409
    assert (await first.act("/withdrawal", {"items": [TOBACCO]})).status_code == 200
    await until_true(lambda: _holds_place(second))
    told = [e["facts"] for e in await second.timeline() if e["kind"] == "place_assigned"]
    assert [(each["rank"], each["has_place"]) for each in told] == [(2, False), (1, True)]
    assert (await second.grant(TOBACCO)).status_code == 200
    assert (await second.until_closed())["ending"] == "completed"
    assert not await _holds_place(third)


async def test_a_refusal_gives_the_place_to_the_next(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    first, second = [await _queued(city, district) for _ in range(2)]
    assert (await first.refuse(TOBACCO, "tobacco_layout")).status_code == 200
    await until_true(lambda: _holds_place(second))
    assert (await _publish(city, district, 1))["taken"] == 1


async def test_who_leaves_the_queue_without_a_place_takes_none_from_anybody(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    first, second, third = [await _queued(city, district) for _ in range(3)]
    await second.act("/withdrawal", {"items": [TOBACCO]})
    await until_true(lambda: _are_counted(city, district, 2))
    assert await _holders(first, third) == [True, False]
    await first.act("/withdrawal", {"items": [TOBACCO]})
    await until_true(lambda: _holds_place(third))
    assert await _ranks(third) == [1]


async def _are_counted(city: City, district: str, count: int) -> bool:
    return (await _publish(city, district, 1))["taken"] == count


async def test_a_granted_item_keeps_its_place(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    first = await _queued(city, district)
    assert (await first.inspect()).status_code == 200
    assert (await first.grant(TOBACCO)).status_code == 200
    await first.until_closed()
    second = await _queued(city, district)
    assert not await _holds_place(second)


async def test_more_places_published_reach_those_who_wait(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    queue = [await _queued(city, district) for _ in range(3)]
    await _publish(city, district, 2)
    await until_true(lambda: _holds_place(queue[1]))
    assert await _holders(*queue) == [True, True, False]


async def test_fewer_places_published_take_none_away(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    first = await _queued(city, district)
    await _publish(city, district, 0)
    second = await _queued(city, district)
    assert await _holders(first, second) == [True, False]


async def test_who_is_deemed_accepted_earlier_waits_while_the_place_is_held(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    silent = await submitted(city, _order(district, "B1-02"))
    await silent.open_task("intake_check", "B1-02")
    held = await _queued(city, district)
    await silent.skip_to(await silent.due_at("acceptance/case"))
    await until_true(lambda: _has_rank(silent))
    acceptances = [(await each.lane(TOBACCO))["accepted_at"] for each in (silent, held)]
    assert datetime.fromisoformat(acceptances[0]) < datetime.fromisoformat(acceptances[1])
    assert await _ranks(silent) == [1]
    assert await _holders(silent, held) == [False, True]
    await held.act("/withdrawal", {"items": [TOBACCO]})
    await until_true(lambda: _holds_place(silent))


async def test_of_many_at_once_exactly_as_many_have_a_place_as_there_are(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 2)
    queue = await asyncio.gather(*(_queued(city, district) for _ in range(5)))
    by_acceptance = [
        (lane["accepted_at"], journey)
        for journey in queue
        for lane in (await journey.view())["lanes"]
    ]
    assert len({accepted_at for accepted_at, _ in by_acceptance}) == 5
    assert sum(await _holders(*queue)) == 2


async def test_a_withdrawal_right_after_acceptance_leaves_no_place_taken(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    for _ in range(5):
        journey = await accepted(city, _order(district))
        await journey.act("/withdrawal", {"items": [TOBACCO]})
        assert (await journey.until_closed())["ending"] == "withdrawn"
    await until_true(lambda: _are_counted(city, district, 0))


async def test_each_area_has_places_of_its_own(city: City) -> None:
    full, open_to_all = _new_district(), _new_district()
    await _publish(city, full, 0)
    waiting, unlimited = await _queued(city, full), await _queued(city, open_to_all)
    assert await _holders(waiting, unlimited) == [False, True]


async def test_only_administrators_publish_places_and_only_of_known_items(city: City) -> None:
    district = _new_district()
    for person in (city.applicant(), city.reviewer("tobacco"), city.supervisor()):
        path = f"/catalogue/items/{TOBACCO}/places/{district}"
        assert (await person.put(path, {"capacity": 1})).status_code == 403
    administrator = city.person(Role.ADMINISTRATOR)
    unknown = await administrator.put(f"/catalogue/items/B9-99/places/{district}", {"capacity": 1})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "item_unknown")
    senseless = await administrator.put(
        f"/catalogue/items/{TOBACCO}/places/{district}", {"capacity": -1}
    )
    assert senseless.status_code == 422


async def test_the_place_of_a_revoked_permit_goes_to_the_next(city: City) -> None:
    district = _new_district()
    await _publish(city, district, 1)
    first = await _queued(city, district)
    assert (await first.inspect()).status_code == 200
    assert (await first.grant(TOBACCO)).status_code == 200
    (issued,) = (await first.until_closed())["licence"]["permits"]
    second = await _queued(city, district)
    permit = PermitJourney(city, first, issued["permit_id"], issued["number"], "tobacco")
    await permit.until_stage("valid")
    await until_true(lambda: _has_begun(permit))
    hearing_until = (today() + timedelta(days=10)).isoformat()
    body = {
        "cause": "authority_error",
        "reasons": [{"code": "error", "text": "超越职权"}],
        "hearing_until": hearing_until,
    }
    proposed = await permit.officer.post(f"/permits/{permit.permit_id}/revocation", body)
    assert proposed.status_code == 200, proposed.text
    await permit.skip_past(hearing_until)
    revoked = await permit.decide("revoke", cause_of_revocation="authority_error")
    assert revoked.status_code == 200, revoked.text
    await until_true(lambda: _holds_place(second))


async def _has_begun(permit: PermitJourney) -> bool:
    return bool((await permit.view())["sequence"])
