"""The one writer of a running application: events, read model and notices in one transaction."""

from collections import OrderedDict
from typing import Any

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession
from temporalio import activity
from temporalio.exceptions import ApplicationError

from core.db import Database
from core.keys import Signer
from domain.case import Case
from domain.chain import GENESIS
from domain.events import Event, PermitsIssued
from domain.evolve import evolve
from domain.notices import notices_of
from domain.record import Proposal, Recorded
from models.messages import ApplicationRecorded, EventPayload, RecordApplication
from repositories import applications, notices, numbers
from repositories.record import ChainBrokenError, Record

_KEPT_CASES = 512
"""Cases a worker remembers, so that most turns need not read the case from the database."""

SEAL = "tongxing-notice+jws"
"""Purpose that is signed into the seal of a notice."""

APPLICATION_RECORD: Record[Event] = Record(TypeAdapter(EventPayload))


class RecordActivities:
    """Writes turns; safe to repeat and to run at once for the same turn."""

    def __init__(self, database: Database, signer: Signer) -> None:
        self._database = database
        self._signer = signer
        self._cases: OrderedDict[str, Case] = OrderedDict()

    @activity.defn(name="record_application")
    async def record_application(self, request: RecordApplication) -> ApplicationRecorded:
        """Append the proposal, or give what was recorded since its base.

        Raises:
            ApplicationError: ``ChainBroken``, not to be retried: the record is damaged.
        """
        try:
            return ApplicationRecorded(await self._record(request))
        except ChainBrokenError as error:
            self._cases.pop(request.proposal.stream, None)
            raise ApplicationError(str(error), type="ChainBroken", non_retryable=True) from error

    async def _record(self, request: RecordApplication) -> tuple[Recorded[Event], ...]:
        proposal = request.proposal
        async with self._database.transaction() as session:
            head = await applications.lock_head(session, proposal.stream)
            at = head or applications.Head(0, GENESIS)
            if at.sequence > proposal.base_sequence:
                return await APPLICATION_RECORD.since(
                    session, proposal.stream, proposal.base_sequence, proposal.base_hash
                )
            if (at.sequence, at.chain_head) != (proposal.base_sequence, proposal.base_hash):
                raise ChainBrokenError(proposal.stream, at.sequence)
            before = await self._before(session, request) if head else None
            recorded = await APPLICATION_RECORD.append(session, proposal)
            after = await self._write(session, request, before, recorded)
        self._keep(after)
        return recorded

    async def _write(
        self,
        session: AsyncSession,
        request: RecordApplication,
        before: Case | None,
        recorded: tuple[Recorded[Event], ...],
    ) -> Case:
        case = before or _new(request)
        told: list[dict[str, Any]] = []
        for entry in recorded:
            case = evolve(case, entry)
            told.extend(self._notices(case, request.proposal, entry))
        await applications.save(session, before, case)
        await numbers.show_issued(session, _issued_by(recorded))
        await notices.write(session, told)
        return case

    def _notices(
        self, case: Case, proposal: Proposal[Event], entry: Recorded[Event]
    ) -> list[dict[str, Any]]:
        rows = []
        for notice in notices_of(case, entry.event):
            row = notices.notice_row(proposal.stream, entry.sequence, entry.at, notice)
            if notice.is_sealed:
                row["seal"] = self._signer.sign(_sealed(case, row, entry), purpose=SEAL)
            rows.append(row)
        return rows

    async def _before(self, session: AsyncSession, request: RecordApplication) -> Case:
        """Give the case at the proposal's base: remembered, or as the database has it."""
        proposal = request.proposal
        known = self._cases.get(proposal.stream)
        if known is not None and known.chain_head == proposal.base_hash:
            return known
        loaded = await applications.load(session, proposal.stream)
        if loaded is None:
            raise ChainBrokenError(proposal.stream, proposal.base_sequence)
        return loaded

    def _keep(self, case: Case) -> None:
        if case.is_closed:
            self._cases.pop(case.case_id, None)
            return
        self._cases[case.case_id] = case
        self._cases.move_to_end(case.case_id)
        if len(self._cases) > _KEPT_CASES:
            self._cases.popitem(last=False)


def _issued_by(recorded: tuple[Recorded[Event], ...]) -> list[str]:
    return [
        permit.permit_id
        for entry in recorded
        if isinstance(entry.event, PermitsIssued)
        for permit in entry.event.permits
    ]


def _new(request: RecordApplication) -> Case:
    if request.submission is None:
        raise ChainBrokenError(request.proposal.stream, 0)
    return Case(submission=request.submission)


def _sealed(case: Case, row: dict[str, Any], entry: Recorded[Event]) -> dict[str, Any]:
    """Give what the seal covers: the notice, its date, and its place in the record."""
    return {
        "case_number": case.submission.case_number,
        "template": row["template"],
        "facts": row["facts"],
        "sequence": entry.sequence,
        "record": entry.hash,
        "at": entry.at.isoformat(),
    }
