"""Rows of uploaded and made documents; the files lie in the object store."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core.content import Content
from models.intake import DocumentRow, DocumentUseRow

DOCUMENT: Table = DocumentRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
USE: Table = DocumentUseRow.__table__  # type: ignore[attr-defined]


async def add(session: AsyncSession, row: DocumentRow) -> None:
    await session.execute(insert(DOCUMENT).values(**row.model_dump()))


async def find(session: AsyncSession, document_id: str) -> Any | None:  # noqa: ANN401  # row
    query = select(DOCUMENT).where(DOCUMENT.c.document_id == document_id)
    return (await session.execute(query)).mappings().first()


async def find_all(session: AsyncSession, document_ids: tuple[str, ...]) -> list[Any]:
    """Give the documents that exist, in no order."""
    query = select(DOCUMENT).where(DOCUMENT.c.document_id.in_(document_ids))
    return list((await session.execute(query)).mappings().all())


async def attach(session: AsyncSession, document_ids: tuple[str, ...], case_id: str) -> None:
    """Note that documents were handed in with a case; they may serve other cases too."""
    uses = [{"document_id": each, "case_id": case_id} for each in dict.fromkeys(document_ids)]
    await session.execute(insert(USE).values(uses).on_conflict_do_nothing())


async def cases_of(session: AsyncSession, document_id: str) -> list[str]:
    """Give the cases that a document was handed in with."""
    query = select(USE.c.case_id).where(USE.c.document_id == document_id)
    return list((await session.execute(query)).scalars())


def new_row(
    document_id: str,
    owner: str,
    paper_code: str,
    content: Content,
    *,
    at: datetime,
    facts: dict[str, str] | None = None,
) -> DocumentRow:
    """Describe a document that is about to be stored."""
    return DocumentRow(
        document_id=document_id,
        owner=owner,
        paper_code=paper_code,
        media_type=content.media_type,
        size=content.size,
        sha256=content.sha256,
        created_at=at,
        facts=facts or None,
    )
