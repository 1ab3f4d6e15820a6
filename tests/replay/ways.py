"""The main ways whose histories are kept, each driven on the real servers."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from domain.actors import Role
from tests.system.city import City
from tests.system.journeys import USCC, Journey, Order, accepted, submitted, today, until_true

ALL = ("BL-00", "B1-01", "B1-02", "B1-04", "B1-05", "B1-06", "B1-08")
HYGIENE = Order(("B1-04",), uscc=USCC)
REVIEWED = Order(("B1-04",), uscc=USCC, declined=("B1-04",))

WorkflowIds = tuple[str, ...]
"""Workflows whose histories the way leaves behind."""


async def everything_granted(city: City) -> WorkflowIds:
    """All items, joint visit with a rectification, fast-forwarded; issued at once."""
    journey = await accepted(city, Order(ALL))
    visit = await journey.scheduled_visit()
    failed = visit["checklist"][0]["code"]
    await _ok(journey.inspect(failed))
    await _ok(journey.act("/rectification", {}))
    await journey.until(lambda view: view["visit"]["status"] == "scheduled")
    await _ok(journey.inspect())
    for item in ("B1-02", "B1-06"):
        await _ok(journey.grant(item))
    await journey.until_closed()
    return (_application(journey),)


async def correction_unanswered(city: City) -> WorkflowIds:
    """One correction notice; nobody answers it."""
    journey = await submitted(city, Order(("B1-02",), uscc=USCC, leave_out=_MUST_HAVE))
    await journey.until(lambda view: view["status"] == "correcting")
    await journey.skip(days=60)
    await journey.until_closed()
    return (_application(journey),)


async def refused(city: City) -> WorkflowIds:
    """The one reviewed item is refused."""
    journey = await accepted(city, REVIEWED)
    condition = city.resources.catalogue.describe("zhongshan", "B1-04", today()).conditions[0]  # type: ignore[union-attr]
    await _ok(journey.refuse("B1-04", condition.code))
    await journey.until_closed()
    return (_application(journey),)


async def withdrawn(city: City) -> WorkflowIds:
    """Withdrawn as a whole while a department reviews."""
    journey = await accepted(city, REVIEWED)
    await journey.open_task("review", "B1-04")
    await _ok(journey.act("/withdrawal", {}))
    await journey.until_closed()
    return (_application(journey),)


async def commitment_kept(city: City) -> WorkflowIds:
    """Granted on commitment, verified and found true."""
    journey, permit_id = await _issued_on_commitment(city)
    await _verify(city, permit_id, "passed")
    return _application(journey), f"permit/{permit_id}"


async def commitment_false(city: City) -> WorkflowIds:
    """Granted on commitment, found false; revoked after the hearing period."""
    journey, permit_id = await _issued_on_commitment(city)
    await _verify(city, permit_id, "failed", cause_of_revocation="false_commitment")
    await city.skip_permit(permit_id, timedelta(days=30))
    task_id = await _open_task(city, permit_id)
    reviewer = city.reviewer("health")
    body = {
        "outcome": "revoke",
        "cause_of_revocation": "false_commitment",
        "reasons": [{"code": "false_commitment", "text": "承诺不实"}],
    }
    await _ok(reviewer.post(f"/tasks/{task_id}/completion", body))
    await city.permit_handle(permit_id).result()
    return _application(journey), f"permit/{permit_id}"


WAYS: Mapping[str, Callable[[City], Awaitable[WorkflowIds]]] = {
    way.__name__: way
    for way in (
        everything_granted,
        correction_unanswered,
        refused,
        withdrawn,
        commitment_kept,
        commitment_false,
    )
}
_MUST_HAVE = ("food_premises_layout",)


async def _issued_on_commitment(city: City) -> tuple[Journey, str]:
    journey = await accepted(city, HYGIENE)
    view = await journey.until_closed()
    permit_id = str(view["licence"]["permits"][0]["permit_id"])
    await _open_task(city, permit_id)
    return journey, permit_id


async def _verify(city: City, permit_id: str, outcome: str, **more: object) -> None:
    task_id = await _open_task(city, permit_id)
    inspectors = [city.person(Role.INSPECTOR, "health") for _ in range(2)]
    item = city.resources.catalogue.describe("zhongshan", "B1-04", today())
    assert item is not None
    points = [point.code for point in item.checklist] or [c.code for c in item.conditions]
    findings = [
        {"point_code": code, "department": "health", "passed": outcome == "passed" or number > 0}
        for number, code in enumerate(points)
    ]
    body = {
        "outcome": outcome,
        "inspectors": [person.actor.subject for person in inspectors],
        "findings": findings,
        **more,
    }
    await _ok(inspectors[0].post(f"/tasks/{task_id}/completion", body))


async def _open_task(city: City, permit_id: str) -> str:
    supervisor = city.supervisor()
    found: list[str] = []

    async def there() -> bool:
        found[:] = (await supervisor.get(f"/permits/{permit_id}")).json()["tasks"]
        return bool(found)

    await until_true(there)
    return found[0]


async def _ok(act: Awaitable[Any]) -> None:
    answer = await act
    assert answer.status_code == 200, answer.text


def _application(journey: Journey) -> str:
    return f"application/{journey.case_id}"
