"""Permits begin in the turn that issues them and sleep until an act or time wakes them (ADR 13)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from httpx import Response
from sqlalchemy import text

from domain.catalogue import Item, Validity
from domain.clock import Limit, LimitKind, LimitUnit
from tests.fakes.catalogue import plain
from tests.system.city import City
from tests.system.made_up import handed_in
from tests.system.permits import PermitJourney
from tests.system.verifying import assert_in_order

ONE_YEAR = Limit(LimitKind.STATUTORY, 1, LimitUnit.YEARS, "assumption: test")
FOR_EVER: Item = plain("Y-1", "health")
FOR_A_YEAR: Item = replace(plain("Y-2", "health"), validity=Validity("test", term=ONE_YEAR))


async def issued(city: City, item: Item) -> PermitJourney:
    """Have the item granted and issued."""
    journey = await handed_in(city, item)
    assert (await journey.grant(item.code)).status_code == 200
    (permit,) = (await journey.until_closed())["licence"]["permits"]
    return PermitJourney(city, journey, permit["permit_id"], permit["number"], "health")


async def propose(permit: PermitJourney) -> Response:
    """Have the department propose to revoke, with a hearing period that it names itself."""
    hearing_until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    return await permit.propose("fraud", hearing_until=hearing_until)


async def workflow_tasks(permit: PermitJourney) -> int:
    """How often a worker has looked at the permit."""
    history = await permit.city.permit_handle(permit.permit_id).fetch_history()
    return sum(event.HasField("workflow_task_started_event_attributes") for event in history.events)


async def instant_of(city: City, stream: str, kind: str) -> datetime:
    query = text("SELECT at FROM event WHERE stream = :stream AND kind = :kind")
    async with city.database.reading() as session:
        found = await session.execute(query, {"stream": stream, "kind": kind})
    at: datetime = found.scalar_one()
    return at


async def test_a_permit_begins_in_the_turn_that_issues_it(city: City) -> None:
    permit = await issued(city, FOR_EVER)
    began = await instant_of(city, permit.permit_id, "permit_began")
    assert began == await instant_of(city, permit.case.case_id, "permits_issued")
    await assert_in_order(city.database, permit.case.case_id)


async def test_a_permit_that_nobody_has_a_step_in_is_not_looked_at(city: City) -> None:
    assert await workflow_tasks(await issued(city, FOR_EVER)) == 0


async def test_an_act_wakes_a_sleeping_permit(city: City) -> None:
    permit = await issued(city, FOR_EVER)
    assert (await propose(permit)).status_code == 200
    await permit.until_stage("revocation_proposed")
    assert await workflow_tasks(permit) > 0
    await assert_in_order(city.database, permit.case.case_id)


async def test_acts_that_are_refused_are_answered_at_once_too(city: City) -> None:
    permit = await issued(city, FOR_EVER)
    answers = [await permit.hold_hearing("chair-of-the-hearing") for _ in range(3)]
    codes = {(answer.status_code, answer.json()["code"]) for answer in answers}
    assert codes == {(409, "nothing_proposed")}


@pytest.mark.parametrize("wakes_before", [False, True])
async def test_a_sleeping_permit_lapses_in_time(city: City, *, wakes_before: bool) -> None:
    permit = await issued(city, FOR_A_YEAR)
    if wakes_before:
        assert (await propose(permit)).status_code == 200
        await permit.until_stage("revocation_proposed")
    until = (await permit.view())["valid_until"]
    await permit.skip_past(until)
    await permit.until(lambda view: view["status"] == "lapsed")
    lapsed = await instant_of(city, permit.permit_id, "permit_lapsed")
    assert lapsed - datetime.fromisoformat(until).replace(tzinfo=UTC) < timedelta(days=1)
    await assert_in_order(city.database, permit.case.case_id)
