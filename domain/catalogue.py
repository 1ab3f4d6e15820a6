"""What the catalogue says of an item and a scheme, as values that a case carries with it."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.clock import Light, Limit, WarningRung
from domain.item_terms import (
    Delegation,
    InstantApproval,
    Matter,
    Note,
    Procedure,
    RefusalGround,
    StatutoryItem,
    Variant,
)
from domain.labels import Label as Label  # noqa: PLC0414  # its users know it from here
from domain.visit_terms import AS_BEFORE, VisitTerms


class ReformMode(StrEnum):
    """The four modes of 证照分离 (R14); which of them holds depends on item, area and date."""

    ABOLISHED = "abolished"
    FILING = "filing"
    COMMITMENT = "commitment"
    STREAMLINED = "streamlined"


class Level(StrEnum):
    """Level of the authority in whose name an item is decided."""

    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    DELEGATED = "delegated"


class PaperClass(StrEnum):
    """How a missing paper is treated (design §3: must-have 主要材料, deferrable 可容缺)."""

    MUST_HAVE = "must_have"
    DEFERRABLE = "deferrable"
    SHAREABLE = "shareable"


class SiteCheck(StrEnum):
    """When an item is looked at on the spot."""

    NONE = "none"
    BEFORE_DECISION = "before_decision"
    AFTER_DECISION = "after_decision"


class Dimension(StrEnum):
    """Dimensions by which conditions are sorted (R24)."""

    PREMISES = "premises"
    EQUIPMENT = "equipment"
    FUNDS = "funds"
    STAFF = "staff"
    MANAGEMENT_RULES = "management_rules"


class IssuancePolicy(StrEnum):
    """When granted lanes are issued: pooled 汇交后再统一发证, or as they come."""

    POOLED = "pooled"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Department:
    """An authority: ``code`` is stable, ``system`` names its approval system."""

    code: str
    label: Label
    level: Level = Level.MUNICIPAL


@dataclass(frozen=True, slots=True)
class FormField:
    """One datum an item asks for; equal codes of two items are one field of the one form.

    ``kind`` is one of text, uscc, citizen_id, phone, date, number, choice, address.
    """

    code: str
    label: Label
    kind: str
    source: str
    required: bool = True
    choices: tuple[str, ...] = ()
    max_length: int = 200


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of an item.

    ``shared_as`` names the certificate type by which it is fetched from shared data, and
    ``needs_person`` says that a machine cannot judge it, so that an intake check is opened.
    ``deferral`` is the time in which a deferrable paper must follow (working days).
    """

    code: str
    label: Label
    paper_class: PaperClass
    source: str
    shared_as: str | None = None
    replaceable_by_commitment: bool = False
    needs_person: bool = False
    deferral: Limit | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A measurable condition without catch-all wording (R20, R40)."""

    code: str
    dimension: Dimension
    label: Label
    source: str
    replaceable_by_commitment: bool = False


@dataclass(frozen=True, slots=True)
class ChecklistPoint:
    """A point looked at on the spot; equal codes of two items are asked once (R76)."""

    code: str
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """Another permit that must be held before this item can be decided (R54).

    ``precedes_registration`` marks 企业登记前置审批, to which deficiency tolerance does not apply.
    """

    item_code: str
    source: str
    precedes_registration: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """The check after a grant on commitment: due, rectification and hearing times (R94)."""

    due: Limit
    rectification: Limit
    hearing_request: Limit
    source: str


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a permit lasts; ``term`` None means without a term. Renewal window in its unit."""

    source: str
    term: Limit | None = None
    renewal_opens_before: Limit | None = None
    renewal_closes_before: Limit | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """Years for which the item is barred: false papers (Art. 78), obtained by fraud (Art. 79)."""

    false_papers: Limit
    fraud: Limit


@dataclass(frozen=True, slots=True)
class Item:
    """One permit item as it stands in force for the area and date of the slice."""

    code: str
    label: Label
    department: Department
    section: str
    basis: tuple[str, ...]
    mode: ReformMode
    mode_source: str
    limits: tuple[Limit, ...]
    site_check: SiteCheck
    papers: tuple[Paper, ...]
    conditions: tuple[Condition, ...]
    checklist: tuple[ChecklistPoint, ...]
    prerequisites: tuple[Prerequisite, ...]
    fields: tuple[FormField, ...]
    validity: Validity
    permit_prefix: str
    system: str
    commitment_optional: bool = False
    """The applicant may decline commitment and take the reviewed way (消防法 15)."""
    instant: bool = False
    """Quantified rules may decide without a person (R71–R74); ``instant_approval`` has them."""
    credit_sensitive: bool = False
    quantity_limited: bool = False
    brings_registration: bool = False
    """The business licence itself: its grant brings the USCC to the other lanes."""
    filing_by_own_statute: bool = False
    hearing_required: bool = False
    expected_inspections: int = 2
    verification: Verification | None = None
    bar: Bar | None = None
    variant: Variant | None = None
    """The variant that the applicant's answers chose; what it replaces is already in place."""
    instant_approval: InstantApproval | None = None
    four_eyes: bool = False
    """One person recommends, another signs (``four_eyes_source``)."""
    four_eyes_source: str = ""
    expert_review: Procedure | None = None
    testing: Procedure | None = None
    suspends_for_rectification: str = ""
    """Source of the rule that rectification does not count in the limit; empty: it counts."""
    refusal_grounds: tuple[RefusalGround, ...] = ()
    matters: tuple[Matter, ...] = ()
    notes: tuple[Note, ...] = ()
    statutory_item: StatutoryItem | None = None
    delegations: tuple[Delegation, ...] = ()
    """Powers in force on the day of the slice, for the scheme's area."""

    def limit(self, kind: str) -> Limit | None:
        return next((limit for limit in self.limits if limit.kind == kind), None)

    def paper(self, code: str) -> Paper | None:
        return next((paper for paper in self.papers if paper.code == code), None)


@dataclass(frozen=True, slots=True)
class SchemeTimes:
    """The periods that the law or the scheme gives every case; each with unit and source."""

    acceptance: Limit
    correction: Limit
    supplement: Limit
    joint_cap: Limit
    service_of_decision: Limit
    rectification: Limit
    single_window: Limit | None = None
    """From receipt to issuance together with the licence, for simple cases (R63)."""
    doorstep_visit: Limit | None = None
    lane_extension: Limit | None = None
    """The longest extension of an item's limit by its head of authority (Art. 42(1))."""
    joint_extension: Limit | None = None
    """The longest extension of joint handling by the head of government (Art. 42(2))."""
    hearing_request: Limit | None = None
    """Within which a hearing is asked for, once the right to it is told (Art. 47)."""
    hearing_held: Limit | None = None
    """Within which it is held, once it is asked for (Art. 47)."""
    hearing_notice: Limit | None = None
    """How long before it is held its time and place are told (Art. 48)."""


class OutsideHours(StrEnum):
    """When an online application of outside office hours counts as received."""

    AT_ONCE = "at_once"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Office hours (Asia/Shanghai) and what holds outside of them, by which source."""

    opens_at: time
    closes_at: time
    outside_hours: OutsideHours
    source: str


@dataclass(frozen=True, slots=True)
class Target:
    """A share by which the statutory time is to be cut (R64): an aim, never a limit."""

    percent: int
    source: str


@dataclass(frozen=True, slots=True)
class OverrunWarning:
    """Who is warned, and by which light, when a suspension outlasts the time that was told."""

    light: Light
    notify: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A city's scheme: its own words, phases and policies (R169: periods belong to it)."""

    code: str
    label: Label
    city: Label
    authority: Label
    source: str
    begins_on: date
    ends_on: date | None
    words: tuple[tuple[str, Label], ...]
    issuance: IssuancePolicy
    shortest_promised: bool
    combined_certificate: bool
    times: SchemeTimes
    ladder: tuple[WarningRung, ...]
    item_phases: tuple[tuple[str, date], ...]
    """From which date each item is offered."""
    minimum_inspectors: int
    rectification_rounds: int
    reconsideration_body: Label
    no_shows_tolerated: int = 1
    """How often the applicant may miss the joint visit before it counts as failed (assumption)."""
    receipt: Receipt | None = None
    target: Target | None = None
    overrun: OverrunWarning | None = None
    single_commitment_check: Verification | None = None
    """The check owed for a commitment to one paper of an item that has no check of its own."""
    visits: VisitTerms = AS_BEFORE
    doorstep_department: str = ""
    """The town or sub-district that holds the doorstep visit after issuance (R78)."""

    def offers(self, item_code: str, on: date) -> bool:
        """Whether the item is offered on a date: its batch has begun, the scheme not ended."""
        begun = dict(self.item_phases).get(item_code)
        ended = self.ends_on is not None and on > self.ends_on
        return begun is not None and begun <= on and not ended


@dataclass(frozen=True, slots=True)
class CatalogueSlice:
    """The part of the catalogue that a case carries: its scheme and the chosen items."""

    version: str
    effective_on: date
    scheme: Scheme
    items: tuple[Item, ...]

    def item(self, code: str) -> Item:
        """Give the item.

        Raises:
            KeyError: the slice does not hold it; a programming error, never an input's.
        """
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)


class Requirement(StrEnum):
    """What guidance found for an item; the last two open the traditional way or none."""

    REQUIRED = "required"
    FILING_ONLY = "filing_only"
    ABOLISHED = "abolished"
    NOT_REQUIRED = "not_required"
    OUTSIDE_SCHEME = "outside_scheme"
    WRONG_AUTHORITY = "wrong_authority"


@dataclass(frozen=True, slots=True)
class Determination:
    """The finding for one item with its trace: which rule, from which answers, by which source."""

    item_code: str
    requirement: Requirement
    rule: str
    source: str
    answers_used: tuple[str, ...]
    reason: Label
    instead: Label | None = None
    """Where to go: the traditional way, or the authority that is competent."""
