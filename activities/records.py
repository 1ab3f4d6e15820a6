"""The one writer of running applications: events, read model and notices in one transaction."""

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.permit_records import PERMIT_RECORD, PermitStore
from activities.turn_writer import TurnWriter
from activities.turns import Composer
from core.db import Database
from core.keys import Signer
from domain.case import Case
from domain.events import Event, PermitsIssued
from domain.evolve import evolve
from domain.notices import notices_of
from domain.permits.events import PermitEvent
from domain.permits.granting import beginning_of, grant_of
from domain.permits.permit import Permit
from domain.pushing import pushes_of
from domain.recipients import Notice
from domain.record import Recorded
from models.messages import ApplicationRecorded, EventPayload, RecordApplication
from repositories import applications, credit, permits, pushes
from repositories.record import Head, Record
from repositories.writing import OwnRow, Parts, TurnRows

APPLICATION_RECORD: Record[Event] = Record(TypeAdapter(EventPayload))


class ApplicationStore:
    """Applications in the read model; what they issue begins in the same turn (ADR 13)."""

    def __init__(self, signer: Signer) -> None:
        self._permits: Composer[Permit, PermitEvent] = Composer(
            signer, PERMIT_RECORD, PermitStore()
        )

    async def head(self, session: AsyncSession, stream: str) -> Head | None:
        return await applications.head(session, stream)

    async def load(self, session: AsyncSession, stream: str) -> Case | None:
        return await applications.load(session, stream)

    def own_row(self, before: Case | None, after: Case) -> OwnRow:
        return applications.own_row(before, after)

    def parts(self, state: Case) -> Parts:
        return applications.parts(state)

    def evolve(self, state: Case, recorded: Recorded[Event]) -> Case:
        return evolve(state, recorded)

    def consequences(self, state: Case, recorded: tuple[Recorded[Event], ...]) -> TurnRows:
        """Give pledges kept and broken, registrations to push, and permits that begin."""
        rows = TurnRows(inserted=credit.pledge_rows(state, recorded))
        for entry in recorded:
            pushed = pushes_of(state, entry.event, entry.at)
            if pushed:
                told = [pushes.push_row(push, entry.at) for push in pushed]
                rows.add(TurnRows(inserted={pushes.PUSH: told}))
            if isinstance(entry.event, PermitsIssued):
                for issued in entry.event.permits:
                    permit = Permit(grant=grant_of(state, issued.permit_id))
                    turn = self._permits.compose(beginning_of(permit, entry.at), permit, {})
                    rows.add(turn.rows)
                    rows.add(TurnRows(begun=permits.begun_row(turn.known.state)))
        return rows

    def notices_of(self, state: Case, event: Event) -> tuple[Notice, ...]:
        return notices_of(state, event)

    def number_of(self, state: Case) -> str:
        return state.submission.case_number

    def is_over(self, state: Case) -> bool:
        return state.is_closed


class RecordActivities:
    """Writes turns of applications."""

    def __init__(self, database: Database, signer: Signer) -> None:
        store = ApplicationStore(signer)
        self._writer: TurnWriter[Case, Event] = TurnWriter(
            database, signer, APPLICATION_RECORD, store
        )

    @activity.defn(name="record_application")
    async def record_application(self, request: RecordApplication) -> ApplicationRecorded:
        """Append the proposal, or give what was recorded since its base."""
        beginning = Case(submission=request.submission) if request.submission else None
        return ApplicationRecorded(await self._writer.write(request.proposal, beginning))
