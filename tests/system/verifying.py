"""What must hold of the record after every test that harms something."""

from core.db import Database
from models.verify import verify


async def assert_in_order(database: Database, *case_ids: str) -> int:
    """Chains unbroken, no gaps, read model equal to the fold; without ids all streams."""
    events = 0
    for case_id in case_ids or (None,):
        async for stream, length, fault in verify(database, case_id):
            assert fault is None, str(fault)
            assert length or "." in stream, f"{stream} has no events"
            events += length
    return events
