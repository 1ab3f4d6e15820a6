"""Ten thousand open cases: what the bench writes is what inbox and board read, and by index."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bench.people import LANES_EACH, remove, seed
from core.db import Database
from repositories import board, inbox
from repositories.inbox import Moment, TaskFilter

CASES = 10_000
DEPARTMENTS = tuple(f"department_{number}" for number in range(20))
NOW = datetime.now(UTC)
MOMENT = Moment(NOW, NOW.date())
FIRST_PAGE = (
    "SELECT * FROM task WHERE status = 'open' AND departments @> ARRAY['department_3'] "
    "ORDER BY {order} ASC NULLS LAST, task_id LIMIT 21"
)


@pytest.fixture(scope="module")
def seeded(new_database: Callable[[], str]) -> str:
    url = new_database()
    seed(url, DEPARTMENTS, CASES)
    return url


async def test_the_board_counts_every_lane_once(seeded: str) -> None:
    database = Database(seeded)
    async with database.reading() as session:
        rows = await board.counts(session)
        overdue = await board.overdue(session, NOW)
    await database.dispose()
    assert sum(row["count"] for row in rows) == CASES * LANES_EACH
    assert {row["department"] for row in rows} == set(DEPARTMENTS)
    late = sum(row["count"] for row in overdue)
    assert late == pytest.approx(CASES * LANES_EACH * 6 / 40, rel=0.2)
    assert all(row["young"] + row["middle"] <= row["count"] for row in overdue)


async def test_a_department_has_its_share_of_the_tasks(seeded: str) -> None:
    database = Database(seeded)
    wanted = TaskFilter(department="department_3", status="open")
    async with database.reading() as session:
        rows = await inbox.counts(session, wanted, MOMENT)
        page = await inbox.tasks(session, wanted, MOMENT, None, 21, by_due_date=True)
    await database.dispose()
    assert sum(row["count"] for row in rows) == CASES * LANES_EACH // len(DEPARTMENTS)
    assert len(page) == 21
    assert [row["due_at"] for row in page] == sorted(row["due_at"] for row in page)


@pytest.mark.parametrize("order", ["due_at", "opened_at"])
async def test_a_page_of_the_inbox_is_read_in_order_by_an_index(seeded: str, order: str) -> None:
    database = Database(seeded)
    async with database.reading() as session:
        query = text(f"EXPLAIN {FIRST_PAGE.format(order=order)}")
        plan = "\n".join((await session.execute(query)).scalars().all())
    await database.dispose()
    assert "Index Scan" in plan
    assert "Seq Scan" not in plan


async def test_the_rows_can_be_taken_away_again(new_database: Callable[[], str]) -> None:
    url = new_database()
    seed(url, DEPARTMENTS, 10)
    remove(url)
    database = Database(url)
    async with database.reading() as session:
        left = (await session.execute(text("SELECT count(*) FROM lane"))).scalar_one()
    await database.dispose()
    assert left == 0
