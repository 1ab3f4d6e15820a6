"""Drafts, owned by one applicant each."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.intake import DraftRow
from repositories.documents import DOCUMENT, USE

DRAFT: Table = DraftRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


@dataclass(frozen=True, slots=True)
class DraftParts:
    """What the owner filled in, was shown last, and had filled in beforehand."""

    content: dict[str, Any]
    shown: dict[str, Any] | None
    prefilled: dict[str, Any] | None


async def put(
    session: AsyncSession, draft_id: str, owner: str, parts: DraftParts, at: datetime
) -> bool:
    """Store a draft; False when it is somebody else's or was submitted already."""
    changed = {**asdict(parts), "updated_at": at}
    statement = insert(DRAFT).values(draft_id=draft_id, owner=owner, **changed)
    stored = statement.on_conflict_do_update(
        index_elements=["draft_id"],
        set_=changed,
        where=(DRAFT.c.owner == owner) & DRAFT.c.case_id.is_(None),
    ).returning(DRAFT.c.draft_id)
    return (await session.execute(stored)).first() is not None


async def find(session: AsyncSession, draft_id: str, owner: str) -> Any | None:  # noqa: ANN401  # row
    query = select(DRAFT).where(DRAFT.c.draft_id == draft_id, DRAFT.c.owner == owner)
    return (await session.execute(query)).mappings().first()


async def page(session: AsyncSession, owner: str, after: str, limit: int) -> list[Any]:
    """Give the owner's drafts by id."""
    query = (
        select(DRAFT)
        .where(DRAFT.c.owner == owner, DRAFT.c.draft_id > after)
        .order_by(DRAFT.c.draft_id)
        .limit(limit)
    )
    return list((await session.execute(query)).mappings().all())


async def remove(session: AsyncSession, draft_id: str, owner: str) -> bool:
    """Delete a draft that was not submitted."""
    statement = (
        delete(DRAFT)
        .where(DRAFT.c.draft_id == draft_id, DRAFT.c.owner == owner, DRAFT.c.case_id.is_(None))
        .returning(DRAFT.c.draft_id)
    )
    return (await session.execute(statement)).first() is not None


async def submitted(session: AsyncSession, draft_id: str, case_id: str) -> None:
    await session.execute(update(DRAFT).where(DRAFT.c.draft_id == draft_id).values(case_id=case_id))


async def held_papers(
    session: AsyncSession, owner: str, paper_codes: tuple[str, ...]
) -> dict[str, str]:
    """Give the newest document of each code that the owner handed in before (R46)."""
    query = (
        select(DOCUMENT.c.paper_code, DOCUMENT.c.document_id)
        .where(
            DOCUMENT.c.owner == owner,
            DOCUMENT.c.paper_code.in_(paper_codes),
            exists().where(USE.c.document_id == DOCUMENT.c.document_id),
        )
        .order_by(DOCUMENT.c.created_at)
    )
    rows = await session.execute(query)
    return {row.paper_code: row.document_id for row in rows}
