"""The one writer of running applications: events, read model and notices in one transaction."""

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.turns import Parts, TurnWriter
from core.db import Database
from core.keys import Signer
from domain.case import Case
from domain.events import Event, PermitsIssued
from domain.evolve import evolve
from domain.notices import Notice, notices_of
from domain.record import Recorded
from models.messages import ApplicationRecorded, EventPayload, RecordApplication
from repositories import applications, credit, numbers
from repositories.record import Head, Record

APPLICATION_RECORD: Record[Event] = Record(TypeAdapter(EventPayload))


class ApplicationStore:
    """Applications in the read model."""

    async def lock_head(self, session: AsyncSession, stream: str) -> Head | None:
        return await applications.lock_head(session, stream)

    async def load(self, session: AsyncSession, stream: str) -> Case | None:
        return await applications.load(session, stream)

    async def save(
        self,
        session: AsyncSession,
        before: Case | None,
        after: Case,
        recorded: tuple[Recorded[Event], ...],
    ) -> None:
        await applications.save(session, before, after)
        await numbers.show_issued(session, _issued_by(recorded))
        await credit.note_pledges(session, after, recorded)

    def parts(self, state: Case) -> Parts:
        return applications.parts(state)

    def evolve(self, state: Case, recorded: Recorded[Event]) -> Case:
        return evolve(state, recorded)

    def notices_of(self, state: Case, event: Event) -> tuple[Notice, ...]:
        return notices_of(state, event)

    def number_of(self, state: Case) -> str:
        return state.submission.case_number

    def is_over(self, state: Case) -> bool:
        return state.is_closed


class RecordActivities:
    """Writes turns of applications."""

    def __init__(self, database: Database, signer: Signer) -> None:
        store = ApplicationStore()
        self._writer: TurnWriter[Case, Event] = TurnWriter(
            database, signer, APPLICATION_RECORD, store
        )

    @activity.defn(name="record_application")
    async def record_application(self, request: RecordApplication) -> ApplicationRecorded:
        """Append the proposal, or give what was recorded since its base."""
        beginning = Case(submission=request.submission) if request.submission else None
        return ApplicationRecorded(await self._writer.write(request.proposal, beginning))


def _issued_by(recorded: tuple[Recorded[Event], ...]) -> list[str]:
    return [
        permit.permit_id
        for entry in recorded
        if isinstance(entry.event, PermitsIssued)
        for permit in entry.event.permits
    ]
