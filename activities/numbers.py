"""Gives permits their numbers and businesses their licence code."""

from temporalio import activity

from core.db import Database
from models.messages import AssignNumbers, NumbersAssigned
from repositories import numbers


class NumberActivities:
    """Idempotent by case and item: a permit once numbered keeps its number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="assign_numbers")
    async def assign_numbers(self, request: AssignNumbers) -> NumbersAssigned:
        async with self._database.transaction() as session:
            return await numbers.assign(session, request)
