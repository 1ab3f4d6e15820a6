"""Calls to a case whose workflow task is given up by the server."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from api import calls
from api.problems import UnavailableError
from domain.errors import Refused
from workflows.recorder import Answer

ANSWER = Answer("case", 7, datetime(2026, 3, 2, tzinfo=UTC))


@dataclass
class FakeCase:
    """A client's handle that fails with each status in turn, then answers."""

    failures: list[RPCStatusCode]
    ids: list[str] = field(default_factory=list)

    def get_workflow_handle(self, _workflow_id: str) -> "FakeCase":
        return self

    async def execute_update(self, _name: str, _command: object, **named: Any) -> Answer:
        self.ids.append(named["id"])
        if self.failures:
            raise RPCError("said by the server", self.failures.pop(0), b"")
        return ANSWER


async def update(case: FakeCase, wait: float = 5, places: int = 1) -> Answer:
    client = cast("Client", case)
    entrance = calls.Entrance(asyncio.Semaphore(places), wait)
    return await calls.update(
        client, "w", "complete_task", None, update_id="one", entrance=entrance
    )


async def test_an_update_whose_task_was_given_up_is_sent_again_under_its_id() -> None:
    case = FakeCase([RPCStatusCode.FAILED_PRECONDITION] * 2)
    assert await update(case) == ANSWER
    assert case.ids == ["one"] * 3


async def test_a_case_that_never_takes_the_update_is_told_as_not_answering() -> None:
    case = FakeCase([RPCStatusCode.FAILED_PRECONDITION] * 100)
    with pytest.raises(UnavailableError):
        await update(case, wait=0.15)


async def test_acts_stand_in_line_and_are_told_when_their_time_is_over() -> None:
    case = FakeCase([])
    with pytest.raises(UnavailableError):
        await update(case, wait=0.05, places=0)
    assert case.ids == []


@pytest.mark.parametrize(
    ("status", "told"),
    [(RPCStatusCode.UNAVAILABLE, UnavailableError), (RPCStatusCode.NOT_FOUND, Refused)],
)
async def test_other_failures_are_told_at_once(
    status: RPCStatusCode, told: type[Exception]
) -> None:
    case = FakeCase([status])
    with pytest.raises(told):
        await update(case)
    assert len(case.ids) == 1
