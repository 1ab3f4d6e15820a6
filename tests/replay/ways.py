"""The main ways of applications whose histories are kept, each driven on the real servers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from core.temporal import application_workflow_id
from tests.system.city import City
from tests.system.faults import Faults
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, submitted

ALL = ("BL-00", "B1-01", "B1-02", "B1-04", "B1-05", "B1-06", "B1-08")
FOOD, HYGIENE, TOBACCO, DEVICES = "B1-02", "B1-04", "B1-06", "B1-08"
STATEMENT = "apart_from_dwelling_statement"
IDENTITY = "legal_representative_identity"
EQUIPMENT = "device_equipment_list"

WorkflowIds = tuple[str, ...]
"""Workflows whose histories the way leaves behind."""
Way = Callable[[City, Faults], Awaitable[WorkflowIds]]


async def everything_granted(city: City, faults: Faults) -> WorkflowIds:
    """All items, joint visit with a rectification, fast-forwarded; issued at once."""
    journey = await accepted(city, Order(ALL))
    visit = await journey.scheduled_visit()
    await ok(journey.inspect(visit["checklist"][0]["code"]))
    await ok(journey.act("/rectification", {}))
    await journey.until(lambda view: view["visit"]["status"] == "scheduled")
    await ok(journey.inspect())
    for item in (FOOD, TOBACCO):
        await ok(journey.grant(item))
    return await _closed(journey, "completed")


async def partly_issued(city: City, faults: Faults) -> WorkflowIds:
    """One item is issued at the earliest limit, the other one later (fast-forwarded)."""
    journey = await accepted(city, _order(FOOD, TOBACCO))
    await ok(journey.inspect())
    await ok(journey.grant(FOOD))
    await journey.skip_to(await journey.due_at(f"lane/{FOOD}"))
    await journey.until_lanes(B1_02="issued")
    await ok(journey.grant(TOBACCO))
    return await _closed(journey, "completed")


async def corrected(city: City, faults: Faults) -> WorkflowIds:
    """One paper lacks; the answer to the notice brings acceptance."""
    journey = await submitted(city, _lacking_a_paper())
    await journey.until(lambda view: view["status"] == "correcting")
    document_id = await journey.applicant.upload(STATEMENT)
    papers = [{"paper_code": STATEMENT, "document_id": document_id}]
    await ok(journey.act("/correction", {"papers": papers}))
    await journey.until(lambda view: view["accepted_at"] is not None)
    await ok(journey.refuse(TOBACCO, "tobacco_away_from_schools"))
    return await _closed(journey, "nothing_granted")


async def correction_unanswered(city: City, faults: Faults) -> WorkflowIds:
    """One correction notice; nobody answers it (fast-forwarded)."""
    journey = await submitted(city, _lacking_a_paper())
    view = await journey.until(lambda view: view["status"] == "correcting")
    await journey.skip_past(view["correction"]["due_on"])
    await journey.until_closed()
    return (_workflow(journey),)


async def refused(city: City, faults: Faults) -> WorkflowIds:
    """The one reviewed item is refused."""
    journey = await accepted(city, _reviewed())
    await ok(journey.refuse(HYGIENE, "hygiene_ventilation"))
    return await _closed(journey, "nothing_granted")


async def withdrawn(city: City, faults: Faults) -> WorkflowIds:
    """Withdrawn as a whole while a department reviews."""
    journey = await accepted(city, _reviewed())
    await journey.open_task("review", HYGIENE)
    await ok(journey.act("/withdrawal", {}))
    return await _closed(journey, "withdrawn")


async def pledge_broken(city: City, faults: Faults) -> WorkflowIds:
    """A paper that was to follow does not come (fast-forwarded)."""
    order = Order((DEVICES,), leave_out=(EQUIPMENT,), pledged=(EQUIPMENT,), uscc=fresh_uscc())
    journey = await accepted(city, order)
    (debt,) = (await journey.view())["debts"]
    await journey.skip_past(debt["due_on"])
    return await _closed(journey, "terminated")


async def paper_awaited(city: City, faults: Faults) -> WorkflowIds:
    """Shared data are away at submission; the paper comes from them later (fast-forwarded)."""
    uscc = fresh_uscc()
    await city.switch("certificates", "down")
    journey = await accepted(city, Order((DEVICES,), leave_out=(IDENTITY,), uscc=uscc))
    await city.switch("certificates", "ok")
    await city.share(
        "certificates",
        holder=uscc,
        certificate_type="citizen_identity_card",
        number="synthetic-1",
        issued_by="测试机关",
        issued_on="2024-01-02",
    )
    await journey.skip(minutes=5)
    return await _closed(journey, "completed")


async def department_away(city: City, faults: Faults) -> WorkflowIds:
    """A department's system is away and takes the papers later (fast-forwarded)."""
    await city.switch("market_regulation_permits", "down")
    journey = await accepted(city, _order(FOOD))
    await journey.until(lambda view: view["lanes"][0]["dispatch"] != "pending")
    await city.switch("market_regulation_permits", "ok")
    await journey.skip(minutes=5)
    await ok(journey.inspect())
    await ok(journey.grant(FOOD))
    return await _closed(journey, "completed")


async def record_away(city: City, faults: Faults) -> WorkflowIds:
    """Two turns are not written at once: one failed before its commit, one after it."""
    journey = await accepted(city, _order(FOOD, TOBACCO))
    await ok(journey.inspect())
    faults.fail_before = 1
    await ok(journey.refuse(TOBACCO, "tobacco_away_from_schools"))
    faults.fail_after = 1
    await ok(journey.grant(FOOD))
    return await _closed(journey, "completed")


async def still_open(city: City, faults: Faults) -> WorkflowIds:
    """A case in the middle of its life: a visit is arranged, nothing is decided."""
    journey = await accepted(city, _order(FOOD, TOBACCO))
    await journey.scheduled_visit()
    return (_workflow(journey),)


APPLICATION_WAYS: Mapping[str, Way] = {
    way.__name__: way
    for way in (
        everything_granted,
        partly_issued,
        corrected,
        correction_unanswered,
        refused,
        withdrawn,
        pledge_broken,
        paper_awaited,
        department_away,
        record_away,
        still_open,
    )
}


async def ok(act: Awaitable[Any]) -> None:
    """See to it that the request was taken."""
    answer = await act
    assert answer.status_code == 200, answer.text


def _order(*items: str) -> Order:
    return Order(items, uscc=fresh_uscc())


def _reviewed() -> Order:
    return Order((HYGIENE,), declined=(HYGIENE,), uscc=fresh_uscc())


def _lacking_a_paper() -> Order:
    return Order((TOBACCO,), leave_out=(STATEMENT,), uscc=fresh_uscc())


async def _closed(journey: Journey, ending: str) -> WorkflowIds:
    view = await journey.until_closed()
    assert view["ending"] == ending, view["ending"]
    await journey.city.handle(journey.case_id).result()
    return (_workflow(journey),)


def _workflow(journey: Journey) -> str:
    return application_workflow_id(journey.case_id)
