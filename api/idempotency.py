"""One answer per actor, route and ``Idempotency-Key``, however often the request is repeated."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel

from core.db import Database
from domain.actors import Actor
from domain.errors import ErrorKind, Refused
from repositories import idempotency

AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Acting:
    """An acting request: who, which route and object, under which key."""

    actor: Actor
    route: str
    key: str
    body: BaseModel | None = None

    @property
    def digest(self) -> str:
        """Opaque and stable: the id of the update or of the case that the request makes."""
        text = f"{self.actor.subject}\n{self.route}\n{self.key}"
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def body_hash(self) -> str:
        text = self.body.model_dump_json() if self.body else ""
        return hashlib.sha256(text.encode()).hexdigest()


async def once(
    database: Database,
    acting: Acting,
    answer_type: type[AnswerT],
    act: Callable[[], Awaitable[AnswerT]],
) -> AnswerT:
    """Act, or give the answer that was given before; a refusal is not kept and may be retried.

    Raises:
        Refused: the key was used with another body.
    """
    place: dict[str, Any] = {
        "actor": acting.actor.subject,
        "route": acting.route,
        "key": acting.key,
    }
    async with database.at_once() as session:
        known = await idempotency.begin(
            session, **place, body_hash=acting.body_hash, at=datetime.now(UTC)
        )
    if known is not None:
        _check_same_body(acting, known["body_hash"])
        if known["answer"] is not None:
            return answer_type.model_validate(known["answer"])
    answer = await act()
    async with database.at_once() as session:
        await idempotency.finish(session, **place, answer=answer.model_dump(mode="json"))
    return answer


def _check_same_body(acting: Acting, body_hash: str) -> None:
    if body_hash != acting.body_hash:
        raise Refused(
            "idempotency_key_reused",
            "This Idempotency-Key was used with another body.",
            rule="design §6",
            field="Idempotency-Key",
            kind=ErrorKind.INVALID,
        )
