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


class PledgeFact(StrEnum):
    """What a pledge to hand a paper in later has come to; kept ones are noted too (R96)."""

    PLEDGE_KEPT = "pledge_kept"
    PLEDGE_BROKEN = "pledge_broken"


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """What the credit source said on a day; every use keeps source and version (grades move)."""

    grade: str
    flags: tuple[CreditFlag, ...]
    as_of: date
    source_version: str


def is_excluded(standing: CreditStanding) -> bool:
    """Whether the easier ways are closed to the party (不得以告知承诺、容缺受理等方式办理, R59).

    They are commitment, deficiency tolerance, certificate-first and instant approval.
    """
    return bool(standing.flags)
