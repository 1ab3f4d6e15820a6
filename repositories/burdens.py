"""What each case asked of its applicant, kept for statistics; no personal data."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Float, Integer, RowMapping, Table, cast, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.burden import Burden
from models.intake import CaseBurdenRow

BURDEN: Table = CaseBurdenRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def note(
    session: AsyncSession, case_id: str, scheme: str, burden: Burden, at: datetime
) -> None:
    """Note the burden of a case; noting it again changes nothing."""
    row = CaseBurdenRow(
        case_id=case_id,
        scheme=scheme,
        fields=burden.together.fields,
        papers=burden.together.papers,
        separate_fields=burden.separately.fields,
        separate_papers=burden.separately.papers,
        prefilled=burden.prefilled,
        papers_shared=burden.papers_shared,
        submitted_at=at,
    )
    statement = insert(BURDEN).values(**row.model_dump())
    await session.execute(statement.on_conflict_do_nothing(index_elements=["case_id"]))


async def by_scheme(session: AsyncSession) -> Sequence[RowMapping]:
    """Give means by scheme; ``prefilled_share`` is the share of all fields of all its cases."""
    means = ("fields", "papers", "separate_fields", "separate_papers", "papers_shared")
    share = cast(func.sum(BURDEN.c.prefilled), Float) / func.nullif(func.sum(BURDEN.c.fields), 0)
    query = (
        select(
            BURDEN.c.scheme,
            cast(func.count(), Integer).label("cases"),
            *(cast(func.avg(BURDEN.c[name]), Float).label(name) for name in means),
            func.coalesce(share, 0.0).label("prefilled_share"),
        )
        .group_by(BURDEN.c.scheme)
        .order_by(BURDEN.c.scheme)
    )
    return (await session.execute(query)).mappings().all()
