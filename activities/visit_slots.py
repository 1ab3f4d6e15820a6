"""Asks the departments when their inspectors can come, and holds the time that is chosen (R76)."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from temporalio import activity

from activities.department_failures import not_yet, to_be_repeated
from core.db import Database
from departments.errors import DepartmentError
from departments.protocol import InspectorSlot, SharedDataSource
from domain.calendar import local_date
from domain.site_visit import Inspector
from domain.slot_search import FreeTime, VisitPlan, Wanted, search
from models import effects
from repositories import visits

SLOTS_ASKED_FOR = timedelta(days=30)
"""How far ahead a visit is planned (assumption): longer than any promised limit (calendar days)."""


class InspectorCalendars(Protocol):
    """What is known here of the visits that inspectors make for other cases."""

    async def choose(
        self, asked: effects.FindSlots, wanted: Wanted, free: Sequence[FreeTime]
    ) -> VisitPlan | None:
        """Search among what is free now, and hold the time of the plan for this visit."""
        ...


class RecordedCalendars:
    """Other visits from the read model; two cases that search at once never get the same time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choose(
        self, asked: effects.FindSlots, wanted: Wanted, free: Sequence[FreeTime]
    ) -> VisitPlan | None:
        subjects = sorted({stretch.inspector.subject for stretch in free})
        now = activity.info().started_time
        async with self._database.transaction() as session:
            await visits.lock_calendars(session)
            others = await visits.others(session, subjects, asked.visit_id, wanted.after, now)
            plan = search(wanted, free, others)
            if plan is not None:
                await visits.hold(session, asked.visit_id, plan.slots, now)
        return plan


class VisitActivities:
    """Every call may be repeated: what a visit holds is replaced by what it is given now."""

    def __init__(self, source: SharedDataSource, calendars: InspectorCalendars) -> None:
        self._source = source
        self._calendars = calendars

    @activity.defn(name="find_slots")
    async def find_slots(self, asked: effects.FindSlots) -> effects.SlotsFound:
        """Give the earliest slot for all departments together, else the fewest visits.

        Raises:
            ApplicationError: ``NoCommonSlotYet``, or a source is away; to be asked again.
        """
        # A repeated question is about the future, however long ago it was first asked.
        after = max(asked.after, activity.info().started_time)
        try:
            free = await self._availability(asked, after)
        except DepartmentError as error:
            raise to_be_repeated(error) from error
        plan = await self._calendars.choose(asked, _wanted(asked, after), free)
        if plan is None:
            raise not_yet("NoCommonSlotYet", f"no slot suits {', '.join(asked.departments)} yet")
        return effects.SlotsFound(
            visit_id=asked.visit_id, visits=plan.slots, reason=plan.reason.value
        )

    async def _availability(self, asked: effects.FindSlots, after: datetime) -> list[FreeTime]:
        first = local_date(after)
        answers = await asyncio.gather(
            *(
                self._source.fetch_inspector_slots(
                    department, asked.district, first, first + SLOTS_ASKED_FOR
                )
                for department in asked.departments
            )
        )
        return [_free_time(slot) for slots in answers for slot in slots]


def _wanted(asked: effects.FindSlots, after: datetime) -> Wanted:
    return Wanted(
        departments=asked.departments,
        after=after,
        until=asked.until,
        minimum_inspectors=asked.minimum_inspectors,
        terms=asked.terms,
        calendar=asked.calendar,
        excluded=frozenset(asked.excluded),
    )


def _free_time(slot: InspectorSlot) -> FreeTime:
    return FreeTime(Inspector(slot.inspector, slot.department), slot.starts_at, slot.ends_at)
