"""The push of a registration to the departments matched by business scope (R113-R115).

It is supervision data: it starts no permit and no filing, and no case waits for it (R114).
"""

from dataclasses import dataclass
from datetime import date, datetime

from domain.calendar import local_date
from domain.case import Case
from domain.events import Event, LaneFiled, LaneGranted
from domain.scope import PushTarget


@dataclass(frozen=True, slots=True)
class RegistrationPush:
    """What one department's system is told; ``push_id`` makes telling it twice harmless."""

    push_id: str
    case_id: str
    target: PushTarget
    uscc: str
    name: str
    district: str
    registered_on: date


def pushes_of(case: Case, event: Event, at: datetime) -> tuple[RegistrationPush, ...]:
    """Give the pushes that the registration causes; ``case`` is the case after the event."""
    if not isinstance(event, LaneGranted | LaneFiled) or case.uscc is None:
        return ()
    if not case.item(event.item_code).brings_registration:
        return ()
    business = case.submission.business
    return tuple(
        RegistrationPush(
            push_id=f"{case.case_id}.{target.system}",
            case_id=case.case_id,
            target=target,
            uscc=case.uscc,
            name=business.name,
            district=business.district,
            registered_on=local_date(at),
        )
        for target in case.submission.push_targets
    )
