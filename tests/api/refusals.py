"""What every refusal looks like, and that it wrote nothing."""

from typing import Any

import httpx
from sqlalchemy import func, select

from models.tables import (
    ApplicationRow,
    ClaimRow,
    DocumentRow,
    DraftRow,
    EventRow,
    NoticeRow,
    TaskRow,
)
from tests.system.city import City

MEMBERS = {
    "type",
    "title",
    "status",
    "detail",
    "code",
    "field",
    "rule",
    "errors",
    "request_id",
}


def problem_of(answer: httpx.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """Give the problem of a refusal after checking its shape."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:500]}"
    assert answer.headers["content-type"] == "application/problem+json"
    problem = dict(answer.json())
    assert set(problem) == MEMBERS
    assert problem["status"] == status
    assert problem["rule"], problem
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert problem["code"].isascii()
    if code is not None:
        assert problem["code"] == code, problem
    return problem


def faults_of(answer: httpx.Response) -> dict[str, str]:
    """Give the codes by field of a refusal that names fields."""
    problem = problem_of(answer, 422)
    assert problem["field"]
    return {error["field"]: error["code"] for error in problem["errors"]}


async def rows_of(city: City, subject: str, case_id: str = "") -> dict[str, int]:
    """Count the rows that a person owns and that a case has; keys of refused acts are not data."""
    owned = {
        "application": ApplicationRow.applicant == subject,
        "draft": DraftRow.owner == subject,
        "document": DocumentRow.owner == subject,
        "claim": ClaimRow.holder == subject,
        "event": EventRow.stream == case_id,
        "task": TaskRow.stream == case_id,
        "notice": NoticeRow.stream == case_id,
    }
    tables = (ApplicationRow, DraftRow, DocumentRow, ClaimRow, EventRow, TaskRow, NoticeRow)
    counts = {}
    async with city.database.reading() as session:
        for (name, condition), table in zip(owned.items(), tables, strict=True):
            query = select(func.count()).select_from(table).where(condition)  # type: ignore[arg-type]  # SQLModel's columns
            counts[name] = int((await session.execute(query)).scalar_one())
    return counts
