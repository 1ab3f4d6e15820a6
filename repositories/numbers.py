"""Licence codes, permit numbers and places: shared between cases, so guarded by database keys."""

from datetime import UTC
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import local_date
from domain.case import IssuedPermit
from domain.numbering import PermitTerms
from models.messages import AssignNumbers, NumbersAssigned
from models.permit import LicenceRow, NumberSeriesRow, PermitRow

LICENCE: Table = LicenceRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
PERMIT: Table = PermitRow.__table__  # type: ignore[attr-defined]
SERIES: Table = NumberSeriesRow.__table__  # type: ignore[attr-defined]

NUMBERED = "numbered"
"""Status of a permit that has a number but is not issued yet; nobody is shown it."""


async def assign(session: AsyncSession, request: AssignNumbers) -> NumbersAssigned:
    """Number the permits; those numbered before keep their number and version."""
    licence = await _licence(session, request)
    given = await _given(session, request)
    new = [terms for terms in request.permits if terms.item_code not in given]
    version = licence["version"] + 1 if new else max(row["version"] for row in given.values())
    for terms in new:
        given[terms.item_code] = await _number(
            session, request, terms, licence["licence_code"], version
        )
    if new:
        await _raise_version(session, licence["licence_code"], version, request)
    permits = tuple(_issued(given[terms.item_code]) for terms in request.permits)
    return NumbersAssigned(licence["licence_code"], version, permits)


async def _licence(session: AsyncSession, request: AssignNumbers) -> Any:  # noqa: ANN401  # row
    """Lock the business's licence, made here when it has none: the code belongs to it."""
    made = (
        insert(LICENCE)
        .values(
            licence_code=f"TX{uuid4().hex[:14].upper()}",
            business_id=request.business_id,
            business_name=request.business_name,
            uscc=request.uscc,
            scheme=request.scheme,
            version=0,
            issued_at=request.at,
        )
        .on_conflict_do_nothing(index_elements=["business_id"])
    )
    await session.execute(made)
    query = select(LICENCE).where(LICENCE.c.business_id == request.business_id).with_for_update()
    return (await session.execute(query)).mappings().one()


async def _given(session: AsyncSession, request: AssignNumbers) -> dict[str, Any]:
    codes = [terms.item_code for terms in request.permits]
    query = select(PERMIT).where(PERMIT.c.case_id == request.case_id, PERMIT.c.item_code.in_(codes))
    return {row["item_code"]: row for row in (await session.execute(query)).mappings()}


async def _number(
    session: AsyncSession,
    request: AssignNumbers,
    terms: PermitTerms,
    licence_code: str,
    version: int,
) -> dict[str, Any]:
    year = local_date(request.at).year
    serial = await _next_serial(session, terms.prefix, year)
    row = {
        "permit_id": terms.permit_id,
        "number": f"{terms.prefix}{year}{serial:06d}",
        "case_id": request.case_id,
        "item_code": terms.item_code,
        "version": version,
        "business_id": request.business_id,
        "licence_code": licence_code,
        "department": terms.department,
        "department_zh": terms.department_label.zh,
        "department_en": terms.department_label.en,
        "label_zh": terms.label.zh,
        "label_en": terms.label.en,
        "status": NUMBERED,
        "valid_from": terms.valid_from,
        "valid_until": terms.valid_until,
        "verification_due_on": terms.verification_due_on,
        "sequence": 0,
        "chain_head": "",
    }
    await session.execute(insert(PERMIT).values(**row))
    return row


async def _next_serial(session: AsyncSession, prefix: str, year: int) -> int:
    statement = insert(SERIES).values(prefix=prefix, year=year, last=1)
    raised = statement.on_conflict_do_update(
        index_elements=["prefix", "year"], set_={"last": SERIES.c.last + 1}
    ).returning(SERIES.c.last)
    return int((await session.execute(raised)).scalar_one())


async def _raise_version(
    session: AsyncSession, licence_code: str, version: int, request: AssignNumbers
) -> None:
    await session.execute(
        update(LICENCE)
        .where(LICENCE.c.licence_code == licence_code)
        .values(
            version=version,
            issued_at=request.at.astimezone(UTC),
            uscc=func.coalesce(request.uscc, LICENCE.c.uscc),
            business_name=request.business_name,
        )
    )


def _issued(row: Any) -> IssuedPermit:  # noqa: ANN401  # row
    return IssuedPermit(
        item_code=row["item_code"],
        permit_id=row["permit_id"],
        number=row["number"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        verification_due_on=row["verification_due_on"],
    )


async def show_issued(session: AsyncSession, permit_ids: list[str]) -> None:
    """Make numbered permits visible in the transaction that records their issuance."""
    if not permit_ids:
        return
    await session.execute(
        update(PERMIT)
        .where(PERMIT.c.permit_id.in_(permit_ids), PERMIT.c.status == NUMBERED)
        .values(status="valid")
    )
