"""Credit standing of a party, and from what it excludes (R59, R74; domain-facts §7)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CreditFlag(StrEnum):
    """Why a party is excluded from easier ways until its credit is repaired."""

    SERIOUS_DISHONESTY = "serious_dishonesty"
    BROKEN_COMMITMENT = "broken_commitment"
    BROKEN_PLEDGE = "broken_pledge"
    ABNORMAL_OPERATION = "abnormal_operation"


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """What the credit source said on a day; every use keeps source and version (grades move)."""

    grade: str
    flags: tuple[CreditFlag, ...]
    as_of: date
    source_version: str


def is_excluded(standing: CreditStanding) -> bool:
    """Whether the party may not use commitment, deficiency tolerance, certificate-first or
    instant approval (不得以告知承诺、容缺受理、先证后核、智能审批办理, R59).
    """
    return bool(standing.flags)
