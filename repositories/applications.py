"""Applications in the read model: written by the record activity, read by the API."""

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.case import Case
from models.application import ApplicationRow, DebtRow, LaneRow
from models.projection import Row, application_row, rows_of, submission_of
from models.state import load_case
from models.task import TaskRow
from repositories.record import Head

APPLICATION: Table = ApplicationRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
LANE: Table = LaneRow.__table__  # type: ignore[attr-defined]
TASK: Table = TaskRow.__table__  # type: ignore[attr-defined]
DEBT: Table = DebtRow.__table__  # type: ignore[attr-defined]


async def lock_head(session: AsyncSession, case_id: str) -> Head | None:
    """Lock the application until the transaction ends; None when it is not there yet."""
    query = (
        select(APPLICATION.c.sequence, APPLICATION.c.chain_head)
        .where(APPLICATION.c.case_id == case_id)
        .with_for_update()
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


async def save(session: AsyncSession, before: Case | None, after: Case) -> None:
    """Write the case's own row; ``before`` None means that it is new."""
    row = application_row(after)
    if before is None:
        row["submission"] = submission_of(after)
        await session.execute(insert(APPLICATION).values(**row))
    else:
        if before.submission is not after.submission:
            row["submission"] = submission_of(after)
        await session.execute(
            update(APPLICATION).where(APPLICATION.c.case_id == after.case_id).values(**row)
        )


def parts(case: Case) -> dict[Table, dict[str, Row]]:
    """Give the rows of the case's parts, each table's by key."""
    rows = rows_of(case)
    return {LANE: rows.lanes, TASK: rows.tasks, DEBT: rows.debts}
