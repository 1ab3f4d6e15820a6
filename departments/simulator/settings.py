"""What a run of the simulator is told once, at its start."""

from dataclasses import dataclass
from datetime import timedelta

from departments.configuration import DepartmentsConfiguration


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """``seed`` fixes every chance; ``callback_delay`` is the usual time until a callback."""

    configuration: DepartmentsConfiguration
    callback_secret: str
    seed: int = 0
    callback_delay: timedelta = timedelta(milliseconds=300)
    first_retry: timedelta = timedelta(milliseconds=250)
