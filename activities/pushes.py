"""Delivers registrations to the departments' systems, outside the case, until they arrive (R113).

Any number of workers may deliver: each takes rows that nobody else holds, and the push id makes a
second delivery harmless. A system that is down delays its own pushes and nothing else.
"""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import structlog

from core.db import Database, DatabaseUnavailableError
from departments.errors import (
    DepartmentActionRequiredError,
    DepartmentError,
    DepartmentRetriableError,
)
from departments.protocol import RegistrationPush
from departments.registry import Departments
from repositories import pushes

log = structlog.get_logger("pushes")

LEASE = timedelta(minutes=11)
"""Longer than the longest call to a system (ten minutes), so that nobody else takes it."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=30)
"""A system that is away for long, or wants somebody to act, is tried twice an hour."""
LOOKS_EVERY = timedelta(seconds=1)
_AT_ONCE = 20
"""Pushes that a worker takes each second at most."""


def pause_after(attempts: int, error: DepartmentError) -> timedelta:
    """Give how long to wait before the next attempt: twice as long each time, or as asked."""
    if isinstance(error, DepartmentActionRequiredError):
        return LONGEST_PAUSE
    doubled = FIRST_PAUSE * (1 << min(max(attempts - 1, 0), 16))
    asked = error.retry_after if isinstance(error, DepartmentRetriableError) else None
    return min(max(doubled, asked or timedelta()), LONGEST_PAUSE)


class PushDeliverer:
    """Delivers what is due, again and again until it is cancelled."""

    def __init__(self, database: Database, departments: Departments) -> None:
        self._database = database
        self._departments = departments

    async def run(self) -> None:
        """Deliver for ever; a system that hangs keeps no other waiting."""
        async with asyncio.TaskGroup() as deliveries:
            while True:
                for row in await self._due():
                    deliveries.create_task(self._deliver(row))
                await asyncio.sleep(LOOKS_EVERY.total_seconds())

    async def deliver_due(self) -> int:
        """Deliver what is due now, all at once; give how many were tried."""
        due = await self._due()
        await asyncio.gather(*(self._deliver(row) for row in due))
        return len(due)

    async def _due(self) -> list[Any]:
        try:
            async with self._database.transaction() as session:
                now = datetime.now(UTC)
                return await pushes.take_due(session, now, lease=LEASE, limit=_AT_ONCE)
        except DatabaseUnavailableError:
            log.warning("pushes.database_awaited")
            return []

    async def _deliver(self, row: Any) -> None:  # noqa: ANN401  # row
        """Call the system and note what became of it; what is not noted is delivered again."""
        try:
            await self._attempt(row)
        except DatabaseUnavailableError:
            log.warning("push.not_noted", push_id=row["push_id"])

    async def _attempt(self, row: Any) -> None:  # noqa: ANN401  # row
        try:
            system = self._departments.system(row["system"])
            await system.push_registration(_content(row))
        except DepartmentError as error:
            await self._note_failure(row, error)
            return
        async with self._database.transaction() as session:
            await pushes.note_delivered(session, row["push_id"], datetime.now(UTC))

    async def _note_failure(self, row: Any, error: DepartmentError) -> None:  # noqa: ANN401  # row
        now = datetime.now(UTC)
        again_at = now + pause_after(row["attempts"], error)
        log.info("push.delayed", push_id=row["push_id"], reason=error.reason)
        async with self._database.transaction() as session:
            await pushes.note_failed(
                session, row["push_id"], now, reason=error.reason, again_at=again_at
            )


def _content(row: Any) -> RegistrationPush:  # noqa: ANN401  # row
    content = row["content"]
    return RegistrationPush(
        push_key=row["push_id"],
        uscc=content["uscc"],
        name=content["name"],
        district=content["district"],
        registered_on=date.fromisoformat(content["registered_on"]),
        scope_entries=tuple(content["scope_entries"]),
        item_codes=tuple(content["item_codes"]),
    )
