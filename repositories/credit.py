"""The credit record: how businesses kept their commitments and pledges (履诺信息, R96)."""

from sqlalchemy import Table

from domain.case import Case
from domain.deficiency import pledge_fact
from domain.events import Event
from domain.record import Recorded
from models.permit import CreditRecordRow
from repositories.writing import Row, Rows

CREDIT: Table = CreditRecordRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


def pledge_rows(case: Case, recorded: tuple[Recorded[Event], ...]) -> Rows:
    """Give the kept and broken pledges of the business and of the handling person."""
    business_id = case.submission.business.business_id
    facts = ((entry, pledge_fact(case, entry.event)) for entry in recorded)
    rows: list[Row] = [
        {
            "business_id": business_id,
            "stream": case.case_id,
            "sequence": entry.sequence,
            "kind": fact.value,
            "subject": f"{business_id} {case.submission.applicant.handling_person}",
            "at": entry.at,
        }
        for entry, fact in facts
        if fact is not None
    ]
    return {CREDIT: rows} if rows else {}
