"""One HTTP call to a department's system, with every way it can fail told as one of two errors."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from departments.errors import (
    DepartmentActionRequiredError,
    DepartmentError,
    DepartmentRetriableError,
)

IDEMPOTENCY_KEY_HEADER = "Idempotency-Key"

# A system may ask for patience, but not park a case for ever by one strange header.
LONGEST_RETRY_AFTER = timedelta(days=1)

_PASSING: dict[int, str] = {
    HTTPStatus.REQUEST_TIMEOUT: "timed_out",
    HTTPStatus.TOO_EARLY: "unavailable",
    HTTPStatus.TOO_MANY_REQUESTS: "too_many_requests",
}
_LASTING: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "access_denied",
    HTTPStatus.FORBIDDEN: "access_denied",
    HTTPStatus.NOT_FOUND: "address_unknown",
    HTTPStatus.GONE: "address_unknown",
    HTTPStatus.CONFLICT: "conflict",
}

AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Connection:
    """How one system is reached; ``timeout`` bounds a whole call, not each read of it."""

    client: httpx.AsyncClient
    department: str
    system: str
    address: str
    timeout: timedelta

    async def ask(
        self,
        answer: type[AnswerT],
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
        idempotency_key: str = "",
    ) -> AnswerT:
        """Call and read the answer; fields we do not know yet are passed over."""
        response = await self.call(
            method, path, body=body, query=query, idempotency_key=idempotency_key
        )
        # The validation error quotes what was sent, perhaps of a person: it must not be chained.
        with suppress(ValidationError):
            return answer.model_validate_json(response.content, extra="ignore")
        raise self.action_required("answer_unreadable")

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
        idempotency_key: str = "",
    ) -> httpx.Response:
        """Call and give the successful response."""
        response = await self._sent(self._request(method, path, body, query, idempotency_key))
        if not response.is_success:
            raise self._failure(response)
        return response

    def action_required(self, reason: str) -> DepartmentActionRequiredError:
        return DepartmentActionRequiredError(self.department, self.system, reason)

    def _request(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None,
        query: Mapping[str, str] | None,
        idempotency_key: str,
    ) -> httpx.Request:
        try:
            return self.client.build_request(
                method,
                f"{self.address}{path}",
                json=body,
                params=query,
                headers={IDEMPOTENCY_KEY_HEADER: idempotency_key} if idempotency_key else None,
                timeout=self.timeout.total_seconds(),
            )
        except httpx.InvalidURL as error:
            raise self.action_required("address_invalid") from error

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(self.timeout.total_seconds()):
                return await self.client.send(request)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise self._retriable("timed_out") from error
        except httpx.RequestError as error:
            raise self._retriable("unreachable") from error

    def _failure(self, response: httpx.Response) -> DepartmentError:
        status = response.status_code
        if status in _PASSING or response.is_server_error:
            reason = _PASSING.get(status, "unavailable")
            return self._retriable(reason, retry_after=retry_after_of(response))
        if response.is_client_error:
            return self.action_required(_LASTING.get(status, "rejected"))
        return self.action_required("answer_unreadable")

    def _retriable(
        self, reason: str, *, retry_after: timedelta | None = None
    ) -> DepartmentRetriableError:
        return DepartmentRetriableError(
            self.department, self.system, reason, retry_after=retry_after
        )


def retry_after_of(response: httpx.Response) -> timedelta | None:
    """Read Retry-After, in seconds or as a date (RFC 9110 §10.2.3); None when it says nothing."""
    said = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", said):
        return min(timedelta(seconds=int(said)), LONGEST_RETRY_AFTER)
    with suppress(ValueError, TypeError, OverflowError):
        wait = parsedate_to_datetime(said) - datetime.now(UTC)
        return min(max(wait, timedelta()), LONGEST_RETRY_AFTER)
    return None
