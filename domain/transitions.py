"""The legal moves between statuses, as data; whatever is missing here cannot happen.

Moves are those of single events, so a turn with several events may walk several rows. Rows
without a next status are final.
"""

from typing import Final

from domain.statuses import CaseStatus, LaneStatus

_ENDED_EARLY: Final = frozenset({LaneStatus.WITHDRAWN, LaneStatus.TERMINATED})
"""The applicant may withdraw; a broken pledge or a fallen prerequisite ends the lane."""

LANE_MOVES: Final[dict[LaneStatus, frozenset[LaneStatus]]] = {
    LaneStatus.OPENED: _ENDED_EARLY
    | {
        LaneStatus.NOT_REQUIRED,
        LaneStatus.OUTSIDE_SCHEME,
        LaneStatus.WRONG_AUTHORITY,
        LaneStatus.BARRED,
        LaneStatus.NOT_ACCEPTED,
        LaneStatus.ACCEPTED,
    },
    LaneStatus.ACCEPTED: _ENDED_EARLY
    | {
        LaneStatus.IN_REVIEW,
        LaneStatus.SUPPLEMENTING,
        LaneStatus.DECISION_SIGNED,
        LaneStatus.GRANTED,
        LaneStatus.FILED,
        LaneStatus.REFUSED,
    },
    LaneStatus.IN_REVIEW: _ENDED_EARLY
    | {
        LaneStatus.SUPPLEMENTING,
        LaneStatus.DECISION_SIGNED,
        LaneStatus.GRANTED,
        LaneStatus.REFUSED,
    },
    LaneStatus.SUPPLEMENTING: _ENDED_EARLY | {LaneStatus.IN_REVIEW, LaneStatus.REFUSED},
    LaneStatus.DECISION_SIGNED: frozenset(
        {LaneStatus.IN_REVIEW, LaneStatus.GRANTED, LaneStatus.WITHDRAWN}
    ),
    LaneStatus.GRANTED: frozenset({LaneStatus.ISSUED}),
    LaneStatus.FILED: frozenset({LaneStatus.ISSUED}),
    LaneStatus.NOT_REQUIRED: frozenset(),
    LaneStatus.OUTSIDE_SCHEME: frozenset(),
    LaneStatus.WRONG_AUTHORITY: frozenset(),
    LaneStatus.BARRED: frozenset(),
    LaneStatus.NOT_ACCEPTED: frozenset(),
    LaneStatus.REFUSED: frozenset(),
    LaneStatus.WITHDRAWN: frozenset(),
    LaneStatus.TERMINATED: frozenset(),
    LaneStatus.ISSUED: frozenset(),
}
"""A supplement keeps a lane from being granted, never from being refused (Art. 38).

A signed decision has no open debts (design §3), so nothing of them can end its lane any more.
"""

CASE_MOVES: Final[dict[CaseStatus, frozenset[CaseStatus]]] = {
    CaseStatus.OPENED: frozenset({CaseStatus.RECEIVED}),
    CaseStatus.RECEIVED: frozenset({CaseStatus.CORRECTING, CaseStatus.ACCEPTED, CaseStatus.CLOSED}),
    CaseStatus.CORRECTING: frozenset({CaseStatus.RECEIVED, CaseStatus.ACCEPTED, CaseStatus.CLOSED}),
    CaseStatus.ACCEPTED: frozenset({CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset(),
}
"""The answer to a correction notice leads back to receipt; silence to acceptance of the rest."""
