"""The main paths of both workflows, told through HTTP; each ends where its history is taken."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio.client import WorkflowHandle

from domain.permits.permit import Permit
from models.permit_messages import PermitLife
from tests.system.city import City
from tests.system.faults import Faults
from tests.system.journeys import Journey, Order, accepted, fresh_uscc, submitted
from tests.system.permits import PermitJourney, issued_permit

Handle = WorkflowHandle[object, object]
Path = Callable[[City, Faults], Awaitable[Handle]]

ALL = ("BL-00", "B1-01", "B1-02", "B1-04", "B1-05", "B1-06", "B1-08")
LACKING = "apart_from_dwelling_statement"
IDENTITY = "legal_representative_identity"
EQUIPMENT = "device_equipment_list"


async def whole_way(city: City, faults: Faults) -> Handle:
    """Seven items by four routes, one visit, issued together."""
    journey = await accepted(city, Order(ALL))
    await journey.until_lanes(B1_04="granted", B1_05="granted")
    await journey.inspect()
    for item in ("B1-02", "B1-06"):
        await journey.grant(item)
    return await _closed(journey, "completed")


async def corrected(city: City, faults: Faults) -> Handle:
    """One paper lacks; its answer brings acceptance, then it is withdrawn."""
    journey = await submitted(city, Order(("B1-06",), leave_out=(LACKING,), uscc=fresh_uscc()))
    await journey.until(lambda view: view["status"] == "correcting")
    papers = [{"paper_code": LACKING, "document_id": await journey.applicant.upload(LACKING)}]
    await journey.act("/correction", {"papers": papers})
    await journey.until(lambda view: view["accepted_at"] is not None)
    await journey.act("/withdrawal", {})
    return await _closed(journey, "withdrawn")


async def correction_unanswered(city: City, faults: Faults) -> Handle:
    """The correction notice is not answered until its time is over (fast-forwarded)."""
    journey = await submitted(city, Order(("B1-06",), leave_out=(LACKING,), uscc=fresh_uscc()))
    view = await journey.until(lambda view: view["status"] == "correcting")
    await journey.skip_past(view["correction"]["due_on"])
    await journey.until_closed()
    return _of(journey)


async def refused(city: City, faults: Faults) -> Handle:
    journey = await accepted(city, Order(("B1-06",), uscc=fresh_uscc()))
    await journey.refuse("B1-06", "tobacco_away_from_schools")
    return await _closed(journey, "nothing_granted")


async def partly_issued(city: City, faults: Faults) -> Handle:
    """One item is issued at the earliest limit, the other later (fast-forwarded)."""
    journey = await accepted(city, Order(("B1-02", "B1-06"), uscc=fresh_uscc()))
    await journey.inspect()
    await journey.grant("B1-02")
    await journey.skip_to(await journey.due_at("lane/B1-02"))
    await journey.until_lanes(B1_02="issued")
    await journey.grant("B1-06")
    return await _closed(journey, "completed")


async def put_right(city: City, faults: Faults) -> Handle:
    """A visit is missed, the next one fails a point, which is put right and passed."""
    journey = await accepted(city, Order(("B1-02",), uscc=fresh_uscc()))
    await journey.inspect(outcome="no_show")
    await journey.inspect("kitchen_flow")
    await journey.until(lambda view: view["visit"]["status"] == "rectifying")
    await journey.act("/rectification", {})
    await journey.inspect()
    await journey.grant("B1-02")
    return await _closed(journey, "completed")


async def pledge_broken(city: City, faults: Faults) -> Handle:
    """A paper that was to follow does not come (fast-forwarded)."""
    order = Order(("B1-08",), leave_out=(EQUIPMENT,), pledged=(EQUIPMENT,), uscc=fresh_uscc())
    journey = await accepted(city, order)
    (debt,) = (await journey.view())["debts"]
    await journey.skip_past(debt["due_on"])
    return await _closed(journey, "terminated")


async def paper_awaited(city: City, faults: Faults) -> Handle:
    """Shared data are away at submission and a paper comes from them later."""
    uscc = fresh_uscc()
    await city.switch("certificates", "down")
    try:
        journey = await accepted(city, Order(("B1-08",), leave_out=(IDENTITY,), uscc=uscc))
    finally:
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


async def department_away(city: City, faults: Faults) -> Handle:
    """A department's system is away when the papers are sent and takes them later."""
    await city.switch("market_regulation_permits", "down")
    try:
        journey = await accepted(city, Order(("B1-02",), uscc=fresh_uscc()))
        await journey.until(lambda view: view["lanes"][0]["dispatch"] == "retrying")
    finally:
        await city.switch("market_regulation_permits", "ok")
    await journey.skip(minutes=5)
    await journey.inspect()
    await journey.grant("B1-02")
    return await _closed(journey, "completed")


async def record_away(city: City, faults: Faults) -> Handle:
    """Two turns cannot be written at once, one of them after it was committed."""
    journey = await accepted(city, Order(("B1-02",), uscc=fresh_uscc()))
    await journey.inspect()
    faults.fail_before = 1
    await journey.act("/withdrawal", {"items": ["B1-06"]})
    await journey.grant("B1-02")
    return await _closed(journey, "completed")


async def still_open(city: City, faults: Faults) -> Handle:
    """A case in the middle: a visit is arranged, nothing is decided."""
    journey = await accepted(city, Order(("B1-02", "B1-06"), uscc=fresh_uscc()))
    await journey.scheduled_visit()
    return _of(journey)


async def permit_verified(city: City, faults: Faults) -> Handle:
    """Put right, verified, and lapsed four years later (fast-forwarded)."""
    permit = await issued_permit(city)
    await permit.check("ventilation")
    await permit.until_stage("rectifying")
    await permit.ask("/rectification", {})
    await permit.until_stage("reexamining")
    await permit.check(points=("ventilation",))
    await permit.skip_past((await permit.until_stage("valid"))["valid_until"])
    return await _ended(permit, "lapsed")


async def permit_revoked(city: City, faults: Faults) -> Handle:
    """Revoked after a hearing; the first proposal was set aside."""
    permit = await issued_permit(city)
    await permit.propose("authority_error")
    view = await permit.until_stage("revocation_proposed")
    await permit.skip_past(view["hearing_until"])
    await permit.until_stage("revocation_decision")
    await permit.decide("set_aside")
    await permit.until_stage("verification_pending")
    await permit.propose("fraud")
    await permit.ask("/hearing-request")
    await permit.hold_hearing("chair-of-the-hearing")
    await permit.decide("revoke")
    return await _ended(permit, "revoked")


async def permit_later_run(city: City, faults: Faults) -> Handle:
    """The run that a permit's workflow continues in when its history has grown long."""
    permit = await issued_permit(city)
    handle = city.permit_handle(permit.permit_id)
    state = await handle.query("status", result_type=Permit)
    await handle.terminate("its life goes on in another run")
    later = await city.client.start_workflow(
        "PermitWorkflow",
        PermitLife(state.grant, state),
        id=handle.id,
        task_queue="approvals",
    )
    await permit.check()
    await city.skip_permit(permit.permit_id, timedelta(days=1))
    await permit.until_stage("valid")
    return later


async def _closed(journey: Journey, ending: str) -> Handle:
    view = await journey.until_closed()
    assert view["ending"] == ending, view["ending"]
    handle = _of(journey)
    await handle.result()
    return handle


async def _ended(permit: PermitJourney, status: str) -> Handle:
    await permit.until(lambda view: view["status"] == status)
    handle: Handle = permit.city.permit_handle(permit.permit_id)
    await handle.result()
    return handle


def _of(journey: Journey) -> Handle:
    handle: Handle = journey.city.handle(journey.case_id)
    return handle


PATHS: dict[str, Path] = {
    "application.whole_way": whole_way,
    "application.corrected": corrected,
    "application.correction_unanswered": correction_unanswered,
    "application.refused": refused,
    "application.partly_issued": partly_issued,
    "application.put_right": put_right,
    "application.pledge_broken": pledge_broken,
    "application.paper_awaited": paper_awaited,
    "application.department_away": department_away,
    "application.record_away": record_away,
    "application.still_open": still_open,
    "permit.verified": permit_verified,
    "permit.revoked": permit_revoked,
    "permit.later_run": permit_later_run,
}
