"""Licences and permits as the public and the firms see them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.permit import NUMBERED, ExternalPermitRow
from repositories.applications import APPLICATION
from repositories.numbers import LICENCE, PERMIT

EXTERNAL: Table = ExternalPermitRow.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def find(session: AsyncSession, licence_code: str) -> Any | None:  # noqa: ANN401  # row
    query = select(LICENCE).where(LICENCE.c.licence_code == licence_code)
    return (await session.execute(query)).mappings().first()


async def permits_of(session: AsyncSession, licence_code: str) -> Sequence[Any]:
    """Give the issued permits under a code, from any of our cases, oldest number first."""
    query = (
        select(PERMIT)
        .where(PERMIT.c.licence_code == licence_code, PERMIT.c.status != NUMBERED)
        .order_by(PERMIT.c.item_code, PERMIT.c.number)
    )
    return (await session.execute(query)).mappings().all()


async def external_permits_of(session: AsyncSession, uscc: str | None) -> Sequence[Any]:
    """Give permits of earlier, traditional and other departments' cases of the business."""
    if uscc is None:
        return []
    query = select(EXTERNAL).where(EXTERNAL.c.uscc == uscc).order_by(EXTERNAL.c.number)
    return (await session.execute(query)).mappings().all()


async def permit(session: AsyncSession, permit_id: str) -> Any | None:  # noqa: ANN401  # row
    """Give one issued permit."""
    query = select(PERMIT).where(PERMIT.c.permit_id == permit_id, PERMIT.c.status != NUMBERED)
    return (await session.execute(query)).mappings().first()


async def all_statuses(session: AsyncSession) -> Sequence[Any]:
    """Give number and status of every issued permit that is not simply valid."""
    query = (
        select(PERMIT.c.number, PERMIT.c.status)
        .where(PERMIT.c.status.not_in([NUMBERED, "valid"]))
        .order_by(PERMIT.c.number)
    )
    return (await session.execute(query)).mappings().all()


async def holders_of(session: AsyncSession, licence_code: str) -> frozenset[str]:
    """Give the subjects who have applied for the business, and their agents."""
    query = (
        select(APPLICATION.c.applicant, APPLICATION.c.agent)
        .join(PERMIT, PERMIT.c.case_id == APPLICATION.c.case_id)
        .where(PERMIT.c.licence_code == licence_code)
    )
    rows = (await session.execute(query)).all()
    return frozenset(subject for row in rows for subject in row if subject)
