"""How a tester steers the simulated systems over HTTP."""

from http import HTTPStatus

from fastapi import APIRouter

from departments.simulator.bodies import Availability, Certificate, Credit, Registration
from departments.simulator.faults import Fault
from departments.simulator.instructions import (
    Instruction,
    LogEntry,
    Pace,
    RequestedReport,
    SentReport,
    SystemOverview,
)
from departments.simulator.system import SimulatedSystem
from departments.simulator.world import World


def control_router(world: World) -> APIRouter:
    """Faults, answers, reports, logs, seeded data and the reset."""
    router = APIRouter(prefix="/control", tags=["control"])
    _add_system_routes(router, world)
    _add_shared_data_routes(router, world)

    @router.post("/reset", status_code=HTTPStatus.NO_CONTENT)
    async def reset() -> None:
        """Forget everything, callbacks under way included."""
        await world.reset()

    return router


def _add_system_routes(router: APIRouter, world: World) -> None:
    @router.get("/systems")
    async def list_systems() -> dict[str, SystemOverview]:
        """Tell every system's style, fault, pace and standing answers."""
        return {code: _overview(system) for code, system in world.systems.items()}

    @router.put("/systems/{code}/fault")
    async def set_fault(code: str, fault: Fault) -> Fault:
        """Switch a fault; sources of shared data are named as in their path."""
        world.faults(code).fault = fault
        return fault

    @router.put("/systems/{code}/pace")
    async def set_pace(code: str, pace: Pace) -> Pace:
        """Set how soon the system calls back or is in progress."""
        world.system(code).pace = pace
        return pace

    @router.put("/systems/{code}/answers/{item_code}")
    async def set_answer(code: str, item_code: str, answer: Instruction) -> Instruction:
        """Say what the system makes of every new case of an item."""
        world.system(code).answers[item_code] = answer
        return answer

    @router.post("/systems/{code}/cases/{dispatch_key}/report", status_code=HTTPStatus.ACCEPTED)
    async def report(code: str, dispatch_key: str, wanted: RequestedReport) -> SentReport:
        """Have the system report on a case, also twice, out of order or badly signed."""
        return world.system(code).report_as_told(dispatch_key, wanted)

    @router.get("/systems/{code}/log")
    async def read_log(code: str) -> list[LogEntry]:
        """Tell what the system received and which callbacks it has finished with."""
        return list(world.system(code).log)


def _add_shared_data_routes(router: APIRouter, world: World) -> None:
    @router.put("/shared-data/certificates")
    async def keep_certificate(certificate: Certificate) -> Certificate:
        """Let a certificate be found from now on."""
        world.shared.keep_certificate(certificate)
        return certificate

    @router.put("/shared-data/registrations")
    async def keep_registration(registration: Registration) -> Registration:
        """Let a business be found from now on."""
        world.shared.registrations[registration.uscc] = registration
        return registration

    @router.put("/shared-data/credit")
    async def keep_credit(credit: Credit) -> Credit:
        """Set the standing of a firm or person; everybody else is in good standing."""
        world.shared.keep_credit(credit)
        return credit

    @router.put("/shared-data/slots")
    async def keep_slots(availability: Availability) -> Availability:
        """Set the availability of a department's inspectors in place of the usual one."""
        world.shared.keep_slots(availability)
        return availability


def _overview(system: SimulatedSystem) -> SystemOverview:
    return SystemOverview(
        style=system.style,
        fault=system.faults.fault,
        pace=system.pace,
        answers=system.answers,
    )
