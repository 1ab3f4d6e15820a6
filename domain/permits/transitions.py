"""The legal moves of a permit as data; whatever is missing here cannot happen.

Moves are those of single events. ``None`` stands for no verification, no proceedings. A new
matter of a permit's life (renewal, suspension, 注销) adds its rows here.
"""

from typing import Final

from domain.permits.statuses import PermitStatus, ProceedingsStatus, VerificationStatus

PERMIT_MOVES: Final[dict[PermitStatus, frozenset[PermitStatus]]] = {
    PermitStatus.VALID: frozenset({PermitStatus.REVOKED, PermitStatus.LAPSED}),
    PermitStatus.LAPSED: frozenset({PermitStatus.REVOKED}),
    PermitStatus.REVOKED: frozenset(),
}
"""Revocation undoes the grant from its beginning, so a lapsed permit can still be revoked."""

_ENDS_WITH_THE_PERMIT: Final = frozenset({VerificationStatus.DISCONTINUED})
_INTERRUPTIBLE: Final = _ENDS_WITH_THE_PERMIT | {VerificationStatus.INTERRUPTED}

VERIFICATION_MOVES: Final[dict[VerificationStatus | None, frozenset[VerificationStatus]]] = {
    None: frozenset({VerificationStatus.PENDING}),
    VerificationStatus.PENDING: _INTERRUPTIBLE
    | {VerificationStatus.PASSED, VerificationStatus.RECTIFYING, VerificationStatus.FAILED},
    VerificationStatus.RECTIFYING: _INTERRUPTIBLE
    | {VerificationStatus.REEXAMINING, VerificationStatus.FAILED},
    VerificationStatus.REEXAMINING: _INTERRUPTIBLE
    | {VerificationStatus.PASSED, VerificationStatus.FAILED},
    VerificationStatus.INTERRUPTED: _ENDS_WITH_THE_PERMIT | {VerificationStatus.PENDING},
    VerificationStatus.PASSED: frozenset(),
    VerificationStatus.FAILED: frozenset(),
    VerificationStatus.DISCONTINUED: frozenset(),
}

PROCEEDINGS_MOVES: Final[dict[ProceedingsStatus | None, frozenset[ProceedingsStatus | None]]] = {
    None: frozenset({ProceedingsStatus.PROPOSED}),
    ProceedingsStatus.PROPOSED: frozenset(
        {ProceedingsStatus.HEARING_REQUESTED, ProceedingsStatus.AWAITS_DECISION}
    ),
    ProceedingsStatus.HEARING_REQUESTED: frozenset({ProceedingsStatus.AWAITS_DECISION}),
    ProceedingsStatus.AWAITS_DECISION: frozenset({None}),
}
