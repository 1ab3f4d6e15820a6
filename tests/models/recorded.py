"""A case and a permit written into a database by the very activities that do it in production."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.permit_records import PermitRecordActivities
from activities.records import RecordActivities
from core.db import Database
from core.keys import FileSigner
from domain import commands as asked
from domain.actors import Actor
from domain.case import Case
from domain.decide import decide
from domain.events import Event, PermitsIssued
from domain.evolve import apply, evolve
from domain.permits import commands as asked_of_permit
from domain.permits.decide import decide as decide_permit
from domain.permits.events import PermitEvent
from domain.permits.evolve import evolve as evolve_permit
from domain.permits.granting import grant_of
from domain.permits.permit import Permit, PermitGrant
from domain.record import Proposal
from domain.submission import Submission
from models.messages import RecordApplication
from models.permit import NUMBERED
from models.permit_messages import RecordPermit
from repositories.numbers import PERMIT
from tests.fakes.stories import START


@dataclass(slots=True)
class RecordedCase:
    """A case whose every turn is written to the database."""

    database: Database
    activities: RecordActivities
    case: Case
    now: datetime = START

    @classmethod
    def beginning(cls, database: Database, submission: Submission) -> "RecordedCase":
        activities = RecordActivities(database, new_signer())
        return cls(database, activities, Case(submission=submission))

    async def play(self, command: asked.Command) -> None:
        await self.write(decide(self.case, command, self.now), command.actor)

    async def write(self, events: tuple[Event, ...], actor: Actor) -> None:
        """Write one turn and take its events back from the record."""
        await self._number(events, actor)
        submission = self.case.submission if self.case.sequence == 0 else None
        proposal = _proposal(self.case.case_id, self.case, actor, self.now, events)
        request = RecordApplication(proposal, submission)
        for recorded in (await self.activities.record_application(request)).recorded:
            self.case = evolve(self.case, recorded)
        self.now += timedelta(minutes=1)

    async def _number(self, events: tuple[Event, ...], actor: Actor) -> None:
        """Make the rows of the permits that are about to be issued, as numbering them does."""
        after = self.case
        for event in events:
            after = apply(after, event, self.now, actor)
            if isinstance(event, PermitsIssued):
                for permit in event.permits:
                    await insert_numbered(self.database, grant_of(after, permit.permit_id))


@dataclass(slots=True)
class RecordedPermit:
    """A permit whose every turn is written to the database."""

    activities: PermitRecordActivities
    permit: Permit
    now: datetime = START

    @classmethod
    async def beginning(cls, database: Database, grant: PermitGrant) -> "RecordedPermit":
        await insert_numbered(database, grant)
        activities = PermitRecordActivities(database, new_signer())
        return cls(activities, Permit(grant=grant))

    async def play(self, command: asked_of_permit.PermitCommand) -> None:
        await self.write(decide_permit(self.permit, command, self.now), command.actor)

    async def write(self, events: tuple[PermitEvent, ...], actor: Actor) -> None:
        """Write one turn and take its events back from the record."""
        grant = self.permit.grant if self.permit.sequence == 0 else None
        proposal = _proposal(self.permit.permit_id, self.permit, actor, self.now, events)
        request = RecordPermit(proposal, grant)
        for recorded in (await self.activities.record_permit(request)).recorded:
            self.permit = evolve_permit(self.permit, recorded)
        self.now += timedelta(minutes=1)


async def insert_numbered(database: Database, grant: PermitGrant) -> None:
    """Write the row of a permit that has its number and no life of its own yet."""
    async with database.transaction() as session:
        await session.execute(PERMIT.insert().values(**_row(grant)))


def new_signer() -> FileSigner:
    return FileSigner(Ed25519PrivateKey.generate())


def named(submission: Submission, case_id: str) -> Submission:
    """The same submission as a case of its own."""
    return replace(submission, case_id=case_id, case_number=f"number-{case_id}")


def _proposal(
    stream: str, state: Case | Permit, actor: Actor, now: datetime, events: tuple[Any, ...]
) -> Proposal[Any]:
    return Proposal(
        stream=stream,
        base_sequence=state.sequence,
        base_hash=state.chain_head,
        cause=f"cause/{state.sequence}",
        at=now,
        actor=actor,
        events=events,
    )


def _row(grant: PermitGrant) -> dict[str, Any]:
    return {
        "permit_id": grant.permit_id,
        "number": grant.number,
        "case_id": grant.case_id,
        "item_code": grant.item.code,
        "version": 1,
        "business_id": grant.business_id,
        "licence_code": grant.licence_code,
        "department": grant.item.department.code,
        "department_zh": grant.item.department.label.zh,
        "department_en": grant.item.department.label.en,
        "label_zh": grant.item.label.zh,
        "label_en": grant.item.label.en,
        "status": NUMBERED,
        "valid_from": grant.valid_from,
        "valid_until": grant.valid_until,
        "verification_due_on": grant.verification_due_on,
        "sequence": 0,
        "chain_head": "",
        "stage": "valid",
    }
