"""The main ways of permits whose histories are kept, each driven on the real servers."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from core.temporal import TASK_QUEUE, application_workflow_id, permit_workflow_id
from domain.permits.permit import Permit
from models.permit_messages import PermitLife
from tests.replay.ways import Way, WorkflowIds, ok
from tests.system.city import City
from tests.system.faults import Faults
from tests.system.journeys import Order, accepted, fresh_uscc
from tests.system.permits import PermitJourney, issued_permit

POINT = "ventilation"


async def commitment_kept(city: City, faults: Faults) -> WorkflowIds:
    """Granted on commitment, verified and found true; the permit lives on."""
    permit = await issued_permit(city)
    await ok(permit.check())
    await permit.until_stage("valid")
    return application_workflow_id(permit.case.case_id), permit_workflow_id(permit.permit_id)


async def commitment_false(city: City, faults: Faults) -> WorkflowIds:
    """Found false; revoked after the hearing period (fast-forwarded)."""
    permit = await issued_permit(city)
    await ok(permit.check(POINT, cause="false_commitment"))
    view = await permit.until_stage("revocation_proposed")
    await permit.skip_past(view["hearing_until"])
    await ok(permit.decide("revoke"))
    return await _ended(permit, "revoked")


async def put_right(city: City, faults: Faults) -> WorkflowIds:
    """A failed point is put right and passed; the term runs out (fast-forwarded)."""
    permit = await issued_permit(city)
    await ok(permit.check(POINT))
    await permit.until_stage("rectifying")
    await ok(permit.ask("/rectification", {}))
    await permit.until_stage("reexamining")
    await ok(permit.check(points=(POINT,)))
    await permit.skip_past((await permit.until_stage("valid"))["valid_until"])
    return await _ended(permit, "lapsed")


async def heard(city: City, faults: Faults) -> WorkflowIds:
    """A first proposal is set aside, a second one ends in revocation after a hearing."""
    permit = await issued_permit(city)
    await ok(permit.propose("authority_error"))
    view = await permit.until_stage("revocation_proposed")
    await permit.skip_past(view["hearing_until"])
    await ok(permit.decide("set_aside"))
    await permit.until_stage("verification_pending")
    await ok(permit.propose("fraud"))
    await ok(permit.ask("/hearing-request"))
    await ok(permit.hold_hearing("chair-of-the-hearing"))
    faults.fail_after = 1
    await ok(permit.decide("revoke"))
    return await _ended(permit, "revoked")


async def later_run(city: City, faults: Faults) -> WorkflowIds:
    """The run in which a permit's workflow goes on when its history has grown long."""
    permit = await issued_permit(city)
    workflow_id = permit_workflow_id(permit.permit_id)
    earlier = city.client.get_workflow_handle(workflow_id)
    state: Permit = await earlier.query("status", result_type=Permit)
    await earlier.terminate("its life goes on in another run")
    life = PermitLife(permit=state)
    await city.client.start_workflow("PermitWorkflow", life, id=workflow_id, task_queue=TASK_QUEUE)
    await ok(permit.check())
    await permit.until_stage("valid")
    return (workflow_id,)


async def begun_with_issuance(city: City, faults: Faults) -> WorkflowIds:
    """The permit began in the turn that issued it; its commitment is verified."""
    return (await commitment_kept(city, faults))[1:]


async def woken(city: City, faults: Faults) -> WorkflowIds:
    """A filing's permit sleeps until its revocation is proposed, which is set aside."""
    permit = await asleep(city)
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    await ok(permit.propose("authority_error", hearing_until=until))
    await permit.until_stage("revocation_proposed")
    await permit.skip_past(until)
    await ok(permit.decide("set_aside"))
    await permit.until_stage("valid")
    return (permit_workflow_id(permit.permit_id),)


async def asleep(city: City) -> PermitJourney:
    """Give a permit in which nobody has a step to do."""
    journey = await accepted(city, Order(("B1-08",), uscc=fresh_uscc()))
    (permit,) = (await journey.until_closed())["licence"]["permits"]
    department = "market_regulation"
    return PermitJourney(city, journey, permit["permit_id"], permit["number"], department)


PERMIT_WAYS: Mapping[str, Way] = {
    way.__name__: way
    for way in (
        commitment_kept,
        commitment_false,
        put_right,
        heard,
        later_run,
        begun_with_issuance,
        woken,
    )
}


async def _ended(permit: PermitJourney, status: str) -> WorkflowIds:
    await permit.until(lambda view: view["status"] == status)
    await permit.city.permit_handle(permit.permit_id).result()
    return (permit_workflow_id(permit.permit_id),)
