"""Who is kept from all cases of a business, read from the record of those cases."""

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from repositories.applications import APPLICATION
from repositories.record import EVENT


async def is_kept_from(session: AsyncSession, subject: str, stream: str) -> bool:
    """Whether an exclusion for the whole business stands in the record of any of its cases.

    The business is that of a case or of a permit, whose id begins with that of its case.
    """
    case_id, _, _ = stream.partition(".")
    business = select(APPLICATION.c.business_id).where(APPLICATION.c.case_id == case_id)
    cases = select(APPLICATION.c.case_id).where(
        APPLICATION.c.business_id == business.scalar_subquery()
    )
    query = select(true()).where(
        EVENT.c.kind == "official_excluded",
        EVENT.c.stream.in_(cases),
        EVENT.c.payload["subject"].astext == subject,
        EVENT.c.payload["whole_business"].astext == "true",
    )
    return (await session.execute(query.limit(1))).first() is not None
