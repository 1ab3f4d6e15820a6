"""What is known of a business from earlier cases: its opaque id and the bars against it."""

import hashlib
from datetime import date
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.permit import BarRow
from repositories.numbers import LICENCE

BAR: Table = BarRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def identify(session: AsyncSession, uscc: str | None, case_id: str) -> str:
    """Give the business's opaque id.

    A business that has no code yet is named after its first case; once its code is known, later
    cases find it by the code.
    """
    if uscc is None:
        return f"b{case_id}"
    query = select(LICENCE.c.business_id).where(LICENCE.c.uscc == uscc)
    known = (await session.execute(query)).scalar()
    return str(known) if known else f"b{hashlib.sha256(uscc.encode()).hexdigest()[:32]}"


async def bars(session: AsyncSession, business_id: str, today: date) -> list[Any]:
    """Give the bars that are in force."""
    query = select(BAR).where(BAR.c.business_id == business_id, BAR.c.until >= today)
    return list(await session.execute(query))
