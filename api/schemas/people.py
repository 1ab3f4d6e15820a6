"""Inbox, leave, recusal, requests, disputes and the board, as they travel."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StrictBool

from api.schemas.base import Answer, Body, Code, Day, ShortText, Text, example
from api.schemas.cases import GapAnswer, PredecessorAnswer, TaskEntry
from domain.dispute import DisputeAbout


class TaskAnswer(TaskEntry):
    """One task for one reader: how it can end, and why the reader may not complete it."""

    may_complete: bool
    why_not: str = Field(description="Code of the refusal; empty when the caller may.")
    why_not_message: str
    outcomes: tuple[str, ...]
    grounds: tuple[str, ...] = Field(description="Codes that a refusal can rest on.")
    preceding: tuple[PredecessorAnswer, ...]


class TaskCounts(Answer):
    """How many tasks fit the filter."""

    total: int
    overdue: int
    claimed: int
    by_light: dict[str, int]
    by_kind: dict[str, int]
    by_district: dict[str, int]
    by_item: dict[str, int]


class DelegationInput(Body):
    """Leave: who stands in, from the first to the last day; supervisors name the absent too."""

    model_config = example(
        {
            "delegate": "reviewer-2",
            "begins_on": "2026-10-08",
            "ends_on": "2026-10-16",
            "reason": "年休假",
        }
    )

    delegate: Code
    begins_on: Day
    ends_on: Day
    reason: ShortText
    principal: Code | None = None
    department: Code | None = None


class DelegationAnswer(Answer):
    """A delegation; ``in_force`` tells whether the colleague stands in today."""

    delegation_id: str
    department: str
    principal: str
    delegate: str
    begins_on: date
    ends_on: date
    reason: str
    created_by: str
    created_at: datetime
    ended_at: datetime | None
    in_force: bool


class ExclusionInput(Body):
    """Who is in conflict and why; without an item the whole case is meant."""

    model_config = example(
        {"subject": "reviewer-1", "reasons": "申请人系本人近亲属", "whole_business": True}
    )

    subject: Code
    reasons: Text
    item_code: Code | None = None
    whole_business: StrictBool = False


class ExclusionAnswer(Answer):
    """An official who handles neither the case nor the item."""

    subject: str
    item_code: str
    reasons: str = Field(description="Empty for those who are not told why.")
    whole_business: bool
    declared_by: str
    declared_at: datetime


class ReasonsInput(Body):
    """Reasons in words."""

    model_config = example({"reasons": "该材料已于3月2日提交"})

    reasons: Text


class ObjectionAnswerInput(Body):
    """The reviewer's answer to an objection."""

    model_config = example({"upholds": False, "reasons": "经核对，材料已收到"})

    upholds: StrictBool
    reasons: Text


class ChangeAnswer(Answer):
    """One thing that was asked for: what stood there before, and what came.

    Of a paper the documents are named, of a field its text; ``after`` is null until it came.
    """

    code: str
    wants: str
    reason: str
    before: str | None
    after: str | None


class KnownRequestAnswer(Answer):
    """A request of a lane with before and after."""

    number: int
    status: str
    requested_at: datetime
    requested_by: str = Field(description="Empty for the applicant's side.")
    due_on: date
    ended_at: datetime | None
    changes: tuple[ChangeAnswer, ...]


class RequestsAnswer(Answer):
    """All requests of a lane, oldest first; ``objection`` is that to the open one."""

    item_code: str
    objection: str
    objection_was_answered: bool
    open_gaps: tuple[GapAnswer, ...]
    requests: tuple[KnownRequestAnswer, ...]


class DisputeInput(Body):
    """What the supervisor is asked to decide."""

    model_config = example({"about": "request", "item_code": "B1-02", "reasons": "告知书未列此项"})

    about: DisputeAbout
    item_code: Code
    reasons: Text


class RulingInput(Body):
    """The supervisor's decision; a ruling on competence names the department."""

    model_config = example({"sustained": True, "reasons": "告知书确未列明"})

    sustained: StrictBool
    reasons: Text
    competent_department: Code | None = None


class DisputeAnswer(Answer):
    """A dispute with its ruling, if there is one."""

    dispute_id: str
    about: str
    item_code: str
    reasons: str
    department: str | None
    raised_at: datetime
    is_open: bool
    sustained: bool | None
    ruling_reasons: str
    competent_department: str
    decided_at: datetime | None


class OverdueUnit(Answer):
    """Lanes of a department past their statutory limit; ages in whole calendar days."""

    department: str
    count: int
    oldest_days: int
    up_to_5_days: int
    up_to_20_days: int
    longer: int


class BoardAnswer(Answer):
    """What is undecided in the city now, by light, department, district and stage."""

    as_of: datetime
    total: int
    by_light: dict[str, int]
    by_department: dict[str, dict[str, int]] = Field(description="Lights of each department.")
    by_district: dict[str, dict[str, int]]
    by_stage: dict[str, dict[str, int]]
    overdue: tuple[OverdueUnit, ...]


class BoardLane(Answer):
    """One lane behind a number of the board."""

    case_id: str
    case_number: str
    item_code: str
    department: str
    district: str
    stage: str
    route: str | None
    light: str
    received_at: datetime
    promised_due: datetime | None
    statutory_due: datetime | None
    overdue_days: int | None


class WaitingEntry(Answer):
    """One place in a queue; the reference is known to its own applicant and says nothing else."""

    rank: int
    reference: str
    accepted_at: datetime
    state: Annotated[str, Field(pattern="^(waiting|holds_place|granted)$")]


class WaitingList(Answer):
    """The queue of a quantity-limited item in an area, in order of acceptance (行政许可法 57)."""

    item_code: str
    area: str
    capacity: int | None = Field(description="Published number of places; null where none is.")
    entries: tuple[WaitingEntry, ...]
    next_cursor: str | None = None
