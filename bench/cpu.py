"""CPU time of the stack's processes, with their children."""

from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]

from stack import processes
from stack.layout import Layout


@dataclass(frozen=True, slots=True)
class CpuReading:
    """Seconds of CPU by program."""

    seconds: dict[str, float]

    @classmethod
    def of(cls, layout: Layout) -> "CpuReading":
        return cls({one.name: _seconds(one.pid) for one in processes.alive(layout)})

    def since(self, earlier: "CpuReading") -> dict[str, float]:
        """Give the milliseconds used since an earlier reading."""
        return {
            name: (seconds - earlier.seconds.get(name, 0.0)) * 1000
            for name, seconds in self.seconds.items()
        }


def _seconds(pid: int) -> float:
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    return sum(_own(member) for member in family)


def _own(process: psutil.Process) -> float:
    """Children that have ended are counted with their parent."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)
