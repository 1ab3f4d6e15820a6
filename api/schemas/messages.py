"""Notices, documents' uploads and the catalogue as they travel."""

from datetime import date, datetime

from pydantic import Field

from api.schemas.base import Answer, LabelAnswer
from api.schemas.intake import ConditionAnswer, FieldAnswer, LimitAnswer, PaperAnswer
from domain.catalogue import OutsideHours


class NoticeAnswer(Answer):
    """A notice of the in-app inbox; ``seal`` is a JWS over it, empty when it needs none."""

    id: int
    stream: str
    sequence: int
    template: str
    label: LabelAnswer
    facts: dict[str, str]
    seal: str
    created_at: datetime
    read_at: datetime | None


class ChoiceAnswer(Answer):
    """One choice of a question."""

    code: str
    label: LabelAnswer


class QuestionAnswer(Answer):
    """A question of guidance."""

    code: str
    kind: str
    label: LabelAnswer
    help: LabelAnswer | None = None
    choices: tuple[ChoiceAnswer, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    asked_when: str | None = None
    source: str


class ThemeAnswer(Answer):
    """A theme scene (一件事一次办)."""

    code: str
    label: LabelAnswer
    items: tuple[str, ...]
    questions: tuple[str, ...]


class ReceiptRule(Answer):
    """Office hours in Shanghai, and when an online application of outside them is received."""

    opens_at: str = Field(description="Hour and minute, `09:00`.")
    closes_at: str
    outside_hours: OutsideHours
    source: str


class SchemeAnswer(Answer):
    """A city's scheme in its own words."""

    code: str
    label: LabelAnswer
    city: LabelAnswer
    authority: LabelAnswer
    source: str
    begins_on: date
    ends_on: date | None
    issuance: str
    words: dict[str, LabelAnswer]
    items: dict[str, date]
    receipt: ReceiptRule | None


class PointOfItem(Answer):
    """A checklist point."""

    code: str
    label: LabelAnswer
    source: str


class Statement(Answer):
    """Something said of an item, and by which source: a note, a ground to refuse, a rule."""

    code: str
    label: LabelAnswer
    source: str


class InstantAnswer(Answer):
    """The published list of rules that must all hold to grant without a person (R71-R73)."""

    published_on: date
    source: str
    rules: tuple[Statement, ...]
    sampling_percent: int


class ItemAnswer(Answer):
    """An item as it stands in force for a scheme today."""

    code: str
    label: LabelAnswer
    department: str
    department_label: LabelAnswer
    mode: str
    mode_source: str
    basis: tuple[str, ...]
    site_check: str
    offered: bool
    commitment_optional: bool
    quantity_limited: bool
    limits: tuple[LimitAnswer, ...]
    papers: tuple[PaperAnswer, ...]
    conditions: tuple[ConditionAnswer, ...]
    checklist: tuple[PointOfItem, ...]
    fields: tuple[FieldAnswer, ...]
    prerequisites: tuple[str, ...]
    service_grade: str
    section: str = ""
    notes: tuple[Statement, ...] = ()
    refusal_grounds: tuple[Statement, ...] = ()
    instant: InstantAnswer | None = None
    four_eyes: bool = False
    matters: tuple[str, ...] = ()


class CalendarAnswer(Answer):
    """The working calendar in use; other years than the published count weekends only."""

    version: str
    published: dict[int, str]
    days_off: tuple[date, ...]
    make_up_days: tuple[date, ...]


class CapacityAnswer(Answer):
    """Places of a quantity-limited item in an area."""

    item_code: str
    area: str
    capacity: int
    taken: int


class CallbackAnswer(Answer):
    """What became of a callback."""

    taken: bool
    repeated: bool = False


class StepAnswer(Answer):
    """One readable step of the Temporal history."""

    event_id: int
    at: datetime
    kind: str
    name: str
    detail: str


class HistoryAnswer(Answer):
    """The Temporal history of a case, while it is retained."""

    workflow_id: str
    run_id: str
    events: int
    steps: tuple[StepAnswer, ...]
