"""What the file of a city's scheme may hold."""

from typing import Annotated, Literal

from pydantic import Field

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
from domain.catalogue import IssuancePolicy, Level
from domain.clock import Light, LimitKind


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


class Rung(Entry):
    """One rung of the warning ladder."""

    name: Code
    limit_kind: LimitKind
    working_days_before: Whole
    light: Light
    notify: Annotated[tuple[Literal["handler", "head", "supervisor"], ...], Field(min_length=1)]


class SchemeFile(Labelled):
    """A city's scheme; figures without a source of their own have one beside them."""

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
    item_phases: Annotated[dict[ItemCode, Day], Field(min_length=1)]
    item_phases_source: Source
    minimum_inspectors: Count
    minimum_inspectors_source: Source
    rectification_rounds: Count
    rectification_rounds_source: Source
    no_shows_tolerated: Whole
    no_shows_source: Source
    reconsideration_body_zh: Text
    reconsideration_body_en: Text
    departments: Annotated[tuple[Department, ...], Field(min_length=1)]
