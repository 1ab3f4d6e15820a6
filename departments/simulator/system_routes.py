"""The HTTP face of one simulated system."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from departments.configuration import SystemStyle
from departments.simulator.bodies import (
    CaseStatus,
    CaseTaken,
    PushedRegistration,
    SubmittedCase,
    Withdrawal,
)
from departments.simulator.problems import SimulatedProblem
from departments.simulator.system import SimulatedSystem
from departments.simulator.world import World

IdempotencyKey = Annotated[str, Header(min_length=1, max_length=250)]


class SystemRoutes:
    """Bound to a code rather than a system, since a reset makes the systems anew."""

    def __init__(self, world: World, code: str) -> None:
        self._world = world
        self._code = code

    def router(self, path: str) -> APIRouter:
        router = APIRouter(
            prefix=path, tags=[self._code], dependencies=[Depends(self.suffer_fault)]
        )
        router.add_api_route("/cases", self.submit, methods=["POST"])
        router.add_api_route("/cases/{dispatch_key}", self.status, methods=["GET"])
        router.add_api_route(
            "/cases/{dispatch_key}/withdrawal",
            self.withdraw,
            methods=["POST"],
            status_code=HTTPStatus.NO_CONTENT,
        )
        router.add_api_route(
            "/registrations",
            self.push_registration,
            methods=["POST"],
            status_code=HTTPStatus.NO_CONTENT,
        )
        return router

    async def suffer_fault(self, request: Request) -> None:
        """Let the call fail when a fault is switched on."""
        try:
            await self._system.faults.meet()
        except SimulatedProblem as problem:
            self._system.note(f"{request.method} failed", "", problem.status)
            raise

    async def submit(
        self, case: SubmittedCase, idempotency_key: IdempotencyKey, response: Response
    ) -> CaseTaken:
        """Take a case."""
        _check_key(case, idempotency_key)
        taken = self._system.take(idempotency_key, case)
        at_once = self._system.style is SystemStyle.SYNCHRONOUS
        response.status_code = HTTPStatus.OK if at_once else HTTPStatus.ACCEPTED
        self._system.note(
            "submit", idempotency_key, response.status_code, case.model_dump(mode="json")
        )
        return taken

    async def status(self, dispatch_key: str) -> CaseStatus:
        """Answer a poll."""
        answer = self._system.status(dispatch_key)
        self._system.note("status", dispatch_key, HTTPStatus.OK)
        return answer

    async def withdraw(self, dispatch_key: str, withdrawal: Withdrawal) -> None:
        """End a case."""
        self._system.withdraw(dispatch_key)
        self._system.note(
            "withdraw", dispatch_key, HTTPStatus.NO_CONTENT, withdrawal.model_dump(mode="json")
        )

    async def push_registration(
        self, pushed: PushedRegistration, idempotency_key: IdempotencyKey
    ) -> None:
        """Learn of a new business."""
        self._system.learn(idempotency_key, pushed)
        self._system.note(
            "registration",
            idempotency_key,
            HTTPStatus.NO_CONTENT,
            pushed.model_dump(mode="json"),
        )

    @property
    def _system(self) -> SimulatedSystem:
        return self._world.system(self._code)


def _check_key(case: SubmittedCase, idempotency_key: str) -> None:
    if case.dispatch_key != idempotency_key:
        raise SimulatedProblem(
            HTTPStatus.BAD_REQUEST,
            "idempotency_key_mismatch",
            "Idempotency-Key must be the case's dispatch key.",
        )
