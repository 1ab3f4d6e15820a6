"""Effects of proceedings for revocation on a permit."""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from domain.actors import Actor
from domain.calendar import local_date
from domain.permits import events as happened
from domain.permits.evolution import verification
from domain.permits.permit import Hearing, Permit, Proceedings, Revocation
from domain.permits.statuses import PermitStatus, ProceedingsStatus

ProceedingsEvent = (
    happened.RevocationProposed
    | happened.HearingRequested
    | happened.HearingPeriodEnded
    | happened.HearingHeld
    | happened.PermitRevoked
    | happened.RevocationSetAside
)


def apply(permit: Permit, event: ProceedingsEvent, at: datetime, actor: Actor) -> Permit:
    match event:
        case happened.RevocationProposed():
            opened = Proceedings(
                cause=event.cause,
                reasons=event.reasons,
                proposed_by=actor.subject,
                proposed_on=local_date(at),
                hearing_until=event.hearing_until,
            )
            return replace(permit, proceedings=opened)
        case happened.HearingRequested():
            return _move(permit, ProceedingsStatus.HEARING_REQUESTED)
        case happened.HearingPeriodEnded():
            return _move(permit, ProceedingsStatus.AWAITS_DECISION)
        case happened.HearingHeld():
            hearing = Hearing(event.chair, event.record_document_id, event.holder_attended)
            return _move(permit, ProceedingsStatus.AWAITS_DECISION, hearing)
        case happened.PermitRevoked():
            return _revoke(permit, event, at, actor)
        case happened.RevocationSetAside():
            return replace(permit, proceedings=None)
        case _:
            assert_never(event)


def _move(permit: Permit, status: ProceedingsStatus, hearing: Hearing | None = None) -> Permit:
    if permit.proceedings is None:
        return permit
    return replace(permit, proceedings=replace(permit.proceedings, status=status, hearing=hearing))


def _revoke(permit: Permit, event: happened.PermitRevoked, at: datetime, actor: Actor) -> Permit:
    revocation = Revocation(
        cause=event.cause,
        reasons=event.reasons,
        consequences=event.consequences,
        remedies=event.remedies,
        decided_at=at,
    )
    revoked = replace(permit, status=PermitStatus.REVOKED, proceedings=None, revocation=revocation)
    return verification.discontinue(revoked, at, actor)
