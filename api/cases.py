"""Cases as recorded, for those who may see them."""

import base64
import binascii
import json
from datetime import UTC, datetime

from api.problems import not_found
from api.resources import Resources
from domain.actors import Actor, Role
from domain.case import Case
from domain.errors import ErrorKind, Refused
from repositories import applications

_SEES_ALL = {
    Role.SUPERVISOR,
    Role.HEAD_OF_GOVERNMENT,
    Role.ADMINISTRATOR,
    Role.WINDOW_CLERK,
}
_LONGEST_NUMBER = 18
"""Digits that surely fit Postgres' bigint."""


def may_see(case: Case, actor: Actor) -> bool:
    """Whether the case is the actor's business: its own, its department's, or everybody's."""
    if actor.role in _SEES_ALL:
        return True
    if actor.role.is_of_a_department:
        return any(item.department.code == actor.department for item in case.slice.items)
    return case.submission.applicant.is_represented_by(actor)


def sees_papers(case: Case, actor: Actor, item_code: str) -> bool:
    """Whether the actor sees the papers of an item: not those of sibling lanes (seed 002, 五)."""
    if actor.role.is_of_a_department:
        return case.item(item_code).department.code == actor.department
    return True


async def visible_case(resources: Resources, actor: Actor, case_id: str) -> Case:
    """Give the case; one that does not exist and one that is not the actor's look alike.

    Raises:
        Refused: ``application_unknown``.
    """
    async with resources.database.reading() as session:
        case = await applications.load(session, case_id)
    if case is None or not may_see(case, actor):
        raise not_found("application")
    return case


def case_now(case: Case) -> datetime:
    """The reader's instant: never before what is recorded, since cases may be fast-forwarded."""
    return now_of(case.last_at)


def now_of(last_at: datetime | None) -> datetime:
    """Give the later of wall clock and last recorded instant."""
    now = datetime.now(UTC)
    return max(now, last_at) if last_at else now


def encode_cursor(*parts: str) -> str:
    """Make an opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, parts: int) -> tuple[str, ...]:
    """Read a cursor of ours.

    Raises:
        Refused: it is none.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        read = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error):
        read = None
    if not isinstance(read, list) or len(read) != parts or not all(map(_is_text, read)):
        raise _not_ours()
    return tuple(read)


def decode_place(cursor: str) -> tuple[datetime, str]:
    """Read a cursor that names an instant and an id.

    Raises:
        Refused: it does not.
    """
    at, identifier = decode_cursor(cursor, 2)
    return decode_instant(at), identifier


def decode_instant(at: str) -> datetime:
    """Read the instant that a cursor names.

    Raises:
        Refused: it is none.
    """
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise _not_ours() from error
    if instant.tzinfo is None:
        raise _not_ours()
    return instant


def decode_number(cursor: str) -> int:
    """Read a cursor that names a row by number.

    Raises:
        Refused: it does not.
    """
    (number,) = decode_cursor(cursor, 1)
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise _not_ours()
    return int(number)


def _is_text(part: object) -> bool:
    """Whether it can be sent to Postgres: no NUL, no half of a surrogate pair."""
    return isinstance(part, str) and part.isprintable()


def _not_ours() -> Refused:
    return Refused(
        "cursor_invalid",
        "The cursor is not one that a page of this list gave.",
        rule="openapi",
        field="cursor",
        kind=ErrorKind.INVALID,
    )
