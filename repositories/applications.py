"""Applications in the read model: written by the record activity, read by the API."""

from typing import Any, NamedTuple

from sqlalchemy import Table, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.case import Case
from models.application import ApplicationRow, DebtRow, LaneRow
from models.projection import Row, Rows, application_row, rows_of, submission_of
from models.state import load_case
from models.task import TaskRow

APPLICATION: Table = ApplicationRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
LANE: Table = LaneRow.__table__  # type: ignore[attr-defined]
TASK: Table = TaskRow.__table__  # type: ignore[attr-defined]
DEBT: Table = DebtRow.__table__  # type: ignore[attr-defined]


class CaseHead(NamedTuple):
    """How far a case's record goes."""

    sequence: int
    chain_head: str


async def lock_head(session: AsyncSession, case_id: str) -> CaseHead | None:
    """Lock the application until the transaction ends; None when it is not there yet."""
    query = (
        select(APPLICATION.c.sequence, APPLICATION.c.chain_head)
        .where(APPLICATION.c.case_id == case_id)
        .with_for_update()
    )
    row = (await session.execute(query)).first()
    return CaseHead(row.sequence, row.chain_head) if row else None


async def load(session: AsyncSession, case_id: str) -> Case | None:
    """Give the case as recorded."""
    query = select(APPLICATION.c.submission, APPLICATION.c.state).where(
        APPLICATION.c.case_id == case_id
    )
    row = (await session.execute(query)).first()
    return load_case(row.submission, row.state) if row else None


async def save(session: AsyncSession, before: Case | None, after: Case) -> None:
    """Write what has changed of a case; ``before`` None means that it is new."""
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
    former = rows_of(before) if before else Rows({}, {}, {})
    current = rows_of(after)
    await _write(session, LANE, former.lanes, current.lanes)
    await _write(session, TASK, former.tasks, current.tasks)
    await _write(session, DEBT, former.debts, current.debts)


async def _write(
    session: AsyncSession, table: Table, former: dict[str, Row], current: dict[str, Row]
) -> None:
    changed = [row for key, row in current.items() if former.get(key) != row]
    if changed:
        await upsert_rows(session, table, changed)


async def upsert_rows(session: AsyncSession, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows, or replace those with the same key."""
    statement = upsert(table).values(rows)
    keys = [column.name for column in table.primary_key]
    replaced = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=replaced))
