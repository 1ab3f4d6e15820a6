"""Third parties of a hearing: who stands behind the opaque codes of the record."""

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models.intake import ThirdPartyRow

PARTY: Table = ThirdPartyRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def name(session: AsyncSession, rows: tuple[ThirdPartyRow, ...]) -> None:
    """Keep who was named; repeating it is harmless."""
    for row in rows:
        await session.execute(insert(PARTY).values(**row.model_dump()).on_conflict_do_nothing())


async def of_item(session: AsyncSession, case_id: str, item_code: str) -> list[Any]:
    """Give those named for an item, in the order of their codes."""
    query = (
        select(PARTY)
        .where(PARTY.c.case_id == case_id, PARTY.c.item_code == item_code)
        .order_by(PARTY.c.party_id)
    )
    return list((await session.execute(query)).mappings().all())
