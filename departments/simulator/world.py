"""Everything the simulator remembers: its systems, the shared data, callbacks under way."""

from datetime import timedelta
from http import HTTPStatus

import httpx

from departments.configuration import SystemConfiguration
from departments.simulator.callback_sender import CallbackSender
from departments.simulator.faults import NO_FAULT, Fault, FaultMode, FaultSwitch
from departments.simulator.instructions import Pace
from departments.simulator.problems import SimulatedProblem
from departments.simulator.settings import SimulatorSettings
from departments.simulator.shared import SharedData
from departments.simulator.system import SimulatedSystem

USUAL_FAULTS = {"urban_management": Fault(mode=FaultMode.FLAKY, rate=0.5, delay_ms=1500)}
"""The one system that is slow and fails often without being told."""


class World:
    """The simulated city; ``reset`` brings it back to its first moment."""

    def __init__(self, settings: SimulatorSettings, client: httpx.AsyncClient) -> None:
        self._settings = settings
        self.sender = CallbackSender(
            client, secret=settings.callback_secret, first_retry=settings.first_retry
        )
        self._begin()

    async def reset(self) -> None:
        await self.sender.cancel_all()
        self._begin()

    def system(self, code: str) -> SimulatedSystem:
        system = self.systems.get(code)
        if system is None:
            raise SimulatedProblem(HTTPStatus.NOT_FOUND, "system_unknown", f"No system {code}.")
        return system

    def faults(self, code: str) -> FaultSwitch:
        """Give the switch of a system or of a source of shared data."""
        switch = self.shared.faults.get(code)
        return switch or self.system(code).faults

    def _begin(self) -> None:
        self.shared = SharedData(self._settings.seed)
        configured = self._settings.configuration.systems
        self.systems = {code: self._system(code, entry) for code, entry in configured.items()}

    def _system(self, code: str, entry: SystemConfiguration) -> SimulatedSystem:
        delay = self._settings.callback_delay // timedelta(milliseconds=1)
        return SimulatedSystem(
            code,
            entry.style,
            seed=self._settings.seed,
            usual_fault=USUAL_FAULTS.get(code, NO_FAULT),
            pace=Pace(callback_delay_ms=delay),
            sender=self.sender,
            registrations=self.shared.registrations,
        )
