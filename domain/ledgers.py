"""A case's clocks by name, for whoever wants to change one."""

from domain.case import Case
from domain.clock import ClockId, ClockLedger
from domain.errors import ErrorKind, Refused


def ledger_of(case: Case, clock_id: ClockId) -> ClockLedger:
    """Give the ledger of a clock.

    Raises:
        Refused: ``clock_unknown``.
    """
    ledger = case.clock(clock_id)
    if ledger is None:
        raise Refused(
            "clock_unknown",
            f"There is no clock {clock_id.kind}/{clock_id.subject}.",
            rule="design §5",
            field="clock_id",
            kind=ErrorKind.NOT_FOUND,
        )
    return ledger


def check_running(ledger: ClockLedger) -> None:
    """Refuse to change a clock that has stopped."""
    if ledger.stopped_at is not None:
        raise Refused("clock_stopped", "This clock has stopped.", rule="design §5")
