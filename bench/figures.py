"""Figures out of samples; pure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

STALL_SECONDS = 5.0


@dataclass(slots=True)
class Samples:
    """What a load has seen, in seconds; ``errors`` by code.

    ``repeated`` counts requests that were sent again under the same key because the answer was
    "later" (503); their waiting is part of the times.
    """

    starts: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)
    effects: list[float] = field(default_factory=list)
    lifecycles: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    repeated: int = 0

    def failed(self, code: str) -> None:
        self.errors[code] = self.errors.get(code, 0) + 1

    @property
    def stalls(self) -> int:
        """How many single answers took longer than five seconds."""
        answers = (*self.starts, *self.decisions, *self.effects)
        return sum(seconds > STALL_SECONDS for seconds in answers)


def percentile(samples: Sequence[float], share: float) -> float | None:
    """Give the smallest sample that at least ``share`` of all do not exceed; None without any."""
    if not samples:
        return None
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


def summary(samples: Samples, seconds: float) -> dict[str, object]:
    """Give the figures of one load that ran for ``seconds``."""
    return {
        "lifecycles": len(samples.lifecycles),
        "lifecycles_per_second": _rate(len(samples.lifecycles), seconds),
        "start_p50_ms": milliseconds(percentile(samples.starts, 0.5)),
        "start_p99_ms": milliseconds(percentile(samples.starts, 0.99)),
        "decision_p50_ms": milliseconds(percentile(samples.decisions, 0.5)),
        "decision_p99_ms": milliseconds(percentile(samples.decisions, 0.99)),
        "effect_p99_ms": milliseconds(percentile(samples.effects, 0.99)),
        "lifecycle_p50_ms": milliseconds(percentile(samples.lifecycles, 0.5)),
        "stalls_over_5_s": samples.stalls,
        "repeated_requests": samples.repeated,
        "errors": samples.errors,
    }


def _rate(count: int, seconds: float) -> float | None:
    return round(count / seconds, 2) if seconds > 0 else None


def per_lifecycle(total: float, lifecycles: int) -> float | None:
    return round(total / lifecycles, 2) if lifecycles else None


COMPARED = (
    "lifecycles_per_second",
    "start_p50_ms",
    "decision_p50_ms",
    "cpu_ms_per_lifecycle",
    "events_per_lifecycle",
)


def ratios(ours: Mapping[str, Any], bare: Mapping[str, Any]) -> dict[str, float | None]:
    """Give how many times the bare workflow's figures ours are."""
    return {
        name: round(ours[name] / bare[name], 2) if ours[name] and bare[name] else None
        for name in COMPARED
    }
