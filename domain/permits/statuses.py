"""Every status of a permit and its parts; the legal moves are in ``permits.transitions``."""

from enum import StrEnum


class PermitStatus(StrEnum):
    """Legal standing, as anyone may see it; each ending is a fact of its own (domain-facts §1).

    Proceedings do not change the standing: a permit is valid until the decision.
    """

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    """撤回: lawful when given, circumstances changed."""
    REVOKED = "revoked"
    """撤销: it should not have been given."""
    STRIPPED = "stripped"
    """吊销: taken away as a penalty."""
    LAPSED = "lapsed"
    """失效: its term ran out."""
    CANCELLED = "cancelled"
    """注销: the registration of an ending."""

    @property
    def is_ended(self) -> bool:
        return self not in {PermitStatus.VALID, PermitStatus.SUSPENDED}


class VerificationStatus(StrEnum):
    """Where the check of a commitment stands."""

    PENDING = "pending"
    RECTIFYING = "rectifying"
    REEXAMINING = "reexamining"
    INTERRUPTED = "interrupted"
    """Revocation was proposed on other grounds; taken up again when that is set aside."""
    PASSED = "passed"
    FAILED = "failed"
    DISCONTINUED = "discontinued"
    """The permit ended before the check did."""

    @property
    def is_open(self) -> bool:
        return self in {
            VerificationStatus.PENDING,
            VerificationStatus.RECTIFYING,
            VerificationStatus.REEXAMINING,
        }


class DoorstepStatus(StrEnum):
    """Where the doorstep visit after issuance stands."""

    DUE = "due"
    REMINDED = "reminded"
    OVERDUE = "overdue"
    MADE = "made"


class ProceedingsStatus(StrEnum):
    """Where proceedings for revocation stand; without any there are none."""

    PROPOSED = "proposed"
    HEARING_REQUESTED = "hearing_requested"
    AWAITS_DECISION = "awaits_decision"


class PermitStage(StrEnum):
    """One word for lists and boards; an ended permit has the word of its ending."""

    VALID = "valid"
    SUSPENDED = "suspended"
    VERIFICATION_PENDING = "verification_pending"
    RECTIFYING = "rectifying"
    REEXAMINING = "reexamining"
    REVOCATION_PROPOSED = "revocation_proposed"
    HEARING = "hearing"
    REVOCATION_DECISION = "revocation_decision"
    ENDED = "ended"


class RevocationCause(StrEnum):
    """Why a grant was wrong; the cause decides the consequences (行政许可法 69)."""

    FRAUD = "fraud"
    """Obtained by fraud or bribery (Art. 69(2))."""
    FALSE_COMMITMENT = "false_commitment"
    """A commitment known to be untrue when it was signed: fraud as well (Art. 69(2))."""
    COMMITMENT_UNMET = "commitment_unmet"
    """The conditions were not met in the end, no intent shown (Art. 69(1)(4), assumption)."""
    AUTHORITY_ERROR = "authority_error"
    """The authority's own fault: competence, procedure, abuse (Art. 69(1))."""

    @property
    def is_fraud(self) -> bool:
        return self in {RevocationCause.FRAUD, RevocationCause.FALSE_COMMITMENT}

    @property
    def concerns_commitment(self) -> bool:
        return self in {RevocationCause.FALSE_COMMITMENT, RevocationCause.COMMITMENT_UNMET}


class VerificationFailure(StrEnum):
    """Why a verification failed in the end."""

    FOUND_UNTRUE = "found_untrue"
    RECTIFICATION_NOT_REPORTED = "rectification_not_reported"
    RECTIFICATION_FAILED = "rectification_failed"


class CreditFact(StrEnum):
    """What enters the credit record: kept commitments too, not only breaches (R96)."""

    COMMITMENT_KEPT = "commitment_kept"
    COMMITMENT_KEPT_AFTER_RECTIFICATION = "commitment_kept_after_rectification"
    COMMITMENT_BROKEN = "commitment_broken"
    OBTAINED_BY_FRAUD = "obtained_by_fraud"
    INSTANT_APPROVAL_ABUSED = "instant_approval_abused"
    """A re-check found that untrue data had got an instant grant (R74)."""
