"""Targets 指标 a scheme sets itself; the dual track forbids some of them (双轨并行, R159)."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from catalog.entries import Entry, Percent, Source


class Indicator(StrEnum):
    """What can be measured of a scheme; not all of it may be aimed at."""

    SEALED_RECEIPTS = "sealed_receipts"
    ONE_VISIT_COMPLETION = "one_visit_completion"
    ONLINE_RATE = "online_rate"
    JOINT_HANDLING_RATE = "joint_handling_rate"
    COMMITMENT_RATE = "commitment_rate"
    INSTANT_RATE = "instant_rate"

    @property
    def counts_free_choices(self) -> bool:
        """Whether it counts which way applicants freely choose, so that a target would force."""
        return self in _FREELY_CHOSEN


_FREELY_CHOSEN = frozenset(
    {
        Indicator.ONLINE_RATE,
        Indicator.JOINT_HANDLING_RATE,
        Indicator.COMMITMENT_RATE,
        Indicator.INSTANT_RATE,
    }
)


def _may_be_aimed_at(indicator: Indicator) -> Indicator:
    if indicator.counts_free_choices:
        raise PydanticCustomError(
            "target_forbidden", "counts free choices and may have no target (R159)"
        )
    return indicator


class Target(Entry):
    """A share that the scheme aims at, in per cent."""

    indicator: Annotated[Indicator, AfterValidator(_may_be_aimed_at)]
    percent: Percent
    source: Source


Targets = Annotated[tuple[Target, ...], Field(max_length=20)]
