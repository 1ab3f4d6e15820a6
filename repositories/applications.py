"""Applications in the read model: written by the record activity, read by the API."""

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.case import Case
from models.application import ApplicationRow, DebtRow, LaneRow
from models.projection import application_row, rows_of, submission_of
from models.state import load_case
from models.task import TaskRow
from models.visit import VisitRow
from repositories.record import Head
from repositories.writing import OwnRow, Parts

APPLICATION: Table = ApplicationRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
LANE: Table = LaneRow.__table__  # type: ignore[attr-defined]
TASK: Table = TaskRow.__table__  # type: ignore[attr-defined]
DEBT: Table = DebtRow.__table__  # type: ignore[attr-defined]
VISIT: Table = VisitRow.__table__  # type: ignore[attr-defined]


async def head(session: AsyncSession, case_id: str) -> Head | None:
    """Give how far the application's record goes; None when it is not there yet."""
    query = select(APPLICATION.c.sequence, APPLICATION.c.chain_head).where(
        APPLICATION.c.case_id == case_id
    )
    row = (await session.execute(query)).first()
    return Head(row.sequence, row.chain_head) if row else None


async def load(session: AsyncSession, case_id: str) -> Case | None:
    """Give the case as recorded."""
    query = select(APPLICATION.c.submission, APPLICATION.c.state).where(
        APPLICATION.c.case_id == case_id
    )
    row = (await session.execute(query)).first()
    return load_case(row.submission, row.state) if row else None


def own_row(before: Case | None, after: Case) -> OwnRow:
    """Give the case's own row; its submission only when that is new."""
    row = application_row(after)
    if before is None or before.submission is not after.submission:
        row["submission"] = submission_of(after)
    return OwnRow(APPLICATION, row, is_new=before is None)


def parts(case: Case) -> Parts:
    """Give the rows of the case's parts, each table's by key."""
    rows = rows_of(case)
    return {LANE: rows.lanes, TASK: rows.tasks, DEBT: rows.debts, VISIT: rows.visits}
