"""Of what an item consists in the files: fields, papers, conditions, procedures and periods."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from catalog.entries import (
    AreaCode,
    Code,
    Day,
    Entry,
    Flag,
    ItemCode,
    Labelled,
    Measurable,
    Percent,
    Period,
    Source,
    Text,
    refuse_twice,
)
from domain.catalogue import Dimension, PaperClass, Requirement
from domain.clock import LimitKind


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


class Note(Labelled):
    """A note of the annex that limits the item, or a peculiarity of it (R166-R168)."""

    code: Code
    source: Source


class StatutoryItem(Entry):
    """The item of the statute of which this one is a variant (R167)."""

    code: Code
    variant: Code
    source: Source


class Delegation(Entry):
    """A power handed on, delegated 下放 or entrusted 委托, from its first to its last day."""

    kind: Literal["delegated", "entrusted"]
    to_zh: Text
    to_en: Text
    areas: Annotated[tuple[AreaCode, ...], Field(min_length=1)]
    begins_on: Annotated[Day, Field(alias="from")]
    ends_on: Annotated[Day | None, Field(alias="until")] = None
    source: Source

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.begins_on:
            raise ValueError("until lies before from")
        return self


class InstantRule(Labelled):
    """A quantified rule of instant approval; CEL over ``form`` and ``answers``."""

    code: Code
    when: Text
    source: Source


class SamplingShare(Entry):
    """The share of instant grants that a person looks at afterwards, in per cent (R73)."""

    count: Percent
    source: Source


class InstantApproval(Entry):
    """The published list of rules that must all hold for an instant grant (R71-R73)."""

    source: Source
    published_on: Day
    rules: Annotated[tuple[InstantRule, ...], Field(min_length=1)]
    sampling_percent: SamplingShare

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        refuse_twice(rule.code for rule in self.rules)
        return self


class Procedure(Entry):
    """A procedure that may suspend the item's clock (行政许可法 45)."""

    source: Source
    longest: Period


class Cited(Entry):
    """Something that holds because a source says so."""

    source: Source


class RefusalGround(Labelled):
    """A ground to refuse beyond the conditions."""

    code: Code
    source: Source


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
