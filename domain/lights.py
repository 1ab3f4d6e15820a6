"""Which items show a milder light again because their period has moved."""

from datetime import datetime

from domain import events as happened
from domain.case import Case
from domain.clock import ClockKind
from domain.ladder import light


def eased_lights(case: Case, now: datetime) -> tuple[happened.LightEased, ...]:
    """Compare the lights shown with those computed; a clock that rests keeps the one it had."""
    calendar, ladder = case.submission.calendar, case.slice.scheme.ladder
    eased = []
    for ledger in case.clocks:
        lane = case.lane(ledger.clock_id.subject)
        if ledger.clock_id.kind is not ClockKind.LANE or lane is None or ledger.is_suspended:
            continue
        computed = light(ledger, calendar, ladder, now)
        if not lane.status.is_decided and computed.severity < lane.light.severity:
            eased.append(happened.LightEased(lane.item_code, computed))
    return tuple(eased)
