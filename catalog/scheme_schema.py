"""What the file of a city's scheme may hold."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from catalog.entries import (
    AreaCode,
    Code,
    Count,
    Day,
    Entry,
    Flag,
    ItemCode,
    Labelled,
    Period,
    Source,
    Text,
    Whole,
)
from catalog.parts import Verification
from catalog.targets import Targets
from domain.catalogue import IssuancePolicy, Level, OutsideHours
from domain.clock import Light, LimitKind

_HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Notify = Annotated[tuple[Literal["handler", "head", "supervisor"], ...], Field(min_length=1)]


class Department(Labelled):
    """An authority as the city calls it."""

    code: Code
    level: Level = Level.MUNICIPAL


class Word(Labelled):
    """A word of the city's own."""

    code: Code


class Times(Entry):
    """Periods that hold for every case of the scheme."""

    acceptance: Period
    correction: Period
    supplement: Period
    joint_cap: Period
    service_of_decision: Period
    rectification: Period
    single_window: Period | None = None
    doorstep_visit: Period | None = None
    lane_extension: Period | None = None
    joint_extension: Period | None = None
    hearing_request: Period | None = None
    hearing_held: Period | None = None
    hearing_notice: Period | None = None


class Rung(Entry):
    """One rung of the warning ladder: days before a limit ends, or a share of it used up."""

    name: Code
    limit_kind: LimitKind
    working_days_before: Whole = 0
    percent: Annotated[int, Field(strict=True, ge=1, le=99)] | None = None
    light: Light
    notify: Notify

    @model_validator(mode="after")
    def _is_reached_in_one_way(self) -> Self:
        if self.percent is not None and self.working_days_before:
            raise ValueError("a rung names either days before the end or a share used up")
        return self


class Overrun(Entry):
    """Who is warned when a suspension outlasts the time that was told."""

    light: Light
    notify: Notify
    source: Source


class Receipt(Entry):
    """Office hours, and when an online application of outside them counts as received."""

    opens_at: Annotated[str, StringConstraints(pattern=_HOUR)]
    closes_at: Annotated[str, StringConstraints(pattern=_HOUR)]
    outside_hours: OutsideHours
    source: Source

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens_at >= self.closes_at:
            raise ValueError("opens_at lies before closes_at")
        return self


class Target(Entry):
    """A share by which the statutory time is to be cut: an aim, not a limit."""

    percent: Annotated[int, Field(strict=True, ge=1, le=99)]
    source: Source


class WorkingHours(Entry):
    """A stretch of a working day in which visits take place."""

    opens_at: Annotated[str, StringConstraints(pattern=_HOUR)]
    closes_at: Annotated[str, StringConstraints(pattern=_HOUR)]


class Visits(Entry):
    """What the scheme says of joint visits."""

    hours: Annotated[tuple[WorkingHours, ...], Field(min_length=1)]
    hours_source: Source
    duration_minutes: Count
    travel_minutes: Whole
    daily_maximum: Count
    load_source: Source
    notice: Period
    reschedule_notice: Period
    late_record: Period
    entry_refusals_tolerated: Whole
    entry_refusals_source: Source


class SchemeFile(Labelled):
    """A city's scheme; figures without a source of their own have one beside them."""

    @model_validator(mode="after")
    def _knows_who_holds_the_doorstep_visit(self) -> Self:
        known = {department.code for department in self.departments}
        if self.doorstep_department and self.times.doorstep_visit is None:
            raise ValueError("doorstep_department needs times.doorstep_visit")
        if self.doorstep_department and self.doorstep_department not in known:
            raise ValueError("doorstep_department is one of the departments")
        if self.doorstep_department and not self.doorstep_department_source:
            raise ValueError("doorstep_department has its source")
        return self

    code: Code
    areas: Annotated[tuple[AreaCode, ...], Field(min_length=1)]
    city_zh: Text
    city_en: Text
    authority_zh: Text
    authority_en: Text
    source: Source
    begins_on: Day
    ends_on: Day | None
    words: Annotated[tuple[Word, ...], Field(min_length=1)]
    issuance: IssuancePolicy
    issuance_source: Source
    shortest_promised: Flag
    combined_certificate: Flag
    times: Times
    ladder: Annotated[tuple[Rung, ...], Field(min_length=1)]
    ladder_source: Source
    overrun: Overrun | None = None
    receipt: Receipt | None = None
    target: Target | None = None
    item_phases: Annotated[dict[ItemCode, Day], Field(min_length=1)]
    item_phases_source: Source
    minimum_inspectors: Count
    minimum_inspectors_source: Source
    rectification_rounds: Count
    rectification_rounds_source: Source
    no_shows_tolerated: Whole
    no_shows_source: Source
    visits: Visits | None = None
    doorstep_department: Code | None = None
    doorstep_department_source: Source | None = None
    reconsideration_body_zh: Text
    reconsideration_body_en: Text
    departments: Annotated[tuple[Department, ...], Field(min_length=1)]
    single_commitment_check: Verification | None = None
    targets: Targets = ()
