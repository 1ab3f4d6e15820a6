"""Places of quantity-limited items: reserved and released in Postgres, told on by signal."""

from temporalio import activity
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from core.db import Database
from core.temporal import application_workflow_id
from models.messages import PlaceReserved, ReleasePlace, ReservePlace
from repositories import places

PLACE_FREED = "place_freed"


class PlaceActivities:
    """Idempotent per case, item and area."""

    def __init__(self, database: Database, client: Client) -> None:
        self._database = database
        self._client = client

    @activity.defn(name="reserve_place")
    async def reserve_place(self, request: ReservePlace) -> PlaceReserved:
        async with self._database.transaction() as session:
            return await places.reserve(session, request)

    @activity.defn(name="release_place")
    async def release_place(self, request: ReleasePlace) -> None:
        """Give the place back and tell those next in line, whose cases may have ended by then."""
        async with self._database.transaction() as session:
            following = await places.release(session, request)
        for case_id in following:
            await self._tell(case_id, request.item_code)

    async def _tell(self, case_id: str, item_code: str) -> None:
        handle = self._client.get_workflow_handle(application_workflow_id(case_id))
        try:
            await handle.signal(PLACE_FREED, item_code)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
