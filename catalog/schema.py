"""What the files of items and shared entries may hold; unknown keys and nonsense are refused."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from catalog.entries import (
    AreaCode,
    Code,
    Day,
    Entry,
    Flag,
    ItemCode,
    Labelled,
    Source,
    Text,
    Whole,
)
from catalog.parts import (
    Bar,
    Cited,
    Condition,
    Delegation,
    FormField,
    InstantApproval,
    ItemLimit,
    Note,
    Paper,
    Point,
    Prerequisite,
    Procedure,
    RefusalGround,
    Rule,
    StatutoryItem,
    Validity,
    Verification,
)
from domain.catalogue import ReformMode, SiteCheck
from domain.item_terms import Matter


class ItemVersion(Entry):
    """An item as it stands from a day on in some areas (R27)."""

    effective_from: Day
    effective_until: Day | None = None
    areas: Annotated[tuple[AreaCode, ...], Field(min_length=1)]
    basis: Annotated[tuple[Text, ...], Field(min_length=1)]
    mode: ReformMode
    mode_source: Source
    limits: tuple[ItemLimit, ...]
    site_check: SiteCheck
    fields: tuple[FormField, ...]
    papers: tuple[Paper, ...]
    conditions: tuple[Condition, ...]
    checklist: tuple[Point, ...]
    prerequisites: tuple[Prerequisite, ...]
    validity: Validity
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    commitment_optional: Flag = False
    instant: InstantApproval | None = None
    credit_sensitive: Flag = False
    quantity_limited: Flag = False
    brings_registration: Flag = False
    filing_by_own_statute: Flag = False
    hearing_required: Flag = False
    expected_inspections: Whole = 2
    verification: Verification | None = None
    bar: Bar | None = None
    four_eyes: Flag = False
    four_eyes_source: Source | None = None
    expert_review: Procedure | None = None
    testing: Procedure | None = None
    suspends_for_rectification: Cited | None = None
    refusal_grounds: tuple[RefusalGround, ...] = ()
    variants: tuple["Variant", ...] = ()

    @field_validator("instant", mode="before")
    @classmethod
    def _false_is_none(cls, given: object) -> object:
        if given is True:
            raise ValueError("names its rules, their source and the share that is sampled (R71)")
        return None if given is False else given

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.four_eyes != (self.four_eyes_source is not None):
            raise ValueError("four_eyes needs four_eyes_source, and the source needs it")
        is_asked_for = self.mode is not ReformMode.ABOLISHED
        if is_asked_for != bool(self.fields) or is_asked_for != bool(self.conditions):
            raise ValueError("has fields and conditions, and an abolished item has neither")
        if not is_asked_for and (self.papers or self.checklist or self.prerequisites):
            raise ValueError("nothing may be asked for an abolished item: paper, point or permit")
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise ValueError("effective_until lies before effective_from")
        return self


class Variant(Labelled):
    """The item for applicants whose answers fit ``when``; the first that fits is taken.

    In a file ``replaces`` holds the keys that differ, in memory the whole version.
    """

    code: Code
    when: Text
    source: Source
    replaces: ItemVersion


class ItemFile(Labelled):
    """One item with all its versions."""

    code: ItemCode
    department: Code
    section: Text
    system: Code
    permit_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,8}$")]
    notes: tuple[Note, ...] = ()
    statutory_item: StatutoryItem | None = None
    delegations: tuple[Delegation, ...] = ()
    matters: tuple[Matter, ...] = ()
    versions: Annotated[tuple[ItemVersion, ...], Field(min_length=1)]


class SharedFile(Entry):
    """Fields, papers and checklist points that several items name by code."""

    fields: tuple[FormField, ...] = ()
    papers: tuple[Paper, ...] = ()
    checklist: tuple[Point, ...] = ()
