"""Licence codes, permit numbers and places: shared between cases, so guarded by database keys."""

import json
from collections import Counter
from datetime import UTC
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.calendar import local_date
from domain.case import IssuedPermit
from domain.numbering import PermitTerms
from models.messages import AssignNumbers, NumbersAssigned
from models.permit import NUMBERED, LicenceRow, PermitRow

LICENCE: Table = LicenceRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it
PERMIT: Table = PermitRow.__table__  # type: ignore[attr-defined]

_PERMIT_COLUMNS = ", ".join(column.name for column in PERMIT.columns)

_TAKE_SERIALS = text(
    """
    INSERT INTO number_series (prefix, year, last)
    SELECT prefix, :year, count
    FROM unnest(CAST(:prefixes AS text[]), CAST(:counts AS int[])) AS wanted (prefix, count)
    ON CONFLICT (prefix, year) DO UPDATE SET last = number_series.last + EXCLUDED.last
    RETURNING prefix, last
    """
)

_LOCK_LICENCE = text(
    """
    INSERT INTO licence
        (licence_code, business_id, business_name, uscc, scheme, version, issued_at)
    VALUES (:licence_code, :business_id, :business_name, :uscc, :scheme, 0, :issued_at)
    ON CONFLICT (business_id) DO UPDATE SET business_id = EXCLUDED.business_id
    RETURNING licence_code, version
    """
)
"""The update changes nothing; it locks the row that is there already and gives it back."""

_WRITE_PERMITS = text(
    f"""
    WITH written AS (
        INSERT INTO permit ({_PERMIT_COLUMNS})
        SELECT {_PERMIT_COLUMNS}
        FROM jsonb_populate_recordset(NULL::permit, CAST(:permits AS jsonb))
    )
    UPDATE licence
    SET version = :version, issued_at = :issued_at, business_name = :business_name,
        uscc = coalesce(:uscc, uscc)
    WHERE licence_code = :licence_code
    """  # noqa: S608  # own names
)


async def assign(session: AsyncSession, request: AssignNumbers) -> NumbersAssigned:
    """Number the permits; those numbered before keep their number and version."""
    licence = await _licence(session, request)
    given = await _given(session, request) if licence.version else {}
    new = [terms for terms in request.permits if terms.item_code not in given]
    version = licence.version + 1 if new else max(row["version"] for row in given.values())
    if new:
        given |= await _number(session, request, new, licence.licence_code, version)
    permits = tuple(_issued(given[terms.item_code]) for terms in request.permits)
    return NumbersAssigned(licence.licence_code, version, permits)


async def _licence(session: AsyncSession, request: AssignNumbers) -> Any:  # noqa: ANN401  # row
    """Lock the business's licence, made here when it has none: the code belongs to it."""
    made = {
        "licence_code": f"TX{uuid4().hex[:14].upper()}",
        "business_id": request.business_id,
        "business_name": request.business_name,
        "uscc": request.uscc,
        "scheme": request.scheme,
        "issued_at": request.at.astimezone(UTC),
    }
    return (await session.execute(_LOCK_LICENCE, made)).one()


async def _given(session: AsyncSession, request: AssignNumbers) -> dict[str, Any]:
    codes = [terms.item_code for terms in request.permits]
    query = select(PERMIT).where(PERMIT.c.case_id == request.case_id, PERMIT.c.item_code.in_(codes))
    return {row["item_code"]: row for row in (await session.execute(query)).mappings()}


async def _number(
    session: AsyncSession,
    request: AssignNumbers,
    new: list[PermitTerms],
    licence_code: str,
    version: int,
) -> dict[str, dict[str, Any]]:
    """Number the permits of a batch and write them, by item."""
    year = local_date(request.at).year
    serials = await _next_serials(session, Counter(terms.prefix for terms in new), year)
    rows = {}
    for terms in new:
        number = f"{terms.prefix}{year}{serials[terms.prefix]:06d}"
        serials[terms.prefix] += 1
        rows[terms.item_code] = _row(request, terms, licence_code, version, number)
    values = {
        "permits": json.dumps(list(rows.values()), default=str),
        "licence_code": licence_code,
        "version": version,
        "issued_at": request.at.astimezone(UTC),
        "uscc": request.uscc,
        "business_name": request.business_name,
    }
    await session.execute(_WRITE_PERMITS, values)
    return rows


def _row(
    request: AssignNumbers, terms: PermitTerms, licence_code: str, version: int, number: str
) -> dict[str, Any]:
    return {
        "permit_id": terms.permit_id,
        "number": number,
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
        "stage": "valid",
    }


async def _next_serials(session: AsyncSession, wanted: Counter[str], year: int) -> dict[str, int]:
    """Give the first free serial of each prefix and take as many as are wanted.

    Prefixes are taken in order, so that two cases never wait for each other.
    """
    prefixes = sorted(wanted)
    rows = await session.execute(
        _TAKE_SERIALS,
        {"prefixes": prefixes, "year": year, "counts": [wanted[each] for each in prefixes]},
    )
    return {row.prefix: row.last - wanted[row.prefix] + 1 for row in rows}


def _issued(row: Any) -> IssuedPermit:  # noqa: ANN401  # row
    return IssuedPermit(
        item_code=row["item_code"],
        permit_id=row["permit_id"],
        number=row["number"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        verification_due_on=row["verification_due_on"],
    )
