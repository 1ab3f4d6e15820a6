"""The one writer of living permits: events, read model, bars and credit in one transaction."""

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession
from temporalio import activity

from activities.turn_writer import TurnWriter
from core.db import Database
from core.keys import Signer
from domain.permits.events import PermitEvent
from domain.permits.evolve import evolve
from domain.permits.notices import notices_of
from domain.permits.permit import Permit
from domain.recipients import Notice
from domain.record import Recorded
from models.permit_messages import PermitEventPayload, PermitRecorded, RecordPermit
from repositories import permits
from repositories.record import Head, Record
from repositories.writing import OwnRow, Parts, TurnRows

PERMIT_RECORD: Record[PermitEvent] = Record(TypeAdapter(PermitEventPayload))


class PermitStore:
    """Permits in the read model; their rows were made when they were numbered."""

    async def head(self, session: AsyncSession, stream: str) -> Head | None:
        return await permits.head(session, stream)

    async def load(self, session: AsyncSession, stream: str) -> Permit | None:
        return await permits.load(session, stream)

    def own_row(self, before: Permit | None, after: Permit) -> OwnRow:
        return permits.own_row(before, after)

    def consequences(self, state: Permit, recorded: tuple[Recorded[PermitEvent], ...]) -> TurnRows:
        return TurnRows(inserted=permits.consequences(state, recorded))

    def parts(self, state: Permit) -> Parts:
        return permits.parts(state)

    def evolve(self, state: Permit, recorded: Recorded[PermitEvent]) -> Permit:
        return evolve(state, recorded)

    def notices_of(self, state: Permit, event: PermitEvent) -> tuple[Notice, ...]:
        return notices_of(state, event)

    def number_of(self, state: Permit) -> str:
        return state.grant.number

    def is_over(self, state: Permit) -> bool:
        return state.is_over


class PermitRecordActivities:
    """Writes turns of permits."""

    def __init__(self, database: Database, signer: Signer) -> None:
        self._writer: TurnWriter[Permit, PermitEvent] = TurnWriter(
            database, signer, PERMIT_RECORD, PermitStore()
        )

    @activity.defn(name="record_permit")
    async def record_permit(self, request: RecordPermit) -> PermitRecorded:
        """Append the proposal, or give what was recorded since its base."""
        beginning = Permit(grant=request.grant) if request.grant else None
        return PermitRecorded(await self._writer.write(request.proposal, beginning))
