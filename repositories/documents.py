"""Rows of uploaded and made documents; the files lie in the object store."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.content import Content
from models.intake import DocumentRow

DOCUMENT: Table = DocumentRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


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
    """Give documents to the case they were handed in with; one that has a case keeps it."""
    await session.execute(
        update(DOCUMENT)
        .where(DOCUMENT.c.document_id.in_(document_ids), DOCUMENT.c.case_id.is_(None))
        .values(case_id=case_id)
    )


def new_row(
    document_id: str, owner: str, paper_code: str, content: Content, at: datetime
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
    )
