"""What an applicant handed in before: cases of its own, and documents that wait to be used."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.case import Case
from models.state import load_case
from repositories.applications import APPLICATION
from repositories.documents import DOCUMENT, USE
from repositories.numbers import LICENCE


async def cases(
    session: AsyncSession, applicant: str, uscc: str | None, limit: int
) -> tuple[Case, ...]:
    """Give the applicant's newest cases, of the business when its code is known."""
    query = select(APPLICATION.c.submission, APPLICATION.c.state).where(
        APPLICATION.c.applicant == applicant
    )
    if uscc is not None:
        own = select(LICENCE.c.business_id).where(LICENCE.c.uscc == uscc)
        query = query.where(
            APPLICATION.c.business_id.in_(own) | (APPLICATION.c.business_id == _named_after(uscc))
        )
    newest = query.order_by(APPLICATION.c.received_at.desc()).limit(limit)
    rows = (await session.execute(newest)).all()
    return tuple(load_case(row.submission, row.state) for row in rows)


async def own_documents(
    session: AsyncSession, owner: str, paper_codes: Sequence[str]
) -> dict[str, Any]:
    """Give the newest document of each code of the owner's, and whether a case used it."""
    used = exists().where(USE.c.document_id == DOCUMENT.c.document_id).label("used")
    told = (DOCUMENT.c.paper_code, DOCUMENT.c.document_id, DOCUMENT.c.created_at)
    query = (
        select(*told, DOCUMENT.c.facts, used)
        .where(DOCUMENT.c.owner == owner, DOCUMENT.c.paper_code.in_(paper_codes))
        .order_by(DOCUMENT.c.created_at)
    )
    return {row.paper_code: row for row in await session.execute(query)}


def _named_after(uscc: str) -> Any:  # noqa: ANN401  # SQL expression
    """The id of a business that was first met with its code (``businesses.identify``)."""
    digest = func.encode(func.sha256(func.convert_to(uscc, "UTF8")), "hex")
    return func.concat("b", func.left(digest, 32))
