"""Everything the story reaches: the API, the simulated departments, the clocks, the narrator."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from core.keys import SignatureInvalidError, verify
from stack.scenario.expectations import UnmetExpectationError, require_success
from stack.scenario.narrator import Narrator, length, moment
from stack.scenario.people import Person, introduce
from stack.scenario.waiting import Clockwork

DEPARTMENTS = {
    "market_regulation": "Market Regulation 市场监管",
    "health": "Health 卫生健康",
    "fire_rescue": "Fire and Rescue 消防救援",
    "tobacco": "Tobacco Monopoly 烟草专卖",
}


@dataclass(frozen=True, slots=True)
class City:
    """What a chapter needs of the world; ``files`` is where it leaves what it downloads."""

    address: str
    http: httpx.AsyncClient
    simulator: httpx.AsyncClient
    clockwork: Clockwork
    narrator: Narrator
    files: Path

    async def applicant(self, name: str) -> Person:
        return await introduce(self.http, name, "applicant")

    async def reviewer(self, department: str) -> Person:
        name = f"A reviewer of {DEPARTMENTS[department]}"
        return await introduce(self.http, name, "reviewer", department)

    async def inspector(self, department: str, subject: str | None = None) -> Person:
        name = f"An inspector of {DEPARTMENTS[department]}"
        return await introduce(self.http, name, "inspector", department, subject)

    async def supervisor(self) -> Person:
        return await introduce(self.http, "The supervisor", "supervisor")

    async def public(self, path: str, expecting: str, accept: str = "*/*") -> httpx.Response:
        """Read what anyone may read, without a token."""
        answer = await self.http.get(f"/v1{path}", headers={"Accept": accept})
        require_success(answer, expecting)
        return answer

    async def check_offline(self, token: str, purpose: str, what: str) -> dict[str, Any]:
        """Check a signature with nothing but the published keys; give what is signed.

        Raises:
            UnmetExpectationError: no published key has signed it.
        """
        keys = (await self.public("/public/keys", "the keys are published")).json()
        try:
            return verify(token, keys, purpose=purpose)
        except SignatureInvalidError as error:
            found = f"no published key has signed it ({error})"
            raise UnmetExpectationError(f"{what} can be checked offline", found) from error

    def save(self, what: str, name: str, content: bytes) -> None:
        """Leave a file for the reader."""
        path = self.files / name
        path.write_bytes(content)
        self.narrator.saved(what, path)

    def page(self, path: str) -> str:
        """Give the address at which a reader finds a path of the API."""
        return f"{self.address}/v1{path}"

    async def move_past(self, workflow_id: str, instant: datetime, why: str) -> None:
        """Let a workflow's time pass until after the instant, and say that nobody waited."""
        duration = await self.clockwork.move_past(workflow_id, instant)
        now = await self.clockwork.now(workflow_id)
        kind = workflow_id.partition("/")[0]
        self.narrator.waits(
            f"{why} The clock of the {kind}'s workflow is moved {length(duration)} on, "
            f"to {moment(now)}."
        )
