"""Which clocks run for an accepted application, and under which limits (design §5)."""

from dataclasses import replace
from datetime import datetime

from domain.actors import Actor
from domain.case import Case
from domain.catalogue import Item
from domain.clock import (
    ClockAction,
    ClockEntry,
    ClockId,
    ClockKind,
    ClockLedger,
    Limit,
    LimitKind,
    LimitUnit,
)


def started(
    clock_id: ClockId, limits: tuple[Limit, ...], at: datetime, actor: Actor, *, basis: str
) -> ClockLedger:
    """Give a ledger that begins to run at an instant."""
    entry = ClockEntry(
        action=ClockAction.START,
        at=at,
        cause="started",
        legal_basis=basis,
        actor=actor.subject,
    )
    return ClockLedger(clock_id, limits, (entry,))


def case_ledgers(case: Case, as_of: datetime, actor: Actor) -> tuple[ClockLedger, ...]:
    """The cap on joint handling (Art. 42(2)) and, for simple cases, receipt to issuance (R63).

    On the traditional way nothing is handled jointly (R159).
    """
    if case.submission.traditional:
        return ()
    times = case.slice.scheme.times
    joint = started(
        ClockId(ClockKind.JOINT_CAP, "case"),
        (times.joint_cap,),
        as_of,
        actor,
        basis="行政许可法 42",
    )
    received_at = case.counted_from or case.received_at
    if not case.submission.simple or times.single_window is None or received_at is None:
        return (joint,)
    window = started(
        ClockId(ClockKind.SINGLE_WINDOW, "case"),
        (times.single_window,),
        received_at,
        actor,
        basis="R63",
    )
    return (joint, window)


def lane_ledgers(
    case: Case, items: tuple[Item, ...], as_of: datetime, actor: Actor
) -> tuple[ClockLedger, ...]:
    """One clock per accepted item, under its own limits and those of the scheme."""
    shared = _shortest_promised(case, items)
    return tuple(
        started(
            ClockId(ClockKind.LANE, item.code),
            (*item.limits, *shared),
            as_of,
            actor,
            basis="行政许可法 42",
        )
        for item in items
        if item.limits
    )


def service_clock(item_code: str) -> ClockId:
    """Name the clock from the decision to its service (颁发、送达, Art. 44)."""
    return ClockId(ClockKind.SERVICE, item_code)


def service_ledger(case: Case, item_code: str, at: datetime, actor: Actor) -> ClockLedger:
    """Give the clock of a grant: the permit is issued and served within ten working days."""
    limit = case.slice.scheme.times.service_of_decision
    return started(service_clock(item_code), (limit,), at, actor, basis="行政许可法 44")


def _shortest_promised(case: Case, items: tuple[Item, ...]) -> tuple[Limit, ...]:
    """Changning: the shortest promised limit of the merged items holds for all (R65).

    Only limits in working days are compared; other units keep their own statute's reading.
    """
    if not case.slice.scheme.shortest_promised:
        return ()
    promised = [
        limit
        for item in items
        for limit in item.limits
        if limit.kind is LimitKind.PROMISED and limit.unit is LimitUnit.WORKING_DAYS
    ]
    if not promised:
        return ()
    shortest = min(promised, key=lambda limit: limit.count)
    return (replace(shortest, kind=LimitKind.SCHEME, source="R65"),)
