"""What the files of items and schemes may hold; unknown keys and nonsense are refused."""

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
    Measurable,
    Period,
    Source,
    Text,
    Whole,
    refuse_twice,
)
from domain.catalogue import (
    Dimension,
    IssuancePolicy,
    Level,
    PaperClass,
    ReformMode,
    Requirement,
    SiteCheck,
)
from domain.clock import Light, LimitKind


class ItemLimit(Period):
    """A limit of an item says itself whether the statute or a promise gives it."""

    kind: LimitKind


class FormField(Labelled):
    """One datum of the form."""

    code: Code
    kind: Literal["text", "uscc", "citizen_id", "phone", "date", "number", "choice", "address"]
    source: Source
    required: Flag = True
    choices: tuple[Code, ...] = ()
    max_length: Annotated[int, Field(strict=True, ge=1, le=2000)] = 200

    @model_validator(mode="after")
    def _has_choices(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices belong to kind choice, and it needs them")
        return self


class Paper(Labelled):
    """One paper of an item."""

    code: Code
    paper_class: PaperClass
    source: Source
    shared_as: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:_-]+$")] | None = None
    replaceable_by_commitment: Flag = False
    needs_person: Flag = False
    deferral: Period | None = None

    @model_validator(mode="after")
    def _fits_its_class(self) -> Self:
        if (self.paper_class is PaperClass.DEFERRABLE) != (self.deferral is not None):
            raise ValueError("a deferral belongs to class deferrable, and it needs one")
        if (self.paper_class is PaperClass.SHAREABLE) != (self.shared_as is not None):
            raise ValueError("shared_as belongs to class shareable, and it needs it")
        return self


class Condition(Entry):
    """A measurable condition of an item."""

    code: Code
    dimension: Dimension
    label_zh: Measurable
    label_en: Measurable
    source: Source
    replaceable_by_commitment: Flag = False


class Point(Labelled):
    """A point looked at on the spot."""

    code: Code
    source: Source


class Prerequisite(Entry):
    """Another permit that must be held first."""

    item_code: ItemCode
    source: Source
    precedes_registration: Flag = False


class Verification(Entry):
    """The check after a grant on commitment."""

    due: Period
    rectification: Period
    hearing_request: Period
    source: Source


class Validity(Entry):
    """How long a permit lasts and when its renewal is asked for."""

    source: Source
    term: Period | None = None
    renewal_opens_before: Period | None = None
    renewal_closes_before: Period | None = None


class Bar(Entry):
    """How long an applicant is barred."""

    false_papers: Period
    fraud: Period


class Rule(Entry):
    """One rule of guidance; the first whose ``when`` holds decides (CEL over the answers)."""

    code: Code
    when: Text
    requirement: Requirement
    reason_zh: Text
    reason_en: Text
    source: Source
    instead_zh: Text | None = None
    instead_en: Text | None = None
    only_schemes: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def _says_where_to_go(self) -> Self:
        turned = {Requirement.OUTSIDE_SCHEME, Requirement.WRONG_AUTHORITY}
        if (self.requirement in turned) != bool(self.instead_zh and self.instead_en):
            raise ValueError("says where to go instead exactly when it turns the applicant away")
        return self


class ItemVersion(Entry):
    """An item as it stands from a day on in some areas (R27)."""

    effective_from: Day
    areas: Annotated[tuple[AreaCode, ...], Field(min_length=1)]
    basis: Annotated[tuple[Text, ...], Field(min_length=1)]
    mode: ReformMode
    mode_source: Source
    limits: tuple[ItemLimit, ...]
    site_check: SiteCheck
    fields: Annotated[tuple[FormField, ...], Field(min_length=1)]
    papers: tuple[Paper, ...]
    conditions: Annotated[tuple[Condition, ...], Field(min_length=1)]
    checklist: tuple[Point, ...]
    prerequisites: tuple[Prerequisite, ...]
    validity: Validity
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    commitment_optional: Flag = False
    instant: Flag = False
    credit_sensitive: Flag = False
    quantity_limited: Flag = False
    brings_registration: Flag = False
    filing_by_own_statute: Flag = False
    hearing_required: Flag = False
    expected_inspections: Whole = 2
    verification: Verification | None = None
    bar: Bar | None = None


class ItemFile(Labelled):
    """One item with all its versions."""

    code: ItemCode
    department: Code
    section: Text
    system: Code
    permit_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,8}$")]
    versions: Annotated[tuple[ItemVersion, ...], Field(min_length=1)]


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


class SharedFile(Entry):
    """Fields, papers and checklist points that several items name by code."""

    fields: tuple[FormField, ...]
    papers: tuple[Paper, ...]
    checklist: tuple[Point, ...]

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        refuse_twice(entry.code for entry in self.fields)
        refuse_twice(entry.code for entry in self.papers)
        refuse_twice(entry.code for entry in self.checklist)
        return self
