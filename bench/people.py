"""What the inbox and the board cost with ten thousand open cases, over HTTP like everything else.

The cases are rows of lists alone, written straight into the database: nobody opens one of them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import psycopg

from bench.figures import milliseconds, percentile

OPEN_CASES = 10_000
LANES_EACH = 3
_REQUESTS = 200
_WARM_UP = 10

_SEED = (
    """
    INSERT INTO application (case_id, case_number, scheme, status, applicant, business_id, district,
        departments, sequence, chain_head, submission, state, received_at, last_at)
    SELECT md5('open case ' || n), 'OPEN-' || n, 'zhongshan', 'accepted', 'nobody',
        md5('business ' || n), (442000 + mod(n, 24))::text, %(departments)s, 1, '', '{{}}', '{{}}',
        now() - n * interval '4 minutes', now()
    FROM generate_series(1, %(cases)s) AS n
    """,
    """
    INSERT INTO lane (case_id, item_code, department, status, route, light, dispatch, dispatch_key,
        promised_due, statutory_due, district)
    SELECT md5('open case ' || n), 'B1-' || lane, {department},
        (ARRAY['in_review', 'in_review', 'supplementing', 'accepted'])[1 + mod(n, 4)], 'review',
        {light}, 'received', md5('dispatch ' || n || lane), {due} - interval '5 days', {due},
        (442000 + mod(n, 24))::text
    FROM generate_series(1, %(cases)s) AS n, generate_series(1, %(lanes)s) AS lane
    """,
    """
    INSERT INTO task (task_id, stream, kind, item_codes, departments, role, district, status, light,
        opened_at, due_at)
    SELECT md5('open case ' || n) || '.t' || lane, md5('open case ' || n),
        (ARRAY['review', 'review', 'intake_check', 'site_visit'])[1 + mod(n, 4)],
        ARRAY['B1-' || lane], ARRAY[{department}], 'reviewer', (442000 + mod(n, 24))::text, 'open',
        {light}, now() - n * interval '4 minutes', {due} - interval '5 days'
    FROM generate_series(1, %(cases)s) AS n, generate_series(1, %(lanes)s) AS lane
    """,
)
_DEPARTMENT = "(CAST(%(departments)s AS text[]))[1 + mod(n + lane, CAST(%(count)s AS integer))]"
_LIGHT = "(ARRAY['green', 'green', 'green', 'green', 'blue', 'yellow', 'red'])[1 + mod(n, 7)]"
_DUE = "now() + (mod(n, 40) - 6) * interval '1 day'"
_OURS = "SELECT case_id FROM application WHERE applicant = 'nobody'"
_REMOVE = (
    f"DELETE FROM task WHERE stream IN ({_OURS})",  # noqa: S608  # our own words
    f"DELETE FROM lane WHERE case_id IN ({_OURS})",  # noqa: S608
    "DELETE FROM application WHERE applicant = 'nobody'",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One request as an official or the supervisor sends it again and again."""

    name: str
    path: str
    token: str


def seed(database_url: str, departments: Sequence[str], cases: int = OPEN_CASES) -> None:
    """Write the lists' rows of so many open cases, spread over departments, districts, lights."""
    values = {
        "departments": list(departments),
        "count": len(departments),
        "cases": cases,
        "lanes": LANES_EACH,
    }
    parts = {"department": _DEPARTMENT, "light": _LIGHT, "due": _DUE}
    with psycopg.connect(_plain(database_url), autocommit=True) as connection:
        for statement in _SEED:
            connection.execute(statement.format(**parts).encode(), values)
        connection.execute("ANALYZE application, lane, task")


def remove(database_url: str) -> None:
    """Take the rows away again, so that nothing after this meets them."""
    with psycopg.connect(_plain(database_url), autocommit=True) as connection:
        for statement in _REMOVE:
            connection.execute(statement.encode())


def questions(reviewer: str, supervisor: str) -> tuple[Question, ...]:
    """What is asked of inbox and board; the tokens are of a reviewer and of a supervisor."""
    return (
        Question("inbox", "/v1/tasks?sort=due", reviewer),
        Question("inbox_narrowed", "/v1/tasks?light=red&kind=review&district=442007", reviewer),
        Question("inbox_counts", "/v1/tasks/counts", reviewer),
        Question("board", "/v1/board", supervisor),
        Question("board_overdue", "/v1/board/lanes?overdue=true", supervisor),
    )


async def measured(
    session: aiohttp.ClientSession, asked: Sequence[Question], requests: int = _REQUESTS
) -> dict[str, Any]:
    """Ask each question so many times, one after the other; give p50 and p99."""
    figures: dict[str, Any] = {}
    for question in asked:
        await _times(session, question, _WARM_UP)
        times = await _times(session, question, requests)
        figures[f"{question.name}_p50_ms"] = milliseconds(percentile(times, 0.5))
        figures[f"{question.name}_p99_ms"] = milliseconds(percentile(times, 0.99))
    return figures


async def _times(session: aiohttp.ClientSession, question: Question, count: int) -> list[float]:
    headers = {"Authorization": f"Bearer {question.token}"}
    times = []
    for _ in range(count):
        begun = time.perf_counter()
        async with session.get(question.path, headers=headers) as answer:
            await answer.read()
            answer.raise_for_status()
        times.append(time.perf_counter() - begun)
    return times


def _plain(database_url: str) -> str:
    return database_url.replace("postgresql+psycopg://", "postgresql://", 1)
