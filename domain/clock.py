"""What a legal period is: limits with their units, and an append-only ledger per clock."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.calendar import local_date


class ClockKind(StrEnum):
    """What a clock measures."""

    ACCEPTANCE = "acceptance"
    LANE = "lane"
    JOINT_CAP = "joint_cap"
    SINGLE_WINDOW = "single_window"
    DEBT = "debt"
    CORRECTION = "correction"
    SUPPLEMENT = "supplement"
    VISIT = "visit"
    RECTIFICATION = "rectification"
    HEARING_REQUEST = "hearing_request"
    HEARING = "hearing"
    SERVICE = "service"
    VERIFICATION = "verification"
    PERMIT_TERM = "permit_term"


class LimitUnit(StrEnum):
    """Units differ by statute; a bare number of days is never enough (domain-facts §1)."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"


class LimitKind(StrEnum):
    """Limits are kept apart; the strictest bites (design §5)."""

    STATUTORY = "statutory"
    PROMISED = "promised"
    SCHEME = "scheme"
    CAP = "cap"


class Light(StrEnum):
    """Supervision lights, the mildest first (domain-facts §11)."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"

    @property
    def severity(self) -> int:
        return tuple(Light).index(self)


class ClockAction(StrEnum):
    """Entries of a ledger."""

    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Limit:
    """A period with its unit and the source it comes from."""

    kind: LimitKind
    count: int
    unit: LimitUnit
    source: str


@dataclass(frozen=True, slots=True)
class WarningRung:
    """One rung of the warning ladder; ``working_days_before`` 0 means when the limit has passed.

    A rung on the promised limit also watches the scheme's own limits. With a ``percent`` it is
    reached at the end of the day on which that share of the limit's own days is used up.
    """

    name: str
    limit_kind: LimitKind
    working_days_before: int
    light: Light
    notify: tuple[str, ...]
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class ClockId:
    """A clock of a case: what it measures, and for what."""

    kind: ClockKind
    subject: str


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One entry of a ledger with its instant, cause, legal basis and author.

    ``notice`` and ``expected_until`` belong to a suspension (Art. 45 asks for written notice of
    the time needed), ``extension`` and the office that approved it to an extension.
    """

    action: ClockAction
    at: datetime
    cause: str
    legal_basis: str
    actor: str
    notice: str = ""
    expected_until: date | None = None
    extension: Limit | None = None
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class ClockLedger:
    """All that happened to one clock; nothing stores remaining days."""

    clock_id: ClockId
    limits: tuple[Limit, ...]
    entries: tuple[ClockEntry, ...]

    def first(self, action: ClockAction) -> ClockEntry | None:
        return next((entry for entry in self.entries if entry.action is action), None)

    @property
    def started_on(self) -> date:
        """Day of the event that started it; not counted."""
        return local_date(self.entries[0].at)

    @property
    def stopped_at(self) -> datetime | None:
        stop = self.first(ClockAction.STOP)
        return stop.at if stop else None

    @property
    def is_suspended(self) -> bool:
        moves = [e.action for e in self.entries if e.action in _PAUSES]
        return bool(moves) and moves.count(ClockAction.SUSPEND) > moves.count(ClockAction.RESUME)


_PAUSES = frozenset({ClockAction.SUSPEND, ClockAction.RESUME})


@dataclass(frozen=True, slots=True)
class DueDate:
    """When a limit runs out: the end of ``date`` in Shanghai.

    ``bites`` marks the strictest; ``provisional`` that a year not yet published is crossed.
    """

    kind: LimitKind
    date: date
    due_at: datetime
    source: str
    provisional: bool
    bites: bool
