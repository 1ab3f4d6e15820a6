"""What an item says besides papers and limits: notes, powers, procedures, variants."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.clock import Limit
from domain.labels import Label


class Matter(StrEnum):
    """Matters directly touched, on which commitment is no default 原则上不 (R55)."""

    STATE_SECURITY = "state_security"
    STATE_SECRETS = "state_secrets"
    IDEOLOGY = "ideology"
    PUBLIC_SAFETY = "public_safety"
    FINANCIAL_PRUDENCE = "financial_prudence"
    ECOLOGY = "ecology"
    HEALTH = "health"
    LIFE_AND_PROPERTY = "life_and_property"


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the annex that limits the item, or a peculiarity of it (R166-R168)."""

    code: str
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class StatutoryItem:
    """The item of the statute that several catalogue items are variants of (R167)."""

    code: str
    variant: str
    source: str


@dataclass(frozen=True, slots=True)
class Delegation:
    """A power handed on in areas (GB/T 2260), from the first to the last day.

    ``kind`` is delegated 下放 or entrusted 委托.
    """

    kind: str
    to: Label
    areas: tuple[str, ...]
    begins_on: date
    ends_on: date | None
    source: str

    def holds_on(self, on: date) -> bool:
        return self.begins_on <= on and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Variant:
    """Which variant of the item this applicant's answers chose, and by which source."""

    code: str
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class InstantRule:
    """A quantified rule: ``when`` is CEL over ``form`` (texts) and ``answers`` (R71)."""

    code: str
    when: str
    label: Label
    source: str


@dataclass(frozen=True, slots=True)
class InstantApproval:
    """The published list of rules that must all hold to grant without a person (R71-R73).

    ``sampling_percent`` is the share of such grants that a person looks at afterwards.
    """

    source: str
    published_on: date
    rules: tuple[InstantRule, ...]
    sampling_percent: int
    sampling_source: str


@dataclass(frozen=True, slots=True)
class InstantFinding:
    """Whether a quantified rule holds for what the applicant wrote; evaluated outside (ADR 6)."""

    item_code: str
    rule: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure of 行政许可法 45 that may suspend the item's clock; ``longest`` is its bound."""

    source: str
    longest: Limit


@dataclass(frozen=True, slots=True)
class RefusalGround:
    """A ground to refuse beyond the conditions: a person barred, a full layout."""

    code: str
    label: Label
    source: str
