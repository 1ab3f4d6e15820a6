"""Clocks as they are explained to people."""

from datetime import date, datetime

from pydantic import Field

from api.schemas.base import Answer, LabelAnswer
from api.schemas.intake import LimitAnswer


class ClockIdAnswer(Answer):
    """What is measured, and for what: an item code, or ``case``."""

    kind: str
    subject: str


class DueDateAnswer(Answer):
    """When a limit runs out: the end of the day in Shanghai."""

    kind: str
    date: date
    due_at: datetime
    source: str
    provisional: bool = Field(description="A year is crossed whose holidays are not published.")
    bites: bool = Field(description="The strictest limit of this clock.")


class ExplainedLimitAnswer(Answer):
    """A limit in force, with its extension added."""

    limit: LimitAnswer
    due: DueDateAnswer
    label: LabelAnswer


class EntryAnswer(Answer):
    """One entry of the ledger."""

    action: str
    at: datetime
    cause: str
    legal_basis: str
    actor: str = Field(description="Opaque subject; empty for those who may not see it.")
    notice: str
    expected_until: date | None
    extension: LimitAnswer | None
    approved_by: str
    label: LabelAnswer


class SuspensionAnswer(Answer):
    """A stretch that does not count, overlapping ones merged; both days belong to it."""

    begun_on: date
    ended_on: date | None
    procedures: tuple[str, ...]
    told_until: date | None
    days_over: int = Field(description="Calendar days beyond the time that was told.")
    label: LabelAnswer


class DayAnswer(Answer):
    """One day; ``ordinal`` is its number among the counted days."""

    date: date
    counted: bool
    ordinal: int | None
    why: str
    label: LabelAnswer


class BitingAnswer(Answer):
    """The limit that runs out first among all that bind the item, and why it is that one."""

    clock_id: ClockIdAnswer
    limit: LimitAnswer
    date: date
    why: LabelAnswer


class TargetAnswer(Answer):
    """A target of the scheme: an aim, which nobody breaches."""

    count: int
    unit: str
    source: str
    date: date
    label: LabelAnswer


class NotSupposedAnswer(Answer):
    """Why a clock of the case could not be supposed otherwise."""

    code: str
    message: str
    rule: str


class ClockAnswer(Answer):
    """A clock day by day; ``days_left`` counts to its own strictest limit, negative once passed."""

    clock_id: ClockIdAnswer
    label: LabelAnswer
    unit: str
    limits: tuple[ExplainedLimitAnswer, ...]
    biting: BitingAnswer | None
    target: TargetAnswer | None
    entries: tuple[EntryAnswer, ...]
    suspensions: tuple[SuspensionAnswer, ...]
    days: tuple[DayAnswer, ...]
    days_used: int
    days_left: int | None
    supposed: bool = Field(default=False, description="A supposition; nothing was written.")
    not_supposed: NotSupposedAnswer | None = None
