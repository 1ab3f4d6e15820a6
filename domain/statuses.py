"""Every status of a case and its parts; the legal moves are in ``transitions``."""

from enum import StrEnum


class CaseStatus(StrEnum):
    """Where an application as a whole stands."""

    OPENED = "opened"
    RECEIVED = "received"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class CaseEnding(StrEnum):
    """How an application ended; each is a distinct legal fact (domain-facts §1)."""

    COMPLETED = "completed"
    NOTHING_ACCEPTED = "nothing_accepted"
    NOT_SUPPLEMENTED = "not_supplemented"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    NOTHING_GRANTED = "nothing_granted"


class LaneStatus(StrEnum):
    """Where one item stands; ``is_ended`` tells whether anything can still happen to it."""

    OPENED = "opened"
    NOT_REQUIRED = "not_required"
    OUTSIDE_SCHEME = "outside_scheme"
    WRONG_AUTHORITY = "wrong_authority"
    BARRED = "barred"
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    IN_REVIEW = "in_review"
    SUPPLEMENTING = "supplementing"
    DECISION_SIGNED = "decision_signed"
    GRANTED = "granted"
    FILED = "filed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    ISSUED = "issued"

    @property
    def is_decided(self) -> bool:
        """Granted, filed, refused, or ended before a decision."""
        return self not in _UNDECIDED

    @property
    def is_ended(self) -> bool:
        """Nothing more is owed to the applicant for this item."""
        return self.is_decided and not self.awaits_issue

    @property
    def awaits_issue(self) -> bool:
        return self in {LaneStatus.GRANTED, LaneStatus.FILED}


_UNDECIDED = frozenset(
    {
        LaneStatus.OPENED,
        LaneStatus.ACCEPTED,
        LaneStatus.IN_REVIEW,
        LaneStatus.SUPPLEMENTING,
        LaneStatus.DECISION_SIGNED,
    }
)


class DispatchStatus(StrEnum):
    """What is known of the delivery of a lane's papers to its department system."""

    PENDING = "pending"
    DELAYED = "delayed"
    RECEIVED = "received"
    ACTION_REQUIRED = "action_required"


class TaskStatus(StrEnum):
    """A human step is open, decided by somebody, or fell away."""

    OPEN = "open"
    DECIDED = "decided"
    FALLEN_AWAY = "fallen_away"


class DebtStatus(StrEnum):
    """A deficiency debt (容缺) is open, paid, lapsed unpaid, or dissolved without breach."""

    OPEN = "open"
    PAID = "paid"
    LAPSED = "lapsed"
    DISSOLVED = "dissolved"


class VisitStatus(StrEnum):
    """Where the joint site visit (一同核查) stands."""

    NEEDED = "needed"
    SCHEDULED = "scheduled"
    RECTIFYING = "rectifying"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"
