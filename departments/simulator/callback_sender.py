"""Delivers callbacks as departments' systems do: signed, later, and again while nobody answers."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

import httpx

from departments.callbacks import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign_callback

# Four hours of trying, every half minute in the end: longer than any outage that is tried here.
_MOST_ATTEMPTS = 500
_LONGEST_WAIT = timedelta(seconds=30)
_MOST_PENDING = 5_000

_PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class Signature(StrEnum):
    """How a callback is signed; all but ``VALID`` are for trying the receiver."""

    VALID = "valid"
    WRONG = "wrong"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One callback; ``age`` puts its timestamp into the past (negative: the future)."""

    url: str
    body: bytes
    delay: timedelta = timedelta()
    signature: Signature = Signature.VALID
    age: timedelta = timedelta()


Done = Callable[[int | None, int], None]
"""Told the last status (None without any answer) and the number of attempts."""


class CallbackSender:
    """Sends in the background; what cannot be delivered in the end is given up."""

    def __init__(self, client: httpx.AsyncClient, *, secret: str, first_retry: timedelta) -> None:
        self._client = client
        self._secret = secret
        self._first_retry = first_retry
        self._pending: set[asyncio.Task[None]] = set()

    @property
    def pending(self) -> int:
        return len(self._pending)

    def send(self, delivery: Delivery, done: Done) -> None:
        """Deliver later; beyond ``_MOST_PENDING`` the callback is lost at once."""
        if self.pending >= _MOST_PENDING:
            done(None, 0)
            return
        task = asyncio.create_task(self._deliver(delivery, done))
        self._pending.add(task)
        task.add_done_callback(self._pending.discard)

    async def cancel_all(self) -> None:
        """Forget every callback that is under way."""
        tasks = tuple(self._pending)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, delivery: Delivery, done: Done) -> None:
        await asyncio.sleep(delivery.delay.total_seconds())
        status = await self._attempt(delivery)
        attempts = 1
        wait = self._first_retry
        while _is_passing(status) and attempts < _MOST_ATTEMPTS:
            await asyncio.sleep(wait.total_seconds())
            wait = min(wait * 2, _LONGEST_WAIT)
            status = await self._attempt(delivery)
            attempts += 1
        done(status, attempts)

    async def _attempt(self, delivery: Delivery) -> int | None:
        try:
            response = await self._client.post(
                delivery.url,
                content=delivery.body,
                headers={"Content-Type": "application/json", **self._proof(delivery)},
            )
        except (httpx.RequestError, httpx.InvalidURL):
            return None
        return response.status_code

    def _proof(self, delivery: Delivery) -> dict[str, str]:
        """Sign each attempt anew, since a timestamp is believed for minutes only."""
        timestamp = str(int(time.time() - delivery.age.total_seconds()))
        signature = sign_callback(self._secret, timestamp, delivery.body)
        match delivery.signature:
            case Signature.VALID:
                return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: signature}
            case Signature.WRONG:
                return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: signature[::-1]}
            case Signature.MISSING:
                return {TIMESTAMP_HEADER: timestamp}


def _is_passing(status: int | None) -> bool:
    """Tell whether it may go better later; None is no answer at all."""
    return status is None or status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR
